import { useState } from 'react';
import type { Diagnosis } from '../../../common/contract/index.ts';
import { useLive } from '../../state/live-store.ts';
import { showDelivery } from '../../state/view-store.ts';
import { useRun } from '../../state/window-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/forms/segmented.tsx';
import { Intro, Panel } from '../../ui/panel.tsx';
import { Spinner } from '../../ui/states.tsx';
import { openTool } from '../inspector-store.ts';
import { WebhookSelect } from '../webhook-select.tsx';
import { Certificate } from './certificate.tsx';
import { DiagnosisSteps } from './diagnosis-steps.tsx';
import styles from './doctor.module.css';

/** Sends a test event or a test turn, and reports step by step how the webhook handled it. */
export function Doctor() {
  const run = useRun();
  const agents = useLive((live) => live.state?.agents);
  const [agentId, setAgentId] = useState<string | null>(agents?.[0]?.id ?? null);
  const [as, setAs] = useState<'text' | 'voiceTurn'>('text');
  const [busy, setBusy] = useState(false);
  const [diagnosis, setDiagnosis] = useState<Diagnosis | null>(null);
  const check = async () => {
    setBusy(true);
    setDiagnosis(await run('webhook.diagnose', { as, ...(agentId === null ? {} : { agentId }) }));
    setBusy(false);
  };
  return (
    <Panel label="Doctor" width="narrow">
      <header className={styles.head}>
        <h2>Check my webhook</h2>
        <Intro>
          Sends one request to your server and walks through everything that can stand in the way.
          About a delivery that is already in the list, ask its “Why?” tab.
        </Intro>
      </header>
      <div className={styles.form}>
        <WebhookSelect value={agentId} onChange={setAgentId} />
        <Segmented
          label="What to send"
          value={as}
          options={[
            { value: 'text', label: 'A test text' },
            { value: 'voiceTurn', label: 'A test voice turn' },
          ]}
          onChange={setAs}
        />
        <Button tone="primary" busy={busy} onClick={() => void check()}>
          Check it
        </Button>
        {busy ? <Spinner label="Checking" /> : null}
      </div>
      {diagnosis === null ? null : (
        <>
          <DiagnosisSteps diagnosis={diagnosis} />
          {diagnosis.steps.some(({ check, state }) => check === 'secure' && state === 'problem') ? (
            <Certificate key={agentId} agentId={agentId} />
          ) : null}
          {diagnosis.deliveryId === null ? null : (
            <div>
              <Button
                onClick={() => {
                  openTool(null);
                  showDelivery(diagnosis.deliveryId);
                }}
              >
                Show the request it sent
              </Button>
            </div>
          )}
        </>
      )}
    </Panel>
  );
}
