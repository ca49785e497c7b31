import { useEffect, useState } from 'react';
import type { ModelRequestItem, TimelineTurn } from '../../../common/contract/index.ts';
import { OperationError } from '../../state/control-client.ts';
import { useServices } from '../../state/window-context.tsx';

/** More than the steps of one answer; a continued line asks a few times in one turn. */
const MOST_OF_TURN = 50;

export interface ModelRequestsOfTurn {
  /** Null until they are loaded. */
  readonly items: readonly ModelRequestItem[] | null;
  /** There are more than are shown. */
  readonly hasMore: boolean;
  readonly failure: string | null;
}

/** What the model was asked for a turn, read again whenever the turn gets further. */
export function useModelRequests(callId: string, turn: TimelineTurn): ModelRequestsOfTurn {
  const { control } = useServices();
  const [found, setFound] = useState<ModelRequestsOfTurn>({
    items: null,
    hasMore: false,
    failure: null,
  });
  const stage = stageOf(turn);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new stage is a reason to read again
  useEffect(() => {
    const abort = new AbortController();
    const input = { callId, turn: turn.index, limit: MOST_OF_TURN };
    control.run('call.modelRequests', input, abort.signal).then(
      ({ items, hasMore }) => setFound({ items, hasMore, failure: null }),
      (error: unknown) => {
        if (abort.signal.aborted) return;
        const failure = error instanceof OperationError ? error.message : String(error);
        setFound((before) => ({ ...before, failure }));
      },
    );
    return () => abort.abort();
  }, [callId, turn.index, stage, control]);
  return found;
}

/** Changes with each request of the turn and with each end of one. */
function stageOf({ request, tools, warnings, outcome }: TimelineTurn): string {
  const answered = tools.filter(({ ok }) => ok !== null).length;
  return [
    request?.sentMs,
    request?.status,
    request?.endedMs,
    tools.length,
    answered,
    warnings.length,
    outcome,
  ].join(' ');
}
