import { type ReactNode, useState } from 'react';
import type { SignatureProbe, WebhookTrial } from '../../common/contract/index.ts';
import { formatDuration } from '../format/time-format.ts';
import { useLive } from '../state/live-store.ts';
import { showDelivery } from '../state/view-store.ts';
import { useRun } from '../state/window-context.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Spinner } from '../ui/states.tsx';
import { VerdictLine } from '../ui/verdict.tsx';
import { whose } from './use-webhook.ts';
import { type WebhookSign, webhookSign } from './webhook-sign.ts';
import styles from './webhooks.module.css';

/**
 * Checks whether the server behind a webhook accepts valid requests, and refuses those with a wrong
 * signature.
 */
export function WebhookCheck(props: { agentId: string | null; url: string }) {
  const { agentId, url } = props;
  const run = useRun();
  const deliveries = useLive((live) => live.state?.deliveries);
  const [busy, setBusy] = useState(false);
  const [trial, setTrial] = useState<WebhookTrial | null>(null);
  const [probe, setProbe] = useState<SignatureProbe | null>(null);
  const during = async (work: () => Promise<void>) => {
    setBusy(true);
    await work();
    setBusy(false);
  };
  const sign = webhookSign(deliveries ?? [], url);
  return (
    <div className={styles.check}>
      <div className={styles.actions}>
        <Button
          busy={busy}
          onClick={() =>
            void during(async () => setTrial(await run('webhook.test', whose(agentId))))
          }
        >
          Send a test
        </Button>
        <Button
          busy={busy}
          onClick={() =>
            void during(async () => setProbe(await run('signature.probe', whose(agentId))))
          }
        >
          Check with forged ones
        </Button>
        {busy ? <Spinner label="Waiting for your server" /> : null}
      </div>
      {trial === null ? null : <TrialResult trial={trial} />}
      {probe === null ? null : <ProbeResult probe={probe} />}
      <Sign sign={sign} />
    </div>
  );
}

function TrialResult({ trial }: { trial: WebhookTrial }) {
  const took = formatDuration(trial.responseMs);
  return (
    <Told deliveryId={trial.deliveryId}>
      {trial.success ? (
        <VerdictLine
          tone="ok"
          headline={`Your server took the test: ${trial.httpStatus} after ${took}`}
        />
      ) : (
        <VerdictLine
          tone="bad"
          headline={
            isDisbelief(trial.httpStatus)
              ? `Your server refused the test with ${trial.httpStatus}`
              : 'The test did not arrive, or not well'
          }
          detail={isDisbelief(trial.httpStatus) ? OTHER_SECRET : (trial.error ?? '')}
        />
      )}
    </Told>
  );
}

function ProbeResult({ probe }: { probe: SignatureProbe }) {
  return (
    <VerdictLine
      tone={probe.ok ? 'ok' : 'bad'}
      headline={probe.ok ? 'It believes only what is signed right' : 'Its signature check fails'}
      detail={[probe.detail, probe.ok ? null : probe.fix].filter(Boolean).join(' ')}
    />
  );
}

const OTHER_SECRET =
  'Most often it holds another secret: copy the one above into its environment, and start it again.';

function isDisbelief(status: number | null): boolean {
  return status === 401 || status === 403;
}

/** The result of the newest event that was not a test. */
function Sign({ sign }: { sign: WebhookSign }) {
  switch (sign.kind) {
    case 'none':
      return (
        <VerdictLine
          tone="warn"
          headline="Waiting for the first event"
          detail="Call or text the agent."
        />
      );
    case 'underWay':
      return (
        <Told deliveryId={sign.delivery.id}>
          <VerdictLine tone="warn" headline="A delivery is under way" />
        </Told>
      );
    case 'taken':
      return (
        <Told deliveryId={sign.delivery.id}>
          <VerdictLine
            tone="ok"
            headline={`Your server took its newest delivery: ${sign.delivery.httpStatus}`}
            detail="Whether it would refuse a forged one, only forged ones tell."
          />
        </Told>
      );
    case 'refused':
      return (
        <Told deliveryId={sign.delivery.id}>
          <VerdictLine
            tone="bad"
            headline={`Your server refused its newest delivery with ${sign.delivery.httpStatus}`}
            detail={OTHER_SECRET}
          />
        </Told>
      );
    case 'failed':
      return (
        <Told deliveryId={sign.delivery.id}>
          <VerdictLine
            tone="bad"
            headline="The newest delivery failed"
            detail={sign.delivery.error ?? ''}
          />
        </Told>
      );
  }
}

function Told(props: { deliveryId: string; children: ReactNode }) {
  return (
    <div className={styles.told}>
      {props.children}
      <LinkButton onClick={() => showDelivery(props.deliveryId)}>Look at it</LinkButton>
    </div>
  );
}
