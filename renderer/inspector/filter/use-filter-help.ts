import { useEffect, useMemo, useState } from 'react';
import type { FilterSuggestion } from '../../../common/contract/index.ts';
import { describeFilter } from '../../../common/rules/deliveries/filter-suggestions.ts';
import { useServices } from '../../state/window-context.tsx';

const NONE: readonly FilterSuggestion[] = [];

export interface FilterHelp {
  readonly suggestions: readonly FilterSuggestion[];
  /** The meaning of the filter so far, or what is wrong with it. */
  readonly meaning: string;
  readonly valid: boolean;
  /** The suggestion that Enter takes; -1 for none. */
  readonly chosen: number;
  choose(index: number): void;
}

/**
 * How a filter can go on at the cursor, requested while `open`. Its meaning is computed here, so
 * that it never lags behind the text.
 */
export function useFilterHelp(value: string, cursor: number | null, open: boolean): FilterHelp {
  const { control } = useServices();
  const [suggestions, setSuggestions] = useState(NONE);
  const [chosen, choose] = useState(-1);
  useEffect(() => {
    if (!open) return;
    const abort = new AbortController();
    const request = { filter: value, ...(cursor === null ? {} : { cursor }) };
    control.run('delivery.suggest', request, abort.signal).then(
      (answer) => {
        setSuggestions(answer.suggestions);
        choose(-1);
      },
      () => {
        if (!abort.signal.aborted) setSuggestions(NONE);
      },
    );
    return () => abort.abort();
  }, [control, value, cursor, open]);
  const meant = useMemo(() => describeFilter(value), [value]);
  return { ...meant, suggestions, chosen, choose };
}
