import styles from './key-list.module.css';
import { Kbd } from './labels.tsx';

/** Keys and what they do, for a dialog that lists them. */
export interface KeyDescription {
  readonly keys: readonly string[];
  readonly does: string;
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
