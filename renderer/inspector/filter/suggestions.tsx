import { CircleAlert } from 'lucide-react';
import { classNames } from '../../format/class-names.ts';
import floating from '../../ui/overlays/floating.module.css';
import styles from './filter-box.module.css';
import type { FilterHelp } from './use-filter-help.ts';

/** The list below the filter: its meaning so far, and how it can go on. */
export function Suggestions(props: {
  listId: string;
  help: FilterHelp;
  onTake(index: number): void;
}) {
  const { listId, help, onTake } = props;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a press inside must not take the focus
    <div
      className={classNames(floating.floating, styles.popup)}
      onMouseDown={(event) => event.preventDefault()}
    >
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
              aria-selected={index === help.chosen}
              className={styles.suggestion}
              onClick={() => onTake(index)}
            >
              <code>{suggestion.text}</code>
              <small>{suggestion.description}</small>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
