import { useCallback, useEffect, useState } from 'react';
import type { LiveState } from '../../common/contract/index.ts';
import { useAgentNumber, usePhone } from '../state/callers.ts';
import { liveCall } from '../state/selectors.ts';
import { useView } from '../state/view-store.ts';
import { reportFailure, useServices } from '../state/window-context.tsx';
import type { FormValue } from './form-value.ts';
import type { CatalogueEntry } from './operation-catalogue.ts';
import { presentValues } from './present-values.ts';
import { type KnownThings, startingInput } from './starting-input.ts';

/** What a form begins with. */
export interface StartingValues {
  readonly input: FormValue;
  /** The current values of what the operation sets; empty if no operation reads them. */
  readonly present: FormValue;
}

/** Null until they are known. `reload` reads the current values again. */
export function useStartingValues(
  state: LiveState,
  operation: CatalogueEntry,
  given: FormValue,
): { readonly starting: StartingValues | null; reload(): Promise<void> } {
  const { control } = useServices();
  const known = useKnownThings(state);
  // The form keeps what it began with, even if the selection changes while it is open.
  const [first] = useState<FormValue>(() => ({
    ...startingInput(operation.name, operation.input, known),
    ...given,
  }));
  const [starting, setStarting] = useState<StartingValues | null>(null);
  const load = useCallback(
    async (signal?: AbortSignal) => {
      const read: typeof control.run = (name, input) => control.run(name, input, signal);
      const present = (await presentValues(operation.name, first, read)) ?? {};
      const names = Object.keys(operation.input.properties ?? {});
      const shown = names.filter((name) => present[name] !== undefined);
      const needed = shown.filter((name) => operation.input.required?.includes(name));
      setStarting({
        input: { ...first, ...pick(present, needed), ...given },
        present: pick(present, shown),
      });
    },
    [control, operation, first, given],
  );
  useEffect(() => {
    const abort = new AbortController();
    load(abort.signal).catch((error: unknown) => {
      if (abort.signal.aborted) return;
      // The form works without the current values.
      setStarting({ input: first, present: {} });
      reportFailure(error);
    });
    return () => abort.abort();
  }, [load, first]);
  return { starting, reload: load };
}

function pick(values: FormValue, names: readonly string[]): FormValue {
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}

function useKnownThings(state: LiveState): KnownThings {
  const from = usePhone((phone) => phone.callerNumber);
  const to = useAgentNumber(state);
  const view = useView();
  return {
    callId: view.callId ?? liveCall(state)?.id ?? state.calls[0]?.id ?? null,
    deliveryId: view.deliveryId ?? state.deliveries[0]?.id ?? null,
    agentId: view.agentId ?? state.agents[0]?.id ?? null,
    numberId: state.numbers.find(({ phoneNumber }) => phoneNumber === to)?.id ?? null,
    from,
    to,
  };
}
