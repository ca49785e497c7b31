import { X } from 'lucide-react';
import { type KeyboardEvent, type Ref, useId, useRef, useState } from 'react';
import { classNames } from '../../format/class-names.ts';
import { IconButton } from '../../ui/button.tsx';
import { TextInput } from '../../ui/forms/field.tsx';
import styles from './filter-box.module.css';
import { Suggestions } from './suggestions.tsx';
import { useFilterHelp } from './use-filter-help.ts';

interface FilterBoxProps {
  value: string;
  label: string;
  placeholder?: string;
  /** Looks like a pill, for a header, instead of a field in a form. */
  pill?: boolean;
  id?: string;
  ref?: Ref<HTMLInputElement>;
  onChange(value: string): void;
  /**
   * Called when the person clears the filter. By default, `onChange` is called with an empty text.
   */
  onClear?(): void;
}

/**
 * A field for a filter, with suggestions for how to go on and its meaning so far in plain words.
 */
export function FilterBox(props: FilterBoxProps) {
  const { value, pill = false } = props;
  const listId = useId();
  const input = useRef<HTMLInputElement | null>(null);
  const [open, setOpen] = useState(false);
  const [cursor, setCursor] = useState<number | null>(null);
  const help = useFilterHelp(value, cursor, open);
  const take = (index: number) => {
    const suggestion = help.suggestions[index];
    if (suggestion === undefined) return;
    const next = value.slice(0, suggestion.from) + suggestion.text + value.slice(suggestion.to);
    const end = suggestion.from + suggestion.text.length;
    props.onChange(next);
    setCursor(end);
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(end, end);
    });
  };
  const clear = props.onClear ?? (() => props.onChange(''));
  const { chosen } = help;
  const count = help.suggestions.length;
  const keys = { open, setOpen, chosen, count, choose: help.choose, take };
  const shown = open && (count > 0 || help.meaning !== '');
  return (
    <div className={classNames(styles.box, pill && styles.pill)}>
      <TextInput
        ref={(element) => {
          input.current = element;
          handOn(props.ref, element);
        }}
        id={props.id}
        mono={!pill}
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
          props.onChange(event.target.value);
        }}
        onKeyDown={(event) => actOnKey(event, keys, pill && value !== '' ? clear : null)}
      />
      {pill && value !== '' ? (
        <span className={styles.clear}>
          <IconButton
            label="Clear the filter"
            onClick={() => {
              clear();
              input.current?.focus();
            }}
          >
            <X size={13} />
          </IconButton>
        </span>
      ) : null}
      {shown ? <Suggestions listId={listId} help={help} onTake={take} /> : null}
    </div>
  );
}

/**
 * Arrow keys choose a suggestion, Enter takes it, and Escape closes the list, then clears the
 * field. The field handles all other keys.
 */
function actOnKey(
  event: KeyboardEvent,
  list: {
    readonly open: boolean;
    readonly chosen: number;
    readonly count: number;
    setOpen(open: boolean): void;
    choose(index: number): void;
    take(index: number): void;
  },
  clear: (() => void) | null,
): void {
  const { open, chosen, count } = list;
  if (event.key === 'ArrowDown' && count > 0) {
    list.setOpen(true);
    list.choose((chosen + 1) % count);
  } else if (event.key === 'ArrowUp' && count > 0) {
    list.choose((chosen <= 0 ? count : chosen) - 1);
  } else if (event.key === 'Enter' && open && chosen >= 0) {
    list.take(chosen);
  } else if (event.key === 'Enter') {
    list.setOpen(false);
    return;
  } else if (event.key === 'Escape' && open) {
    list.setOpen(false);
  } else if (event.key === 'Escape' && clear !== null) {
    clear();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

function handOn<T>(ref: Ref<T> | undefined, element: T | null): void {
  if (typeof ref === 'function') ref(element);
  else if (ref) ref.current = element;
}
