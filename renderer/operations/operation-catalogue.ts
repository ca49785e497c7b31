import { useEffect } from 'react';
import { create } from 'zustand';
import type { OperationDescription, OperationName } from '../../common/contract/index.ts';
import { reportFailure, useServices } from '../state/window-context.tsx';
import type { ValueSchema } from './form-fields.ts';

/** An operation with what its form needs. */
export interface CatalogueEntry extends Pick<OperationDescription, 'description' | 'effect'> {
  readonly name: OperationName;
  readonly input: ValueSchema;
}

interface Catalogue {
  /** Null until it is loaded. */
  readonly operations: readonly CatalogueEntry[] | null;
}

/** Loaded once, because the app's operations do not change while it runs. */
const useCatalogue = create<Catalogue>(() => ({ operations: null }));

/** Operations that only make sense for a script. */
const SCRIPT_ONLY: ReadonlySet<OperationName> = new Set(['call.waitFor', 'call.play']);

function entriesOf(all: readonly OperationDescription[]): CatalogueEntry[] {
  // The names are those of the contract, and zod generated the schemas.
  return (all as readonly CatalogueEntry[]).filter(({ name }) => !SCRIPT_ONLY.has(name));
}

/** Every operation that a person can run, in the registry's order; null until loaded. */
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
