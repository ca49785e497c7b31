import { Kbd } from '../labels.tsx';
import styles from './key-list.module.css';

/** Keys and what they do, for lists of keys. */
export interface KeyDescription {
  readonly keys: readonly string[];
  readonly does: string;
}

/** The keys of one part of the window, for the list of all keys. */
export interface KeyGroup {
  /** The part, for example `Timeline`. */
  readonly title: string;
  /** When they work. */
  readonly when: string;
  readonly keys: readonly KeyDescription[];
}

export function KeyList(props: { keys: readonly KeyDescription[] }) {
  return (
    <dl className={styles.list}>
      {props.keys.map(({ keys, does }) => (
        <div key={does} className={styles.row}>
          <dt>
            {keys.map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}
