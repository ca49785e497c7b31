import { Plus, X } from 'lucide-react';
import { classNames } from '../format/class-names.ts';
import { freshKey, type HeaderRow } from '../format/header-row.ts';
import { Button, IconButton } from './button.tsx';
import { TextInput } from './forms/field.tsx';
import styles from './header-rows.module.css';

/** Fields for HTTP headers, one row each. */
export function HeaderRows(props: {
  legend: string;
  rows: readonly HeaderRow[];
  /** Shown in the first field. */
  placeholder: string;
  className?: string | undefined;
  onChange(rows: readonly HeaderRow[]): void;
}) {
  const { rows, onChange } = props;
  const put = (index: number, change: Partial<HeaderRow>) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, ...change } : row)));
  return (
    <fieldset className={classNames(styles.rows, props.className)}>
      <legend>{props.legend}</legend>
      {rows.map((row, index) => (
        <div key={row.key} className={styles.row}>
          <TextInput
            mono
            value={row.name}
            aria-label={`Name of header ${index + 1}`}
            placeholder={props.placeholder}
            onChange={(event) => put(index, { name: event.target.value })}
          />
          <TextInput
            mono
            value={row.value}
            aria-label={`Value of header ${index + 1}`}
            onChange={(event) => put(index, { value: event.target.value })}
          />
          <IconButton
            label={`Remove header ${index + 1}`}
            onClick={() => onChange(rows.toSpliced(index, 1))}
          >
            <X size={14} />
          </IconButton>
        </div>
      ))}
      <Button
        tone="quiet"
        className={styles.add}
        onClick={() => onChange([...rows, { key: freshKey(rows, 'header'), name: '', value: '' }])}
      >
        <Plus size={14} />
        Add a header
      </Button>
    </fieldset>
  );
}
