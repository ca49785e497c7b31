import type { DeliveryDetail } from '../../../common/contract/index.ts';
import { Tag } from '../../ui/labels.tsx';
import { showAttempt } from '../inspector-store.ts';
import styles from './delivery-detail.module.css';

/** Edited copies have ids of their own; replays keep the id of their source. */
const COPY_PREFIX = 'copy_';

/** Which delivery a copy was made from, and what was changed. */
export function Origin(props: { delivery: DeliveryDetail; onCompare(): void }) {
  const { sourceId, override, kind, webhookId, attempts } = props.delivery;
  const fault = attempts.at(-1)?.fault ?? null;
  if (sourceId === null && override === null) return null;
  const changed = [
    ...(override?.body == null ? [] : ['body']),
    ...(override?.headers.length ? ['headers'] : []),
    ...(override?.url == null ? [] : ['address']),
  ];
  const what =
    override?.verbatim === true
      ? 'sent with its old timestamp and signature'
      : sourceId !== null && webhookId.startsWith(COPY_PREFIX)
        ? 'edited, under an X-Webhook-ID of its own'
        : fault !== null
          ? 'sent with a fault'
          : changed.length > 0
            ? `${listed(changed)} changed`
            : 'freshly signed';
  return (
    <p className={styles.origin}>
      {sourceId === null ? (
        <>
          <Tag tone="accent">edited</Tag> {what}
        </>
      ) : (
        <>
          <Tag tone="accent">copy</Tag>
          <button
            type="button"
            className={styles.link}
            onClick={() => {
              showAttempt(sourceId, null);
            }}
          >
            Show its source
          </button>
          <span>{what}</span>
          {kind === 'replay' ? (
            <button type="button" className={styles.link} onClick={props.onCompare}>
              What differs
            </button>
          ) : null}
        </>
      )}
    </p>
  );
}

function listed(words: readonly string[]): string {
  return words.length < 2
    ? (words[0] ?? '')
    : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
