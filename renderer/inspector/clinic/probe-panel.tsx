import { Check, X } from 'lucide-react';
import { useState } from 'react';
import type { SignatureProbe } from '../../../common/contract/index.ts';
import { useLive } from '../../state/live-store.ts';
import { useRun } from '../../state/window-context.tsx';
import { Button } from '../../ui/button.tsx';
import { VisuallyHidden } from '../../ui/labels.tsx';
import { Intro } from '../../ui/panel.tsx';
import { Spinner } from '../../ui/states.tsx';
import { showCopy } from '../actions/use-actions.ts';
import { WebhookSelect } from '../webhook-select.tsx';
import styles from './clinic.module.css';
import { Findings } from './findings.tsx';

/** Finds a mistake in a handler by sending it requests, without seeing its code. */
export function ProbePanel() {
  const run = useRun();
  const agents = useLive((live) => live.state?.agents);
  const [agentId, setAgentId] = useState<string | null>(agents?.[0]?.id ?? null);
  const [busy, setBusy] = useState(false);
  const [probe, setProbe] = useState<SignatureProbe | null>(null);
  const start = async () => {
    setBusy(true);
    setProbe(await run('signature.probe', agentId === null ? {} : { agentId }));
    setBusy(false);
  };
  return (
    <div className={styles.form}>
      <div className={styles.sources}>
        <WebhookSelect value={agentId} onChange={setAgentId} />
        <Button tone="primary" busy={busy} onClick={() => void start()}>
          Probe it
        </Button>
        {busy ? <Spinner label="Probing" /> : null}
      </div>
      {probe === null ? (
        <Intro>
          Test events go to your server: one signed right, others as the known mistakes would expect
          them. They are listed with the other deliveries.
        </Intro>
      ) : (
        <>
          <Findings finding={probe} healthy="This handler verifies well" />
          <Tried tried={probe.tried} />
        </>
      )}
    </div>
  );
}

function Tried(props: { tried: SignatureProbe['tried'] }) {
  const { tried } = props;
  return (
    <div className={styles.scroll}>
      <table className={styles.tried}>
        <caption>What was tried</caption>
        <thead>
          <tr>
            <th scope="col">Request</th>
            <th scope="col">Should be</th>
            <th scope="col">Was</th>
            <th scope="col">Status</th>
            <th scope="col">
              <VisuallyHidden>Request</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {tried.map((attempt) => {
            const right = attempt.accepted === attempt.shouldAccept;
            const Icon = right ? Check : X;
            return (
              <tr key={attempt.deliveryId} data-right={right}>
                <td>{attempt.variant}</td>
                <td>{attempt.shouldAccept ? 'accepted' : 'refused'}</td>
                <td>
                  <span className={styles.was}>
                    <Icon size={13} strokeWidth={2.4} aria-hidden="true" />
                    {attempt.accepted ? 'accepted' : 'refused'}
                  </span>
                </td>
                <td>{attempt.status ?? 'no answer'}</td>
                <td>
                  <Button
                    tone="quiet"
                    className={styles.show}
                    onClick={() => showCopy(attempt.deliveryId)}
                  >
                    Show
                  </Button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
