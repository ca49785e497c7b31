import type { DeliverySummary } from '../../../common/contract/index.ts';
import { showDelivery, showWhy } from '../../state/view-store.ts';
import { Tag } from '../../ui/labels.tsx';
import { Moment } from '../../ui/moment.tsx';
import styles from './bubble.module.css';
import type { DeliveryState } from './delivery-state.ts';

/** How the user's server was notified of a text. */
export interface TextDelivery {
  readonly delivery: DeliverySummary;
  readonly state: DeliveryState;
  /** The delivery that has to finish first. */
  readonly blocker: DeliverySummary | null;
}

/** Why the server did not answer, with a link to the diagnosis. */
export function DeliveryProblem({ told }: { told: TextDelivery }) {
  const { delivery, blocker } = told;
  const { problem } = told.state;
  if (problem === null) return null;
  return (
    <span className={styles.problem}>
      <Tag tone={problem.tone}>{problem.tag}</Tag>
      <span>
        {problem.reason}
        {problem.againAt === null ? null : (
          <>
            : <Moment at={problem.againAt} as="day" />.
          </>
        )}{' '}
        {blocker === null ? null : (
          <>
            <button type="button" className={styles.link} onClick={() => showDelivery(blocker.id)}>
              Show that one
            </button>{' '}
          </>
        )}
        <button type="button" className={styles.link} onClick={() => showWhy(delivery.id)}>
          Why?
        </button>
      </span>
    </span>
  );
}
