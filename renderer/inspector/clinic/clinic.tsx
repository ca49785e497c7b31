import { useEffect, useRef, useState } from 'react';
import type { DeliverySummary } from '../../../common/contract/index.ts';
import { isExchange } from '../../../common/contract/lists/deliveries.ts';
import { useView } from '../../state/view-store.ts';
import { Segmented } from '../../ui/forms/segmented.tsx';
import { Intro, Panel } from '../../ui/panel.tsx';
import { useInspector } from '../inspector-store.ts';
import styles from './clinic.module.css';
import { ExplainForm } from './explain-form.tsx';
import { ProbePanel } from './probe-panel.tsx';

/** Explains why a signature does not match, and how to fix it. */
export function Clinic(props: { chosen: DeliverySummary | null }) {
  const [way, setWay] = useState<'explain' | 'probe'>('explain');
  const { chosen } = props;
  const sourceId = useInspector((inspector) => inspector.clinicSourceId);
  useTakeChosen(chosen);
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
        <ExplainForm key={sourceId ?? 'none'} sourceId={sourceId} chosen={chosen} />
      ) : (
        <ProbePanel />
      )}
    </Panel>
  );
}

/**
 * The clinic examines the delivery that was selected when it opened, and any that a person selects
 * later. A newer delivery that is selected automatically does not replace what a person is working
 * on.
 */
function useTakeChosen(chosen: DeliverySummary | null): void {
  const pickedId = useView((view) => view.deliveryId);
  const takenPick = useRef<string | null>(null);
  const isFit = chosen !== null && !isExchange(chosen) && chosen.attemptCount > 0;
  useEffect(() => {
    if (!isFit) return;
    const { clinicSourceId, clinicEmptied } = useInspector.getState();
    const isNewPick = pickedId === chosen.id && takenPick.current !== pickedId;
    if (!isNewPick && (clinicSourceId !== null || clinicEmptied)) return;
    takenPick.current = pickedId;
    useInspector.setState({ clinicSourceId: chosen.id, clinicEmptied: false });
  }, [isFit, chosen, pickedId]);
}
