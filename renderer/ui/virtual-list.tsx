import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type ReactNode,
  type Ref,
  type RefObject,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from 'react';
import { classNames } from '../format/class-names.ts';
import styles from './virtual-list.module.css';

/** More rows are requested this many before the end. */
const END_ROWS = 40;

interface ListProps<T> {
  label: string;
  items: readonly T[];
  rowHeight: number;
  keyOf(item: T): string;
  /** Scrolled into view when it changes. */
  selectedIndex?: number;
  className?: string | undefined;
  /** The visible rows keep their place when others are added above. */
  anchored?: boolean;
  /** A tree has one place in the tab order, and `activeId` names its active row. */
  tree?: { readonly activeId: string | undefined; readonly multiselectable?: boolean };
  onTouched?(): void;
  /** Called when the last rows are almost visible. */
  onEndNear?(): void;
  ref?: Ref<{ scrollToTop(): void }>;
  children(item: T, index: number): ReactNode;
}

/** A list of rows of equal height, of which only the visible ones are rendered. */
export function VirtualList<T>(props: ListProps<T>) {
  const { items, rowHeight, keyOf, selectedIndex = -1 } = props;
  const frame = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item);
    },
  });
  useEffect(() => {
    if (selectedIndex >= 0) virtualizer.scrollToIndex(selectedIndex, { align: 'auto' });
  }, [selectedIndex, virtualizer]);
  useAnchor(frame, props);
  const rows = virtualizer.getVirtualItems();
  const { onEndNear } = props;
  const lastIndex = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (items.length > 0 && lastIndex >= items.length - END_ROWS) onEndNear?.();
  }, [lastIndex, items.length, onEndNear]);
  useImperativeHandle(props.ref, () => ({ scrollToTop: () => virtualizer.scrollToOffset(0) }));
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles have an active descendant
    <div
      ref={frame}
      role={props.tree === undefined ? 'listbox' : 'tree'}
      tabIndex={props.tree === undefined ? undefined : 0}
      aria-activedescendant={props.tree?.activeId}
      aria-multiselectable={props.tree?.multiselectable}
      aria-label={props.label}
      className={classNames(styles.frame, props.className)}
      onWheel={props.onTouched}
      onPointerDown={props.onTouched}
      onTouchMove={props.onTouched}
    >
      <div style={{ height: virtualizer.getTotalSize() }} className={styles.inner}>
        {rows.map((row) => {
          const item = items[row.index];
          return item === undefined ? null : (
            <div
              key={row.key}
              className={styles.row}
              style={{ height: rowHeight, transform: `translateY(${row.start}px)` }}
            >
              {props.children(item, row.index)}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Keeps the first visible row in place while others are added above it. */
function useAnchor<T>(
  frame: RefObject<HTMLElement | null>,
  { items, keyOf, rowHeight, anchored = false }: ListProps<T>,
): void {
  const firstInSight = useRef<{ key: string; top: number } | null>(null);
  useLayoutEffect(() => {
    const before = firstInSight.current;
    if (!anchored || before === null || frame.current === null) return;
    const now = items.findIndex((item) => keyOf(item) === before.key);
    const shift = now * rowHeight - before.top;
    if (now >= 0 && shift !== 0) frame.current.scrollTop += shift;
  }, [frame, items, anchored, keyOf, rowHeight]);
  useLayoutEffect(() => {
    const index = Math.floor((frame.current?.scrollTop ?? 0) / rowHeight);
    const item = items[index];
    firstInSight.current = item === undefined ? null : { key: keyOf(item), top: index * rowHeight };
  });
}

/** Placed at the end of a list that continues. Calls back when that end is almost visible. */
export function EndSentinel(props: { onNear(): void }) {
  const element = useRef<HTMLDivElement>(null);
  const onNear = useEffectEvent(() => props.onNear());
  useEffect(() => {
    const target = element.current;
    if (target === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) onNear();
      },
      { rootMargin: '600px' },
    );
    observer.observe(target);
    return () => observer.disconnect();
  }, []);
  return <div ref={element} aria-hidden="true" style={{ height: 1 }} />;
}
