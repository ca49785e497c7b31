import { useEffect, useState } from 'react';
import type { OperationOutput, SearchKind } from '../../../common/contract/index.ts';
import { after } from '../window-clock.ts';
import { reportFailure, useServices } from '../window-context.tsx';

export type SearchAnswer = OperationOutput<'search'>;

export interface SearchState {
  /** Null while nothing is looked for, or nothing was found out yet. */
  readonly answer: SearchAnswer | null;
  /** What is shown answers what was typed before. */
  readonly isLooking: boolean;
}

/** Typing goes on: a word that is not finished is not worth a question. */
const PAUSE_MS = 80;
/** While older history is still being read. */
const AGAIN_MS = 500;

/** Asks for what is typed, once typing pauses; what was found before stays until then. */
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
            // What is still being read for the search may hold it, too.
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
