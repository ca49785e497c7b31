import type { CallEvent } from '../../contract/index.ts';

/** When the caller of a turn spoke, microseconds since the start of the call. */
interface SpokenTurn {
  callerStartedUs: number | null;
  callerStoppedUs: number | null;
  endpointedUs: number | null;
}

/** When the caller spoke. Until their words are known, it is open to which turn they belong. */
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

/** The turn's caller spoke from the first of these utterances to the last. */
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
