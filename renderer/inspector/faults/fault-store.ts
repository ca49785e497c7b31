import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import type { BreakpointView, FaultView } from '../../../common/contract/index.ts';
import type { ControlClient } from '../../state/control-client.ts';
import { useFormRuns } from '../../state/form-runs.ts';
import { useLive } from '../../state/live-store.ts';
import { after } from '../../state/window-clock.ts';
import { useServices } from '../../state/window-context.tsx';

interface FaultStore {
  readonly faults: readonly FaultView[];
  readonly breakpoints: readonly BreakpointView[];
}

/** What is set to go wrong, or to wait. Not part of the live state, so it is read when it may have changed. */
export const useFaults = create<FaultStore>(() => ({ faults: [], breakpoints: [] }));

/** Reads faults and breakpoints again. A failure leaves what is known: the next change asks again. */
export async function readFaults(control: ControlClient, signal?: AbortSignal): Promise<void> {
  try {
    const [faults, breakpoints] = await Promise.all([
      control.run('fault.list', {}, signal),
      control.run('breakpoint.list', {}, signal),
    ]);
    useFaults.setState({ faults: faults.items, breakpoints: breakpoints.items });
  } catch {
    // The banner of the lost connection says what there is to say.
  }
}

const AGAIN_MS = 1_000;

/** Keeps the counts of hits current while deliveries go out. */
export function useFaultUpdates(): void {
  const { control } = useServices();
  const deliveries = useLive((live) => live.state?.deliveries);
  const runs = useFormRuns(({ count }) => count);
  const waiting = useRef<(() => void) | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a form may have set one
  useEffect(() => {
    const abort = new AbortController();
    void readFaults(control, abort.signal);
    return () => {
      abort.abort();
      waiting.current?.();
      waiting.current = null;
    };
  }, [control, runs]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a delivery may have been struck
  useEffect(() => {
    waiting.current ??= after(AGAIN_MS, () => {
      waiting.current = null;
      void readFaults(control);
    });
  }, [control, deliveries]);
}
