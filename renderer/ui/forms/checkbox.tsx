import { Check } from 'lucide-react';
import { Checkbox as Radix } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import styles from './field.module.css';

export function Checkbox(props: {
  checked: boolean;
  onChange(checked: boolean): void;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <span className={styles.check}>
      <Radix.Root
        id={id}
        className={styles.box}
        checked={props.checked}
        onCheckedChange={(checked) => props.onChange(checked === true)}
      >
        <Radix.Indicator asChild>
          <Check size={12} strokeWidth={3} />
        </Radix.Indicator>
      </Radix.Root>
      <label htmlFor={id}>{props.children}</label>
    </span>
  );
}
