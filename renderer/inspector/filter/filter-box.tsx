import { CircleAlert, X } from 'lucide-react';
import { type KeyboardEvent, type Ref, useEffect, useId, useRef, useState } from 'react';
import type { OperationOutput } from '../../../common/contract/index.ts';
import { classNames } from '../../format/class-names.ts';
import { useServices } from '../../state/window-context.tsx';
import { IconButton } from '../../ui/button.tsx';
import { TextInput } from '../../ui/forms/field.tsx';
import styles from './filter-box.module.css';

type Help = OperationOutput<'delivery.suggest'>;

const NO_HELP: Help = { suggestions: [], meaning: '', valid: true };

/** Where a filter is typed: how it can go on, and what it means so far, in plain words. */
export function FilterBox(props: {
  value: string;
  label: string;
  placeholder?: string;
  /** A pill in a header instead of a field in a form. */
  pill?: boolean;
  id?: string;
  ref?: Ref<HTMLInputElement>;
  onChange(value: string): void;
}) {
  const { value, onChange } = props;
  const { control } = useServices();
  const listId = useId();
  const input = useRef<HTMLInputElement | null>(null);
  const [open, setOpen] = useState(false);
  const [cursor, setCursor] = useState<number | null>(null);
  const [chosen, setChosen] = useState(-1);
  const [help, setHelp] = useState<Help>(NO_HELP);

  useEffect(() => {
    if (!open) return;
    const abort = new AbortController();
    control
      .run(
        'delivery.suggest',
        { filter: value, ...(cursor === null ? {} : { cursor }) },
        abort.signal,
      )
      .then(
        (answer) => {
          setHelp(answer);
          setChosen(-1);
        },
        () => {
          if (!abort.signal.aborted) setHelp(NO_HELP);
        },
      );
    return () => abort.abort();
  }, [control, value, cursor, open]);

  const take = (index: number) => {
    const suggestion = help.suggestions[index];
    if (suggestion === undefined) return;
    const next = value.slice(0, suggestion.from) + suggestion.text + value.slice(suggestion.to);
    const end = suggestion.from + suggestion.text.length;
    onChange(next);
    setCursor(end);
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(end, end);
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { length } = help.suggestions;
    if (event.key === 'ArrowDown' && length > 0) {
      setOpen(true);
      setChosen((chosen + 1) % length);
    } else if (event.key === 'ArrowUp' && length > 0) {
      setChosen((chosen <= 0 ? length : chosen) - 1);
    } else if (event.key === 'Enter' && open && chosen >= 0) {
      take(chosen);
    } else if (event.key === 'Enter') {
      setOpen(false);
      return;
    } else if (event.key === 'Escape' && open) {
      setOpen(false);
    } else if (event.key === 'Escape' && props.pill && value !== '') {
      onChange('');
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const shown = open && (help.suggestions.length > 0 || help.meaning !== '');
  return (
    <div className={classNames(styles.box, props.pill && styles.pill)}>
      <TextInput
        ref={(element) => {
          input.current = element;
          const { ref } = props;
          if (typeof ref === 'function') ref(element);
          else if (ref) ref.current = element;
        }}
        id={props.id}
        mono={!props.pill}
        role="combobox"
        aria-expanded={shown}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={chosen < 0 ? undefined : `${listId}-${chosen}`}
        aria-label={props.label}
        aria-invalid={!help.valid}
        maxLength={500}
        value={value}
        placeholder={props.placeholder}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onSelect={(event) => setCursor(event.currentTarget.selectionStart)}
        onChange={(event) => {
          setOpen(true);
          setCursor(event.target.selectionStart);
          onChange(event.target.value);
        }}
        onKeyDown={onKeyDown}
      />
      {props.pill && value !== '' ? (
        <span className={styles.clear}>
          <IconButton
            label="Clear the filter"
            onClick={() => {
              onChange('');
              input.current?.focus();
            }}
          >
            <X size={13} />
          </IconButton>
        </span>
      ) : null}
      {shown ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: a press inside must not take the focus
        <div className={styles.popup} onMouseDown={(event) => event.preventDefault()}>
          {help.meaning === '' ? null : (
            <p className={styles.meaning} data-valid={help.valid} role="status">
              {help.valid ? null : <CircleAlert size={13} />}
              {help.meaning}
            </p>
          )}
          {help.suggestions.length === 0 ? null : (
            <div id={listId} role="listbox" aria-label="Suggestions" className={styles.suggestions}>
              {help.suggestions.map((suggestion, index) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the input takes the keys
                <div
                  key={suggestion.text}
                  id={`${listId}-${index}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={index === chosen}
                  className={styles.suggestion}
                  onClick={() => take(index)}
                >
                  <code>{suggestion.text}</code>
                  <small>{suggestion.description}</small>
                </div>
              ))}
            </div>
          )}
        </div>
      ) : null}
    </div>
  );
}
