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

/**
 * The faults and breakpoints that are set. They are not part of the live state, so they are loaded
 * whenever they may have changed.
 */
export const useFaults = create<FaultStore>(() => ({ faults: [], breakpoints: [] }));

/**
 * Loads faults and breakpoints again. After a failure the known ones stay, and the next change
 * tries again.
 */
export async function readFaults(control: ControlClient, signal?: AbortSignal): Promise<void> {
  try {
    const [faults, breakpoints] = await Promise.all([
      control.run('fault.list', {}, signal),
      control.run('breakpoint.list', {}, signal),
    ]);
    useFaults.setState({ faults: faults.items, breakpoints: breakpoints.items });
  } catch {
    // Failures are not reported here, because the banner about the lost connection does that.
  }
}

const AGAIN_MS = 1_000;

/** Keeps the hit counts current while deliveries are sent. */
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
