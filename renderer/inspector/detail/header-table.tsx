import styles from './attempt-tabs.module.css';

/** Headers as they were on the wire. */
export function HeaderTable(props: {
  label: string;
  headers: readonly (readonly [string, string])[];
}) {
  if (props.headers.length === 0) return null;
  return (
    <section>
      <h3 className={styles.title}>{props.label}</h3>
      <dl className={styles.headers}>
        {props.headers.map(([name, value]) => (
          <div key={name + value}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
