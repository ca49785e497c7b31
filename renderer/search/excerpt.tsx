import styles from './excerpt.module.css';

/** A part of a longer text, with the matches marked. */
export function Excerpt(props: { parts: readonly { text: string; hit: boolean }[] }) {
  return (
    <span className={styles.excerpt}>
      {props.parts.map(({ text, hit }, index) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts are one text, and have no order of their own
        hit ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
      )}
    </span>
  );
}
