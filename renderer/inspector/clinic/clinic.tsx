import { useState } from 'react';
import type { DeliverySummary } from '../../../common/contract/index.ts';
import { Segmented } from '../../ui/forms/segmented.tsx';
import { Intro, Panel } from '../../ui/panel.tsx';
import { useInspector } from '../inspector-store.ts';
import styles from './clinic.module.css';
import { ExplainForm } from './explain-form.tsx';
import { ProbePanel } from './probe-panel.tsx';

/** Why a signature does not fit, and what to do about it. */
export function Clinic(props: { chosen: DeliverySummary | null }) {
  const [way, setWay] = useState<'explain' | 'probe'>('explain');
  const sourceId = useInspector((inspector) => inspector.clinicSourceId);
  return (
    <Panel label="Signature clinic">
      <header className={styles.head}>
        <div>
          <h2>Signature clinic</h2>
          <Intro>
            {way === 'explain'
              ? 'Names why a signature does not fit, down to the byte, and how to fix it.'
              : 'Sends your handler requests signed right and wrong, and reads its mistake from what it accepts.'}
          </Intro>
        </div>
        <Segmented
          label="Way"
          value={way}
          options={[
            { value: 'explain', label: 'A request' },
            { value: 'probe', label: 'My handler' },
          ]}
          onChange={setWay}
        />
      </header>
      {way === 'explain' ? (
        <ExplainForm key={sourceId ?? 'none'} sourceId={sourceId} chosen={props.chosen} />
      ) : (
        <ProbePanel />
      )}
    </Panel>
  );
}
