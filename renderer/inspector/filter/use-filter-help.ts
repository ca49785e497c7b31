import { useEffect, useState } from 'react';
import type { OperationOutput } from '../../../common/contract/index.ts';
import { useServices } from '../../state/window-context.tsx';

type Help = OperationOutput<'delivery.suggest'>;

const NO_HELP: Help = { suggestions: [], meaning: '', valid: true };

export interface FilterHelp extends Help {
  /** The suggestion that Enter takes; -1 for none. */
  readonly chosen: number;
  choose(index: number): void;
}

/** How a filter can go on at the cursor, and what it means so far; asked for while `open`. */
export function useFilterHelp(value: string, cursor: number | null, open: boolean): FilterHelp {
  const { control } = useServices();
  const [help, setHelp] = useState<Help>(NO_HELP);
  const [chosen, choose] = useState(-1);
  useEffect(() => {
    if (!open) return;
    const abort = new AbortController();
    const request = { filter: value, ...(cursor === null ? {} : { cursor }) };
    control.run('delivery.suggest', request, abort.signal).then(
      (answer) => {
        setHelp(answer);
        choose(-1);
      },
      () => {
        if (!abort.signal.aborted) setHelp(NO_HELP);
      },
    );
    return () => abort.abort();
  }, [control, value, cursor, open]);
  return { ...help, chosen, choose };
}
