import { Search, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { LiveState, SearchKind } from '../../common/contract/index.ts';
import { classNames } from '../format/class-names.ts';
import { useSearch } from '../state/history/use-search.ts';
import { IconButton } from '../ui/button.tsx';
import { TextInput } from '../ui/forms/field.tsx';
import listRow from '../ui/list-row.module.css';
import { VirtualList } from '../ui/virtual-list.tsx';
import { openFind } from './find.ts';
import { FindWords } from './find-words.tsx';
import styles from './list-search.module.css';

const FINDS = 50;
const ROW_PX = 50;

/** A small field above a list. While it has text, the results replace the list. */
export function ListSearch(props: {
  state: LiveState;
  /** What is searched, for example `Search calls`. */
  label: string;
  kinds: readonly SearchKind[];
  children: ReactNode;
}) {
  const { state, label, kinds } = props;
  const [typed, setTyped] = useState('');
  const isTyped = typed.trim() !== '';
  return (
    <div className={styles.search}>
      <div className={styles.field}>
        <Search size={13} aria-hidden="true" />
        <TextInput
          type="search"
          value={typed}
          aria-label={label}
          placeholder={label}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || typed === '') return;
            event.stopPropagation();
            setTyped('');
          }}
        />
        {typed === '' ? null : (
          <IconButton label="Clear the search" onClick={() => setTyped('')}>
            <X size={13} />
          </IconButton>
        )}
      </div>
      {isTyped ? <Finds state={state} typed={typed} kinds={kinds} label={label} /> : props.children}
    </div>
  );
}

function Finds(props: {
  state: LiveState;
  typed: string;
  kinds: readonly SearchKind[];
  label: string;
}) {
  const { state, typed, kinds } = props;
  const { answer } = useSearch(typed, { kinds, limit: FINDS });
  const [openId, setOpenId] = useState<string | null>(null);
  if (answer === null) return <p className={styles.note}>Looking…</p>;
  if (answer.items.length === 0) {
    const left = answer.indexed.total - answer.indexed.done;
    return (
      <p className={styles.note} role="status">
        {left > 0 ? 'Nothing yet: older history is still being read.' : 'Nothing found.'}
      </p>
    );
  }
  return (
    <VirtualList
      label={`${props.label}: what was found`}
      className={styles.list}
      items={answer.items}
      rowHeight={ROW_PX}
      keyOf={(find) => `${find.kind} ${find.id}`}
    >
      {(find) => (
        <button
          type="button"
          role="option"
          aria-selected={find.id === openId}
          className={classNames(listRow.row, styles.row, find.id === openId && listRow.shown)}
          onClick={() => {
            setOpenId(find.id);
            openFind(find);
          }}
        >
          <FindWords state={state} find={find} />
        </button>
      )}
    </VirtualList>
  );
}
