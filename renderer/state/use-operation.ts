import { useCallback, useEffect, useState } from 'react';
import type {
  OperationName,
  OperationOutput,
  OperationRequest,
} from '../../common/contract/index.ts';
import { useFormRuns } from './form-runs.ts';
import { reportFailure, useServices } from './window-context.tsx';

export interface OperationData<N extends OperationName> {
  readonly data: OperationOutput<N> | null;
  /** Runs it again. The current data stays until the answer arrives. */
  reload(): Promise<void>;
  /** Replaces the data with the result of another operation. */
  setData(data: OperationOutput<N>): void;
}

/**
 * The result of a reading operation that runs when the component appears, and again after a form
 * changed something; null until then.
 */
export function useOperation<N extends OperationName>(
  name: N,
  input: OperationRequest<N>,
): OperationData<N> {
  const { control } = useServices();
  const [data, setData] = useState<OperationOutput<N> | null>(null);
  const runs = useFormRuns(({ count }) => count);
  const body = JSON.stringify(input);
  const load = useCallback(
    (signal?: AbortSignal) =>
      control.run(name, JSON.parse(body) as OperationRequest<N>, signal).then(
        (answer) => setData(answer),
        (error: unknown) => {
          if (!signal?.aborted) reportFailure(error);
        },
      ),
    [control, name, body],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: each run is a reason to read again
  useEffect(() => {
    const abort = new AbortController();
    void load(abort.signal);
    return () => abort.abort();
  }, [load, runs]);
  return { data, reload: load, setData };
}
