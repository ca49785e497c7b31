import { useEffect } from 'react';
import { create } from 'zustand';
import type { OperationDescription, OperationName } from '../../common/contract/index.ts';
import { reportFailure, useServices } from '../state/window-context.tsx';
import type { ValueSchema } from './form-fields.ts';

/** An operation as its form needs it. */
export interface CatalogueEntry extends Pick<OperationDescription, 'description' | 'effect'> {
  readonly name: OperationName;
  readonly input: ValueSchema;
}

interface Catalogue {
  /** Null until it was asked for. */
  readonly operations: readonly CatalogueEntry[] | null;
}

/** What the app can be asked for does not change while it runs: read once. */
const useCatalogue = create<Catalogue>(() => ({ operations: null }));

/** Operations that only make sense for a script. */
const SCRIPT_ONLY: ReadonlySet<OperationName> = new Set(['call.waitFor', 'call.play']);

function entriesOf(all: readonly OperationDescription[]): CatalogueEntry[] {
  // The list is that of the contract, and its schemas are what zod writes.
  return (all as readonly CatalogueEntry[]).filter(({ name }) => !SCRIPT_ONLY.has(name));
}

/** Everything a person can run by hand, in the registry's order; null until it is there. */
export function useOperations(): readonly CatalogueEntry[] | null {
  const { control } = useServices();
  const operations = useCatalogue((catalogue) => catalogue.operations);
  useEffect(() => {
    if (useCatalogue.getState().operations !== null) return;
    control.operations().then((all) => {
      useCatalogue.setState({ operations: entriesOf(all) });
    }, reportFailure);
  }, [control]);
  return operations;
}
