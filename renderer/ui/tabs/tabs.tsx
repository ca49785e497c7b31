import { ChevronDown } from 'lucide-react';
import { Tabs as Radix } from 'radix-ui';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Menu, MenuItem } from '../overlays/menu.tsx';
import { fittingTabs } from './tab-room.ts';
import styles from './tabs.module.css';

interface Tab<T extends string> {
  readonly value: NoInfer<T>;
  readonly label: ReactNode;
  readonly content: ReactNode;
}

/**
 * Several views of one thing, of which only the chosen one is rendered. Tabs without room are in a
 * menu after the others; the chosen one is always visible.
 */
export function Tabs<T extends string>(props: {
  label: string;
  value: T;
  tabs: readonly Tab<T>[];
  onChange(value: NoInfer<T>): void;
}) {
  const { tabs, value } = props;
  const { bar, shown } = useRoom(tabs, value);
  const visible = tabs.filter((tab) => shown.includes(tab.value));
  const others = tabs.filter((tab) => !shown.includes(tab.value));
  return (
    <Radix.Root
      value={value}
      onValueChange={(next) => {
        const chosen = tabs.find((tab) => tab.value === next);
        if (chosen) props.onChange(chosen.value);
      }}
    >
      <div ref={bar} className={styles.bar}>
        <Radix.List aria-label={props.label} className={styles.list}>
          {visible.map((tab) => (
            <Radix.Trigger
              key={tab.value}
              value={tab.value}
              data-tab={tab.value}
              className={styles.tab}
            >
              {tab.label}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {others.length === 0 ? null : (
          <Menu
            align="end"
            trigger={
              <button type="button" className={styles.more}>
                More
                <ChevronDown size={13} />
              </button>
            }
          >
            {others.map((tab) => (
              <MenuItem key={tab.value} onSelect={() => props.onChange(tab.value)}>
                {tab.label}
              </MenuItem>
            ))}
          </Menu>
        )}
      </div>
      {visible.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className={styles.panel}>
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}

/**
 * The tabs that fit. Their widths are measured when the tabs change, and the choice is made again
 * for every width of the row.
 */
function useRoom<T extends string>(tabs: readonly Tab<T>[], value: T) {
  const bar = useRef<HTMLDivElement>(null);
  const widths = useRef<ReadonlyMap<string, number> | null>(null);
  const [roomPx, setRoomPx] = useState<number | null>(null);
  const names = tabs.map((tab) => `${tab.value} ${wordsOf(tab.label)}`).join('\n');
  const [measuredAs, setMeasuredAs] = useState<string | null>(null);
  const isMeasured = measuredAs === names;
  useLayoutEffect(() => {
    if (isMeasured || bar.current === null) return;
    const all = bar.current.querySelectorAll<HTMLElement>('[data-tab]');
    widths.current = new Map(
      [...all].map((tab) => [tab.dataset.tab ?? '', tab.getBoundingClientRect().width]),
    );
    setRoomPx(bar.current.clientWidth);
    setMeasuredAs(names);
  }, [isMeasured, names]);
  useEffect(() => {
    const element = bar.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setRoomPx(element.clientWidth));
    observer.observe(element);
    // A font that loads late makes the names wider.
    const forget = () => setMeasuredAs(null);
    document.fonts.addEventListener('loadingdone', forget);
    return () => {
      observer.disconnect();
      document.fonts.removeEventListener('loadingdone', forget);
    };
  }, []);
  const all = tabs.map((tab) => tab.value);
  const sizes = all.map((name) => widths.current?.get(name) ?? 0);
  const shown =
    isMeasured && roomPx !== null
      ? fittingTabs(sizes, roomPx, all.indexOf(value)).flatMap((index) => all[index] ?? [])
      : all;
  return { bar, shown };
}

function wordsOf(label: ReactNode): string {
  return typeof label === 'string' || typeof label === 'number' ? String(label) : '';
}
