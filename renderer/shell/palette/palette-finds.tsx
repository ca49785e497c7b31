import { Command } from 'cmdk';
import { Ellipsis } from 'lucide-react';
import type { LiveState, SearchItem, SearchKind } from '../../../common/contract/index.ts';
import { classNames } from '../../format/class-names.ts';
import { FIND_KINDS, openFind } from '../../search/find.ts';
import { FindWords } from '../../search/find-words.tsx';
import type { SearchAnswer } from '../../state/history/use-search.ts';
import styles from './command-palette.module.css';

/** At most this many of each kind, until the person asks for more of one. */
export const FEW_FINDS = 5;

/** The search results for what is typed, by kind. */
export function PaletteFinds(props: {
  state: LiveState;
  answer: SearchAnswer;
  /** The kind whose results are all shown. */
  expanded: SearchKind | null;
  act(action: () => void): () => void;
  onExpand(kind: SearchKind): void;
}) {
  const { state, answer, expanded, act, onExpand } = props;
  const byKind = Map.groupBy(answer.items, ({ kind }) => kind);
  return FIND_KINDS.map(({ kind, label, icon: Icon }) => {
    const all: readonly SearchItem[] = byKind.get(kind) ?? [];
    if (all.length === 0) return null;
    const finds = kind === expanded ? all : all.slice(0, FEW_FINDS);
    const hasMore = kind !== expanded && (all.length > finds.length || answer.more.includes(kind));
    return (
      <Command.Group key={kind} heading={label} className={styles.group}>
        {finds.map((find) => (
          <Command.Item
            key={find.id}
            value={`${kind} ${find.id}`}
            className={classNames(styles.item, styles.find)}
            onSelect={act(() => openFind(find))}
          >
            <Icon size={15} />
            <FindWords state={state} find={find} />
          </Command.Item>
        ))}
        {hasMore ? (
          <Command.Item
            value={`${kind} more`}
            className={styles.item}
            onSelect={() => onExpand(kind)}
          >
            <Ellipsis size={15} />
            <span className={styles.about}>More {label.toLowerCase()}</span>
          </Command.Item>
        ) : null}
      </Command.Group>
    );
  });
}
