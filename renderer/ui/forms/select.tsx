import { Check, ChevronDown } from 'lucide-react';
import { Select as Radix } from 'radix-ui';
import { classNames } from '../../format/class-names.ts';
import { useServices } from '../../state/window-context.tsx';
import floating from '../overlays/floating.module.css';
import { Field, type FieldAria, type FieldWords } from './field.tsx';
import styles from './select.module.css';

interface Choices<T extends string> {
  value: T;
  options: readonly { readonly value: NoInfer<T>; readonly label: string }[];
  onChange(value: NoInfer<T>): void;
}

/** A field for one of many options. */
export function SelectField<T extends string>(props: FieldWords & Choices<T>) {
  const { label, code, hint, error, wide = false, value, options, onChange } = props;
  return (
    <Field label={label} code={code} hint={hint} error={error} wide={wide}>
      {(id, aria) => (
        <Select
          id={id}
          aria={aria}
          fill
          label={label}
          value={value}
          options={options}
          onChange={onChange}
        />
      )}
    </Field>
  );
}

interface SelectProps<T extends string> extends Choices<T> {
  label: string;
  /** The id that the label refers to. */
  id?: string;
  aria?: FieldAria;
  /** Fills the width of its container. */
  fill?: boolean;
  disabled?: boolean;
}

/** A choice between many options. */
export function Select<T extends string>(props: SelectProps<T>) {
  const { cspNonce } = useServices();
  return (
    <Radix.Root
      value={props.value}
      onValueChange={(value) => {
        const chosen = props.options.find((option) => option.value === value);
        if (chosen) props.onChange(chosen.value);
      }}
    >
      <Radix.Trigger
        id={props.id}
        {...props.aria}
        className={classNames(styles.trigger, props.fill && styles.fill)}
        aria-label={props.label}
        disabled={props.disabled ?? false}
      >
        <span className={styles.value}>
          <Radix.Value />
        </span>
        <ChevronDown size={14} />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          className={classNames(floating.floating, styles.content)}
          position="popper"
          sideOffset={4}
        >
          <Radix.Viewport nonce={cspNonce}>
            {props.options.map((option) => (
              <Radix.Item key={option.value} value={option.value} className={styles.item}>
                <Radix.ItemText>{option.label}</Radix.ItemText>
                <Radix.ItemIndicator>
                  <Check size={14} />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
