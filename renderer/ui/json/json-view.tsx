import { ChevronDown, ChevronUp, Search } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useId } from 'react';
import { classNames } from '../../format/class-names.ts';
import type { JsonNode } from '../../format/json-nodes.ts';
import { showToast } from '../../state/toast-store.ts';
import { IconButton } from '../button.tsx';
import code from '../code.module.css';
import { TextInput } from '../forms/field.tsx';
import type { JsonRow } from './json-rows.ts';
import styles from './json-view.module.css';
import { useFoldedTree } from './use-folded-tree.ts';

/**
 * JSON that can be folded, searched, and copied by path. No library does this: they use parsed
 * values, which lose long numbers, duplicate keys and the order of some keys, and those are what
 * people look for in a body.
 */
export function JsonView(props: {
  root: JsonNode;
  label: string;
  /** Shown beside the search field. */
  head: ReactNode;
}) {
  const treeId = useId();
  const tree = useFoldedTree(props.root, treeId);
  const { all, rows, limit, activeId, word, matches } = tree;
  return (
    <div className={styles.frame}>
      <div className={styles.head}>
        {props.head}
        {all.length < 6 ? null : (
          <FindBar
            word={word}
            place={matches.indexOf(activeId) + 1}
            count={matches.length}
            onWord={tree.find}
            onStep={tree.step}
          />
        )}
      </div>
      <div
        role="tree"
        aria-label={props.label}
        aria-activedescendant={`${treeId}-${activeId}`}
        tabIndex={0}
        className={classNames(code.code, styles.tree)}
        onKeyDown={(event) => actOnKey(event, tree)}
      >
        {rows.slice(0, limit).map((row) => (
          <Line
            key={`${row.id}${row.closes ? 'c' : ''}`}
            id={`${treeId}-${row.id}`}
            row={row}
            active={row.id === activeId && !row.closes}
            found={word.trim() !== '' && !row.closes && matches.includes(row.id)}
            onPress={() => tree.activate(row.id)}
            onFold={() => tree.fold(row.id, row.open === true)}
          />
        ))}
      </div>
      {rows.length <= limit ? null : (
        <button type="button" className={styles.rest} onClick={tree.showMore}>
          {(rows.length - limit).toLocaleString('en-GB')} more lines
        </button>
      )}
    </div>
  );
}

function FindBar(props: {
  word: string;
  place: number;
  count: number;
  onWord(word: string): void;
  onStep(step: number): void;
}) {
  const { word, place, count, onStep } = props;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape' && word !== '') props.onWord('');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles.find}>
      <Search size={13} aria-hidden="true" />
      <TextInput
        aria-label="Find in this JSON"
        placeholder="Find"
        value={word}
        onChange={(event) => props.onWord(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <span role="status">{word.trim() === '' ? '' : `${place} of ${count}`}</span>
      {count < 2 ? null : (
        <>
          <IconButton label="Previous" onClick={() => onStep(-1)}>
            <ChevronUp size={14} />
          </IconButton>
          <IconButton label="Next" onClick={() => onStep(1)}>
            <ChevronDown size={14} />
          </IconButton>
        </>
      )}
    </div>
  );
}

const BRACKETS = { object: ['{', '}'], array: ['[', ']'] } as const;

function Line(props: {
  id: string;
  row: JsonRow;
  active: boolean;
  found: boolean;
  onPress(): void;
  onFold(): void;
}) {
  const { row, active, found } = props;
  const { node, open, depth } = row;
  const comma = row.isLast ? '' : ',';
  const brackets = node.kind === 'object' || node.kind === 'array' ? BRACKETS[node.kind] : null;
  if (row.closes) {
    return (
      <div role="none" className={styles.line} style={{ paddingLeft: indentPx(depth) }}>
        {brackets?.[1]}
        {comma}
      </div>
    );
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys
    <div
      id={props.id}
      role="treeitem"
      tabIndex={-1}
      aria-level={depth + 1}
      aria-selected={active}
      aria-expanded={open ?? undefined}
      className={styles.line}
      data-found={found}
      style={{ paddingLeft: indentPx(depth) }}
      onClick={props.onPress}
    >
      {open === null ? null : (
        // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys do the same
        // biome-ignore lint/a11y/useKeyWithClickEvents: the arrow keys do the same
        <span
          className={styles.fold}
          data-open={open}
          title={open ? 'Fold' : 'Unfold'}
          onClick={props.onFold}
        />
      )}
      {node.key === null ? null : (
        <>
          <button
            type="button"
            tabIndex={-1}
            className={classNames(code.key, styles.key)}
            title={`Copy its path: ${node.path}`}
            onClick={() => void copyPath(node)}
          >
            {node.key}
          </button>
          {': '}
        </>
      )}
      {brackets === null ? (
        <span className={node.kind === 'string' ? code.string : code.number}>{node.text}</span>
      ) : open === true ? (
        brackets[0]
      ) : (
        <>
          {brackets[0]}
          {node.children.length === 0 ? null : (
            <span className={code.dim}>{sizeInWords(node)}</span>
          )}
          {brackets[1]}
        </>
      )}
      {open === true ? '' : comma}
    </div>
  );
}

function indentPx(depth: number): number {
  // Limits the indent, so that deep nesting does not push the text out of a narrow pane.
  return 14 + Math.min(depth, 14) * 12;
}

function sizeInWords({ kind, children: { length } }: JsonNode): string {
  if (kind === 'array') return ` ${length} ${length === 1 ? 'item' : 'items'} `;
  return ` ${length} ${length === 1 ? 'field' : 'fields'} `;
}

async function copyPath({ path }: JsonNode): Promise<void> {
  await navigator.clipboard.writeText(path);
  showToast({ tone: 'ok', title: 'Copied: the path.', detail: path });
}

/** The keys of a tree, with `c` to copy the path and `v` to copy the value. */
function actOnKey(
  event: KeyboardEvent,
  tree: {
    readonly rows: readonly JsonRow[];
    readonly activeId: number;
    activate(id: number): void;
    fold(id: number, isFolded: boolean): void;
  },
): void {
  if (event.metaKey || event.ctrlKey || event.altKey) return;
  const lines = tree.rows.filter(({ closes }) => !closes);
  const at = Math.max(
    0,
    lines.findIndex(({ id }) => id === tree.activeId),
  );
  const row = lines[at];
  if (row === undefined) return;
  const to = (index: number) => {
    const next = lines[Math.min(lines.length - 1, Math.max(0, index))];
    if (next) tree.activate(next.id);
  };
  switch (event.key) {
    case 'ArrowDown':
      to(at + 1);
      break;
    case 'ArrowUp':
      to(at - 1);
      break;
    case 'Home':
      to(0);
      break;
    case 'End':
      to(lines.length);
      break;
    case 'ArrowRight':
      if (row.open === false) tree.fold(row.id, false);
      else if (row.open) to(at + 1);
      break;
    case 'ArrowLeft':
      if (row.open) tree.fold(row.id, true);
      else if (row.parentId !== null) tree.activate(row.parentId);
      break;
    case 'Enter':
    case ' ':
      if (row.open !== null) tree.fold(row.id, row.open);
      break;
    case 'c':
      void copyPath(row.node);
      break;
    default:
      return;
  }
  event.preventDefault();
  event.stopPropagation();
}
