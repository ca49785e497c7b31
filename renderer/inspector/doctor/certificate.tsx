import { useState } from 'react';
import type { WebhookCertificate } from '../../../common/contract/index.ts';
import { useRun } from '../../state/window-context.tsx';
import { Button } from '../../ui/button.tsx';
import styles from './doctor.module.css';

/** Shows the server's certificate, and lets a person trust it for this webhook. */
export function Certificate(props: { agentId: string | null }) {
  const run = useRun();
  const [shown, setShown] = useState<WebhookCertificate | null>(null);
  const whose = props.agentId === null ? {} : { agentId: props.agentId };
  const look = async () => setShown(await run('webhook.certificate', whose));
  const trust = async (fingerprint: string | null) => {
    const answer = await run('webhook.trust', { ...whose, fingerprint });
    if (answer !== null) setShown(answer);
  };
  if (shown === null) {
    return (
      <div>
        <Button onClick={() => void look()}>Look at its certificate</Button>
      </div>
    );
  }
  return (
    <section className={styles.certificate} aria-label="Certificate">
      <dl>
        <dt>For</dt>
        <dd>{shown.subject}</dd>
        <dt>By</dt>
        <dd>{shown.issuer}</dd>
        <dt>Until</dt>
        <dd>{shown.validTo.slice(0, 10)}</dd>
        <dt>SHA-256</dt>
        <dd>
          <code>{shown.fingerprint}</code>
        </dd>
      </dl>
      {shown.trusted ? (
        <Button onClick={() => void trust(null)}>Trust it no more</Button>
      ) : (
        <Button onClick={() => void trust(shown.fingerprint)}>
          Trust this certificate for this webhook
        </Button>
      )}
      <p role="status">
        {shown.trusted
          ? 'It is trusted for this server alone, on this computer. Check the webhook again.'
          : 'Trust it only if you made it yourself and the fingerprint is the one you know.'}
      </p>
    </section>
  );
}
