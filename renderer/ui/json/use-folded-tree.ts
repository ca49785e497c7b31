import { useEffect, useMemo, useRef, useState } from 'react';
import type { JsonNode } from '../../format/json-nodes.ts';
import { ancestorsOf, foldedAtFirst, type JsonRow, jsonMatches, jsonRows } from './json-rows.ts';

/** Further lines are only rendered when a person asks for them. */
const ROWS_AT_ONCE = 1_500;
const NOTHING: ReadonlySet<number> = new Set();

/** A JSON tree as it is shown: what is folded, which line is active, and what was searched for. */
export interface FoldedTree {
  /** Every line, folded or not. */
  readonly all: readonly JsonRow[];
  /** The lines that folding leaves; `limit` of them are rendered. */
  readonly rows: readonly JsonRow[];
  readonly limit: number;
  readonly activeId: number;
  readonly word: string;
  /** The ids of the lines that have the word. */
  readonly matches: readonly number[];
  activate(id: number): void;
  fold(id: number, isFolded: boolean): void;
  /** Searches for a word, and goes to the first line that has it. */
  find(word: string): void;
  /** Goes this many matches further; the last is followed by the first. */
  step(matches: number): void;
  showMore(): void;
}

/** @param treeId the lines' elements are called by it and their ids: `treeId-id` */
export function useFoldedTree(root: JsonNode, treeId: string): FoldedTree {
  const all = useMemo(() => jsonRows(root, NOTHING), [root]);
  const [folded, setFolded] = useState(() => foldedAtFirst(all));
  const [activeId, setActiveId] = useState(0);
  const [word, setWord] = useState('');
  const [limit, setLimit] = useState(ROWS_AT_ONCE);
  const rows = useMemo(() => jsonRows(root, folded), [root, folded]);
  const matches = useMemo(() => jsonMatches(all, word), [all, word]);
  const isMoved = useRef(false);
  useEffect(() => {
    if (!isMoved.current) return;
    document.getElementById(`${treeId}-${activeId}`)?.scrollIntoView({ block: 'nearest' });
  }, [activeId, treeId]);
  const activate = (id: number) => {
    isMoved.current = true;
    setActiveId(id);
    const at = rows.findIndex((row) => row.id === id);
    if (at >= limit) setLimit(at + ROWS_AT_ONCE);
  };
  const unfold = (ids: readonly number[]) =>
    setFolded((before) => new Set([...before].filter((id) => !ids.includes(id))));
  const goTo = (id: number | undefined) => {
    if (id === undefined) return;
    unfold(ancestorsOf(all, id));
    setLimit(all.length);
    activate(id);
  };
  return {
    all,
    rows,
    limit,
    activeId,
    word,
    matches,
    activate,
    fold: (id, isFolded) =>
      isFolded ? setFolded((before) => new Set([...before, id])) : unfold([id]),
    find: (next) => {
      setWord(next);
      goTo(jsonMatches(all, next)[0]);
    },
    step: (by) => {
      const at = matches.indexOf(activeId);
      goTo(matches[(at + by + matches.length) % matches.length] ?? matches[0]);
    },
    showMore: () => setLimit(limit + 4 * ROWS_AT_ONCE),
  };
}
