import styles from './table.module.css';

/** The heads of a table of figures. */
export function Heads(props: {
  columns: readonly string[];
  /** Additional heads, for columns with text instead of figures. */
  words?: readonly string[];
}) {
  return (
    <thead>
      <tr>
        {props.columns.map((name) => (
          <th key={name} scope="col">
            {name}
          </th>
        ))}
        {props.words?.map((name) => (
          <th key={name} scope="col" className={styles.words}>
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}
