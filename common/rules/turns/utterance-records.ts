import type { CallEvent } from '../../contract/index.ts';

/** When the caller spoke for a turn, in microseconds since the start of the call. */
interface SpokenTurn {
  callerStartedUs: number | null;
  callerStoppedUs: number | null;
  endpointedUs: number | null;
}

/** When the caller spoke. Which turn an utterance belongs to is unknown until its words are. */
export interface UtteranceRecord {
  startedUs: number | null;
  stoppedUs: number | null;
  endpointedUs: number | null;
}

export function applyToUtterance(utterances: Map<number, UtteranceRecord>, event: CallEvent): void {
  switch (event.type) {
    case 'caller.speechStarted':
    case 'caller.stopped':
    case 'turn.endpointed': {
      const { utterance } = event.data;
      if (utterance === undefined) return;
      const record = utterances.get(utterance) ?? {
        startedUs: null,
        stoppedUs: null,
        endpointedUs: null,
      };
      utterances.set(utterance, record);
      if (event.type === 'caller.speechStarted') record.startedUs = event.atUs;
      else if (event.type === 'caller.stopped') record.stoppedUs = event.atUs;
      else record.endpointedUs = event.atUs;
      return;
    }
    default:
  }
}

/**
 * Sets the time in which the caller spoke for a turn: from the first to the last of these
 * utterances.
 */
export function spokenAs(
  turn: SpokenTurn,
  utterances: ReadonlyMap<number, UtteranceRecord>,
  line: readonly number[],
): void {
  const [first] = line;
  const last = line.at(-1);
  if (first === undefined || last === undefined) return;
  turn.callerStartedUs = utterances.get(first)?.startedUs ?? turn.callerStartedUs;
  turn.callerStoppedUs = utterances.get(last)?.stoppedUs ?? turn.callerStoppedUs;
  turn.endpointedUs = utterances.get(last)?.endpointedUs ?? turn.endpointedUs;
}
