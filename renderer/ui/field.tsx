import { Check } from 'lucide-react';
import { Checkbox as Radix } from 'radix-ui';
import {
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type TextareaHTMLAttributes,
  useId,
} from 'react';
import { classNames } from './class-names.ts';
import styles from './field.module.css';

/** A label, its control and a hint under it. */
export function Field(props: { label: string; hint?: ReactNode; children(id: string): ReactNode }) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {props.label}
      </label>
      {props.children(id)}
      {props.hint === undefined ? null : <span className={styles.hint}>{props.hint}</span>}
    </div>
  );
}

export function TextInput(
  props: InputHTMLAttributes<HTMLInputElement> & {
    mono?: boolean;
    ref?: Ref<HTMLInputElement>;
  },
) {
  const { mono, className, ...rest } = props;
  return (
    <input
      autoComplete="off"
      spellCheck={false}
      {...rest}
      className={classNames(styles.input, mono && styles.mono, className)}
    />
  );
}

export function TextArea(
  props: TextareaHTMLAttributes<HTMLTextAreaElement> & {
    mono?: boolean;
    ref?: Ref<HTMLTextAreaElement>;
  },
) {
  const { mono, className, ...rest } = props;
  return (
    <textarea
      {...rest}
      className={classNames(styles.input, styles.area, mono && styles.mono, className)}
    />
  );
}

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
