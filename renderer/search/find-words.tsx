import type { LiveState, SearchItem } from '../../common/contract/index.ts';
import { Moment } from '../ui/moment.tsx';
import { Excerpt } from './excerpt.tsx';
import { findTitle } from './find.ts';
import styles from './find-words.module.css';

/** A search result in two lines: who and when, and the excerpt with the match. */
export function FindWords(props: { state: LiveState; find: SearchItem }) {
  const { state, find } = props;
  return (
    <span className={styles.words}>
      <span className={styles.head}>
        <span className={styles.title}>{findTitle(state, find)}</span>
        <small className={styles.when}>
          <Moment at={find.at} as="ago" />
        </small>
      </span>
      {find.excerpt.length === 0 ? null : (
        <small className={styles.excerpt}>
          <Excerpt parts={find.excerpt} />
        </small>
      )}
    </span>
  );
}
