import {
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type TextareaHTMLAttributes,
  useId,
} from 'react';
import { classNames } from '../../format/class-names.ts';
import styles from './field.module.css';

/** The attributes that connect a control with its label and the text below it. */
export interface FieldAria {
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
}

export interface FieldWords {
  label: string;
  /** The name by which code has it, small behind the label. */
  code?: string | undefined;
  hint?: ReactNode | undefined;
  /** Shown instead of the hint. */
  error?: string | undefined;
  /** Takes the full width in a form with several columns. */
  wide?: boolean;
}

/** A label, its control, and below it a hint or an error. */
export function Field(props: FieldWords & { children(id: string, aria: FieldAria): ReactNode }) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = props.error ?? props.hint;
  return (
    <div className={classNames(styles.field, props.wide && styles.wide)}>
      <label className={styles.label} htmlFor={id}>
        <FieldLabel label={props.label} code={props.code} />
      </label>
      {props.children(id, {
        ...(note === undefined ? {} : { 'aria-describedby': noteId }),
        ...(props.error === undefined ? {} : { 'aria-invalid': true }),
      })}
      {note === undefined ? null : (
        <span
          id={noteId}
          className={props.error === undefined ? styles.hint : styles.error}
          role={props.error === undefined ? undefined : 'alert'}
        >
          {note}
        </span>
      )}
    </div>
  );
}

export function FieldLabel(props: { label: string; code?: string | undefined }) {
  return (
    <>
      {props.label}
      {props.code === undefined ? null : <code className={styles.code}> {props.code}</code>}
    </>
  );
}

interface InputProps extends InputHTMLAttributes<HTMLInputElement> {
  mono?: boolean;
  ref?: Ref<HTMLInputElement>;
}

interface AreaProps extends TextareaHTMLAttributes<HTMLTextAreaElement> {
  mono?: boolean;
  ref?: Ref<HTMLTextAreaElement>;
}

/** A field for one line of text. */
export function TextField(props: FieldWords & InputProps & { onText(text: string): void }) {
  const { label, code, hint, error, wide = false, onText, ...rest } = props;
  return (
    <Field label={label} code={code} hint={hint} error={error} wide={wide}>
      {(id, aria) => (
        <TextInput {...rest} id={id} {...aria} onChange={(event) => onText(event.target.value)} />
      )}
    </Field>
  );
}

/** A field for several lines of text. */
export function TextAreaField(props: FieldWords & AreaProps & { onText(text: string): void }) {
  const { label, code, hint, error, wide = false, onText, ...rest } = props;
  return (
    <Field label={label} code={code} hint={hint} error={error} wide={wide}>
      {(id, aria) => (
        <TextArea {...rest} id={id} {...aria} onChange={(event) => onText(event.target.value)} />
      )}
    </Field>
  );
}

export function TextInput(props: InputProps) {
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

export function TextArea(props: AreaProps) {
  const { mono, className, ...rest } = props;
  return (
    <textarea
      {...rest}
      className={classNames(styles.input, styles.area, mono && styles.mono, className)}
    />
  );
}

/**
 * A field for a number within a range, for the mouse and the arrow keys, with its value in words
 * beside it.
 */
export function RangeField(
  props: FieldWords & {
    value: number;
    min: number;
    max: number;
    step: number;
    /** The value in words. */
    said: string;
    onChange(value: number): void;
  },
) {
  const { label, hint, error, wide = false, said, onChange, ...rest } = props;
  return (
    <Field label={label} hint={hint} error={error} wide={wide}>
      {(id, aria) => (
        <span className={styles.range}>
          <input
            {...rest}
            {...aria}
            id={id}
            type="range"
            aria-valuetext={said}
            onChange={(event) => onChange(Number(event.target.value))}
          />
          <output>{said}</output>
        </span>
      )}
    </Field>
  );
}
