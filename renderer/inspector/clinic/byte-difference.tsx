import styles from './clinic.module.css';
import { splitAtDifference } from './split-difference.ts';

/** Two bodies around the first byte that differs. */
export function ByteDifference(props: { signed: string; given: string; at: number }) {
  const { same, left, right } = splitAtDifference(props.signed, props.given);
  return (
    <section>
      <h3 className={styles.label}>
        The first byte that differs is number {props.at} (counted from 0)
      </h3>
      <dl className={styles.difference}>
        <div>
          <dt>Signed</dt>
          <dd>
            {same}
            <mark data-side="signed">{visible(left.first)}</mark>
            {left.rest}
          </dd>
        </div>
        <div>
          <dt>Yours</dt>
          <dd>
            {same}
            <mark data-side="given">{visible(right.first)}</mark>
            {right.rest}
          </dd>
        </div>
      </dl>
    </section>
  );
}

/** Shows blanks and line breaks as symbols, so that such a difference can be seen. */
function visible(character: string): string {
  switch (character) {
    case '':
      return '∅ end';
    case ' ':
      return '␠';
    case '\n':
      return '⏎';
    case '\r':
      return '␍';
    case '\t':
      return '⇥';
    default:
      return character;
  }
}
