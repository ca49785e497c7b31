import type { ReactNode } from 'react';
import type { DeliveryAttempt } from '../../../common/contract/index.ts';
import { formatDuration, formatMs } from '../../format/time-format.ts';
import { Button } from '../../ui/button.tsx';
import { Code } from '../../ui/code.tsx';
import { CopyIcon } from '../../ui/copy.tsx';
import { Mono, Tag } from '../../ui/labels.tsx';
import { openClinic } from '../inspector-store.ts';
import styles from './attempt-tabs.module.css';
import { BodyView } from './body-view.tsx';
import { HeaderTable } from './header-table.tsx';

export function RequestTab(props: { attempt: DeliveryAttempt }) {
  const { attempt } = props;
  return (
    <div className={styles.tab}>
      <p className={styles.url}>
        <b>{attempt.method}</b> <Mono>{attempt.url}</Mono>
      </p>
      {attempt.fault === null ? null : (
        <p>
          <Tag tone="warn">fault</Tag> {attempt.fault}
        </p>
      )}
      <BodyView body={attempt.requestBody} />
      <HeaderTable label="Request headers" headers={attempt.requestHeaders} />
    </div>
  );
}

/** Shows how the signature is computed, so that a handler's mistake can be found by comparing. */
export function SignatureTab(props: { deliveryId: string; attempt: DeliveryAttempt }) {
  const { signature } = props.attempt;
  if (signature === null) {
    return <p className={styles.none}>Nothing was signed: there is no secret for this delivery.</p>;
  }
  return (
    <div className={styles.tab}>
      <div className={styles.checked}>
        <p>
          {signature.ok
            ? 'Checked independently from the bytes that were sent: it is right.'
            : (signature.reason ?? 'It is wrong.')}
        </p>
        <Button onClick={() => openClinic(props.deliveryId)}>
          {signature.ok ? 'My handler refuses it' : 'Find the cause'}
        </Button>
      </div>
      <section>
        <h3 className={styles.title}>Secret it was signed with</h3>
        <Code>{signature.maskedSecret}</Code>
      </section>
      <Labelled label="X-Webhook-Signature, as sent" copy={signature.sent ?? ''}>
        <Code>{signature.sent ?? 'none'}</Code>
      </Labelled>
      <Labelled
        label="Expected: sha256= + HMAC-SHA256(secret, signed string), in hex"
        copy={signature.expected}
      >
        <Code>{signature.expected}</Code>
      </Labelled>
      <Labelled
        label="Signed string: X-Webhook-Timestamp + “.” + raw body"
        copy={signature.signedString}
      >
        <Code>{signature.signedString}</Code>
      </Labelled>
    </div>
  );
}

function Labelled(props: { label: string; copy: string; children: ReactNode }) {
  return (
    <section>
      <h3 className={styles.title}>
        {props.label}
        <CopyIcon text={props.copy} label="Copy" />
      </h3>
      {props.children}
    </section>
  );
}

const STEPS = [
  ['dnsMs', 'Name resolved'],
  ['connectedMs', 'Connected'],
  ['sentMs', 'Request sent'],
  ['firstByteMs', 'Response headers'],
  ['endMs', 'Last byte'],
] as const;

/** The attempt as a waterfall. */
export function TimingTab(props: { attempt: DeliveryAttempt }) {
  const { timing } = props.attempt;
  if (timing === null) return <p className={styles.none}>It never came to sending.</p>;
  const totalMs = Math.max(timing.endMs, 0.001);
  let fromMs = 0;
  return (
    <div className={styles.tab}>
      <dl className={styles.steps}>
        {STEPS.map(([key, label]) => {
          const atMs = timing[key];
          if (atMs === null) {
            return key === 'dnsMs' || key === 'connectedMs' ? null : (
              <div key={key}>
                <dt>{label}</dt>
                <dd className={styles.none}>never</dd>
              </div>
            );
          }
          const startMs = fromMs;
          fromMs = atMs;
          return (
            <div key={key}>
              <dt>{label}</dt>
              <dd>
                <span className={styles.track}>
                  <i
                    style={{
                      left: `${(startMs / totalMs) * 100}%`,
                      width: `max(2px, ${(Math.max(0, atMs - startMs) / totalMs) * 100}%)`,
                    }}
                  />
                </span>
                <b>{formatMs(Math.max(0, atMs - startMs))}</b>
              </dd>
            </div>
          );
        })}
      </dl>
      {timing.connectedMs === null ? (
        <p className={styles.none}>
          A kept-alive connection was used: nothing to resolve or connect.
        </p>
      ) : null}
      <p className={styles.none}>{formatDuration(timing.endMs)} in all.</p>
    </div>
  );
}
