import type { TimelinePart } from '../../common/contract/index.ts';
import { OWNER_INFO, partInfo } from '../../common/rules/timeline/timeline-parts.ts';
import { formatMs } from '../format/time-format.ts';
import styles from './part-card.module.css';

/** Explains a part, its owner, and how to shorten it. */
export function PartCard(props: { part: TimelinePart; ms: number; totalMs: number | null }) {
  const { part, ms, totalMs } = props;
  const info = partInfo(part);
  return (
    <span className={styles.card}>
      <span className={styles.head}>
        <b>{info.label}</b>
        <span>
          {formatMs(ms)}
          {totalMs === null || totalMs === 0 ? '' : ` · ${Math.round((ms / totalMs) * 100)} %`}
        </span>
      </span>
      <span>{info.what}</span>
      <span className={styles.owner}>Owner: {OWNER_INFO[part.owner].label}</span>
      <span>To shorten it: {info.shorten}</span>
    </span>
  );
}
