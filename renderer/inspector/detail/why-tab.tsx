import { useEffect, useState } from 'react';
import type { DeliveryDetail, Diagnosis } from '../../../common/contract/index.ts';
import { OperationError } from '../../state/control-client.ts';
import { useServices } from '../../state/window-context.tsx';
import { EmptyState, Spinner } from '../../ui/states.tsx';
import { DiagnosisSteps } from '../doctor/diagnosis-steps.tsx';

/**
 * Why the delivery did not arrive, or why there was silence. Loaded again whenever the delivery
 * changes.
 */
export function WhyTab(props: { delivery: DeliveryDetail }) {
  const { delivery } = props;
  const { control } = useServices();
  const [diagnosis, setDiagnosis] = useState<Diagnosis | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    control.run('delivery.diagnose', { id: delivery.id }, abort.signal).then(
      (answer) => {
        setDiagnosis(answer);
        setFailure(null);
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        setFailure(error instanceof OperationError ? error.message : String(error));
      },
    );
    return () => abort.abort();
  }, [control, delivery]);
  if (failure !== null) return <EmptyState title="It cannot be looked into">{failure}</EmptyState>;
  return diagnosis === null ? (
    <Spinner label="Looking into it" />
  ) : (
    <DiagnosisSteps diagnosis={diagnosis} />
  );
}
