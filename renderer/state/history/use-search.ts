import { useEffect, useState } from 'react';
import type { OperationOutput, SearchKind } from '../../../common/contract/index.ts';
import { after } from '../window-clock.ts';
import { reportFailure, useServices } from '../window-context.tsx';

export type SearchAnswer = OperationOutput<'search'>;

export interface SearchState {
  /** Null before the first answer, and while nothing is searched. */
  readonly answer: SearchAnswer | null;
  /** The answer belongs to an earlier text. */
  readonly isLooking: boolean;
}

/** Waits for this pause in typing, because unfinished words are not worth a search. */
const PAUSE_MS = 80;
/** While older history is still being indexed, the search is repeated at this interval. */
const AGAIN_MS = 500;

/** Searches for the typed text once typing pauses. The previous results stay until then. */
export function useSearch(
  typed: string,
  options: { readonly kinds?: readonly SearchKind[]; readonly limit: number },
): SearchState {
  const { control } = useServices();
  const [found, setFound] = useState<{ query: string; answer: SearchAnswer } | null>(null);
  const query = typed.trim();
  const kinds = options.kinds?.join(' ') ?? '';
  const { limit } = options;
  useEffect(() => {
    if (query === '') return;
    const abort = new AbortController();
    const input = {
      query,
      limit,
      ...(kinds === '' ? {} : { kinds: kinds.split(' ') as SearchKind[] }),
    };
    let cancel = () => {};
    const askAfter = (delayMs: number) => {
      cancel = after(delayMs, () => {
        control.run('search', input, abort.signal).then(
          (answer) => {
            if (abort.signal.aborted) return;
            setFound({ query, answer });
            // The history that is not indexed yet may contain matches, too.
            if (answer.indexed.done < answer.indexed.total) askAfter(AGAIN_MS);
          },
          (error: unknown) => {
            if (!abort.signal.aborted) reportFailure(error);
          },
        );
      });
    };
    askAfter(PAUSE_MS);
    return () => {
      cancel();
      abort.abort();
    };
  }, [control, query, kinds, limit]);
  if (query === '') return { answer: null, isLooking: false };
  return { answer: found?.answer ?? null, isLooking: found?.query !== query };
}
