import { ToggleGroup } from 'radix-ui';
import type { ReactNode } from 'react';
import styles from './segmented.module.css';

/** A choice between a few options that are all visible. */
export function Segmented<T extends string>(props: {
  label: string;
  value: T;
  options: readonly { readonly value: NoInfer<T>; readonly label: ReactNode }[];
  onChange(value: NoInfer<T>): void;
}) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={props.label}
      className={styles.group}
      value={props.value}
      onValueChange={(value) => {
        const chosen = props.options.find((option) => option.value === value);
        if (chosen) props.onChange(chosen.value);
      }}
    >
      {props.options.map((option) => (
        <ToggleGroup.Item key={option.value} value={option.value} className={styles.item}>
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
