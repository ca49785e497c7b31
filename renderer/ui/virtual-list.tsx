import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { classNames } from './class-names.ts';
import styles from './virtual-list.module.css';

/** A list of rows of equal height, of which only those in sight exist. */
export function VirtualList<T>(props: {
  label: string;
  items: readonly T[];
  rowHeight: number;
  keyOf(item: T): string;
  /** Kept in sight when it changes. */
  selectedIndex?: number;
  className?: string | undefined;
  onTouched?(): void;
  ref?: Ref<{ scrollToTop(): void }>;
  children(item: T, index: number): ReactNode;
}) {
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
  useImperativeHandle(props.ref, () => ({ scrollToTop: () => virtualizer.scrollToOffset(0) }));
  return (
    <div
      ref={frame}
      role="listbox"
      aria-label={props.label}
      className={classNames(styles.frame, props.className)}
      onWheel={props.onTouched}
      onTouchMove={props.onTouched}
    >
      <div style={{ height: virtualizer.getTotalSize() }} className={styles.inner}>
        {virtualizer.getVirtualItems().map((row) => {
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
