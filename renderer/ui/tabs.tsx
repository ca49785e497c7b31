import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import styles from './tabs.module.css';

/** Several views of one thing; only the chosen one is built. */
export function Tabs<T extends string>(props: {
  label: string;
  value: T;
  tabs: readonly {
    readonly value: NoInfer<T>;
    readonly label: ReactNode;
    readonly content: ReactNode;
  }[];
  onChange(value: NoInfer<T>): void;
}) {
  return (
    <Radix.Root
      value={props.value}
      onValueChange={(value) => {
        const chosen = props.tabs.find((tab) => tab.value === value);
        if (chosen) props.onChange(chosen.value);
      }}
    >
      <Radix.List aria-label={props.label} className={styles.list}>
        {props.tabs.map((tab) => (
          <Radix.Trigger key={tab.value} value={tab.value} className={styles.tab}>
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {props.tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className={styles.panel}>
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
