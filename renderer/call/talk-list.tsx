import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { CallItem } from './call-items.ts';
import styles from './call-view.module.css';

const GAP_PX = 10;
/** The estimated height of an entry until it is measured. */
const ONE_LINE_PX = 40;
const LETTERS_PER_LINE = 60;
const LINE_PX = 20;
/** The list follows its end for a person who is no further from it than this. */
const NEAR_END_PX = 40;

/** The attributes that place an entry in the list. */
export interface TalkPlace {
  readonly ref: (element: HTMLLIElement | null) => void;
  readonly 'data-index': number;
  readonly 'aria-posinset': number;
  readonly 'aria-setsize': number;
}

/**
 * A conversation of any length. Only the visible entries exist, each as high as its words. The list
 * follows its end until the person scrolls up.
 */
export function TalkList(props: {
  label: string;
  /** New entries are read out as they are added. */
  live: boolean;
  items: readonly CallItem[];
  /** The chosen turn, which is scrolled into view. */
  turn: number | null;
  children(item: CallItem, place: TalkPlace): ReactNode;
}) {
  const { items, turn } = props;
  const frame = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  // At other times, entries appear because of scrolling and are not new.
  const [atEnd, setAtEnd] = useState(true);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => frame.current,
    getItemKey: (index) => items[index]?.key ?? index,
    estimateSize: (index) => heightOf(items[index]),
    gap: GAP_PX,
    overscan: 4,
    // A call opens at its end.
    initialOffset: Number.MAX_SAFE_INTEGER,
  });
  const heightPx = virtualizer.getTotalSize();
  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows whatever was added
  useLayoutEffect(() => {
    const element = frame.current;
    if (element && following.current) element.scrollTop = element.scrollHeight;
  }, [heightPx, items.length]);
  const turnIndex = turn === null ? -1 : items.findIndex(({ key }) => isOfTurn(key, turn));
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is added later does not bring it back
  useEffect(() => {
    if (turnIndex < 0) return;
    following.current = false;
    virtualizer.scrollToIndex(turnIndex, { align: 'auto' });
  }, [turn, turnIndex >= 0, virtualizer]);
  const rows = virtualizer.getVirtualItems();
  const room: CSSProperties = {
    paddingTop: rows[0]?.start ?? 0,
    paddingBottom: heightPx - (rows.at(-1)?.end ?? heightPx),
  };
  return (
    <div
      ref={frame}
      className={styles.items}
      role="log"
      aria-label="What is said"
      aria-live={props.live && atEnd ? 'polite' : 'off'}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        following.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
        setAtEnd(following.current);
      }}
    >
      <ol className={styles.list} aria-label={props.label} style={room}>
        {rows.map(({ index }) => {
          const item = items[index];
          return item === undefined
            ? null
            : props.children(item, {
                ref: virtualizer.measureElement,
                'data-index': index,
                'aria-posinset': index + 1,
                'aria-setsize': items.length,
              });
        })}
      </ol>
    </div>
  );
}

/** Whether the entry is what the caller said in this turn or, without that, the answer. */
function isOfTurn(key: string, turn: number): boolean {
  return key === `caller${turn}` || key === `agent${turn}`;
}

function heightOf(item: CallItem | undefined): number {
  if (item === undefined) return ONE_LINE_PX;
  if (item.kind === 'tool') return ONE_LINE_PX;
  const words = item.kind === 'agent' ? item.heard.length + item.rest.length : item.text.length;
  const lines = Math.ceil(words / LETTERS_PER_LINE);
  const below = item.kind === 'agent' ? 2 * LINE_PX : 0;
  return ONE_LINE_PX + Math.max(0, lines - 1) * LINE_PX + below;
}
