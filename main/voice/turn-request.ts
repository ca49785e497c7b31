import type { TurnInput } from '../../common/rules/turn-machine.ts';
import type { CallLog } from './call-log.ts';
import type { Responder, ResponderSink } from './responder.ts';
import type { VoiceTurn } from './turn-webhook.ts';

/**
 * Asks the responder and notes in the call's log what comes of it. Aborting `signal` ends it.
 *
 * @param onLine told before an instruction is dispatched, with its line in the answer
 */
export function askResponder(
  responder: Responder,
  turn: VoiceTurn,
  log: CallLog,
  dispatch: (input: TurnInput) => void,
  onLine: (line: number) => void,
  signal: AbortSignal,
): void {
  const index = turn.turn;
  let over = false;
  signal.addEventListener('abort', () => {
    if (!over) log.append('response.ended', index, { outcome: 'aborted' });
  });
  const note: ResponderSink = {
    held: (held) => log.append('request.held', index, held),
    released: (released) => log.append('request.released', index, released),
    requestSent: (sent) => log.append('request.sent', index, sent),
    responseStarted: (started) => log.append('response.started', index, started),
    instruction: (line, instruction) => {
      const { text, interim, action, digits } = instruction;
      log.append('response.line', index, { line, text, interim, action, digits });
      onLine(line);
      dispatch({ type: 'instruction', turn: index, instruction });
    },
    warning: (warning) => log.append('warning', index, warning),
    ended: (outcome) => {
      over = true;
      log.append('response.ended', index, { outcome });
      dispatch({ type: 'responseEnded', turn: index, failed: outcome === 'failed' });
    },
  };
  void responder.respond(turn, untilAborted(note, signal), signal);
}

/** What still trickles in after the abort is nobody's business: the turn, or the call, is over. */
function untilAborted(sink: ResponderSink, signal: AbortSignal): ResponderSink {
  const wanted = <A extends readonly unknown[]>(run: (...args: A) => void) => {
    return (...args: A) => {
      if (!signal.aborted) run(...args);
    };
  };
  return {
    held: wanted(sink.held),
    released: wanted(sink.released),
    requestSent: wanted(sink.requestSent),
    responseStarted: wanted(sink.responseStarted),
    instruction: wanted(sink.instruction),
    warning: wanted(sink.warning),
    ended: wanted(sink.ended),
  };
}
