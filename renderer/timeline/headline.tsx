import type { TimelineTurn } from '../../common/contract/index.ts';
import { spokenDuration } from '../../common/rules/timeline/spoken-duration.ts';
import {
  budgetVerdict,
  CUT_BY,
  isUnheard,
  silenceOverMs,
  unheardVerdict,
} from '../../common/rules/timeline/timeline-budget.ts';
import { OWNER_INFO, partInfo, partMs } from '../../common/rules/timeline/timeline-parts.ts';
import { formatMs } from '../format/time-format.ts';
import { useTimeline } from '../state/timeline-store.ts';
import { Num, Tag } from '../ui/labels.tsx';
import styles from './timeline-panel.module.css';

/** The turn, its wait, the silence after it, and which part exceeded the budget. */
export function Headline(props: { turn: TimelineTurn | null }) {
  const { turn } = props;
  const budgetMs = useTimeline((store) => store.budgetMs);
  const silenceBudgetMs = useTimeline((store) => store.silenceBudgetMs);
  if (turn === null) return <b className={styles.name}>Timeline</b>;
  const silenceOver = silenceOverMs(turn, silenceBudgetMs);
  const silent =
    silenceOver > 0 ? <Tag tone="bad">{spokenDuration(silenceOver)} over: silence</Tag> : null;
  if (turn.index === 0) {
    return (
      <>
        <b className={styles.name}>Greeting</b>
        {silent}
      </>
    );
  }
  const waitMs = turn.responseLatencyMs;
  const verdict = budgetVerdict(turn, budgetMs);
  const unheard = isUnheard(turn, budgetMs) ? unheardVerdict(turn, budgetMs) : null;
  const over = verdict !== null && verdict.overMs > 0;
  return (
    <>
      <b className={styles.name}>Turn {turn.index}</b>
      <span className={styles.wait}>
        <span className={styles.words}>caller stopped → caller heard:</span>{' '}
        <Num>
          {waitMs !== null ? formatMs(waitMs) : turn.outcome === null ? 'nothing yet' : 'never'}
        </Num>
        {turn.resumedAtMs === null ? null : (
          <>
            , then <Num>{spokenDuration(turn.longestSilenceMs)}</Num> of silence
          </>
        )}
      </span>
      {unheard === null ? null : (
        <Tag
          tone="bad"
          title={`${partInfo(unheard.part).label}: ${formatMs(partMs(unheard.part))}`}
        >
          after {formatMs(unheard.waitedMs)}: {OWNER_INFO[unheard.owner].label}
        </Tag>
      )}
      {verdict === null ? null : over ? (
        <Tag
          tone="bad"
          title={`${Math.round(verdict.ownerShare * 100)} % of the wait: ${OWNER_INFO[verdict.owner].label}`}
        >
          {formatMs(verdict.overMs)} over: {partInfo(verdict.part).label.toLowerCase()}
        </Tag>
      ) : silent === null ? (
        <Tag tone="ok">within {formatMs(budgetMs)}</Tag>
      ) : null}
      {silent}
      {turn.cutBy === null ? null : <Tag tone="warn">{CUT_BY[turn.cutBy]}</Tag>}
      {isUnheard(turn, budgetMs) ? (
        <Tag tone="bad">{turn.outcome === 'failed' ? 'failed: silence' : 'silence'}</Tag>
      ) : null}
    </>
  );
}
