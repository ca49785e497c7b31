import styles from './operations.module.css';

/** Words of help; what stands between backticks is code. */
export function HelpText(props: { text: string }) {
  // Every other piece stands between a pair.
  return props.text.split('`').map((piece, at) => {
    const key = `${at}`;
    return at % 2 === 0 ? (
      <span key={key}>{piece}</span>
    ) : (
      <code key={key} className={styles.code}>
        {piece}
      </code>
    );
  });
}
