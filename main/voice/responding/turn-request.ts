import type { ResponseInstruction } from '../../../common/rules/answers/voice-response.ts';
import type { TurnInput } from '../../../common/rules/turns/turn-machine.ts';
import type { CallLog } from '../call-log.ts';
import { LoggedLines } from './logged-lines.ts';
import type { Responder, ResponderSink } from './responder.ts';
import type { VoiceTurn } from './turn-webhook.ts';

/** What answering a turn needs from the call. */
export interface AnsweredCall {
  readonly log: CallLog;
  readonly dispatch: (input: TurnInput) => void;
  /**
   * Called before an instruction is dispatched, with its line in the answer and the stretch of the
   * model's words that it belongs to, which increases after each tool call. Null for a sentence
   * that is not the model's.
   */
  readonly onLine: (line: number, stretch: number | null) => void;
  readonly settled: ResponderSink['settled'];
}

/** Asks the responder and logs its answer. Can be aborted with `signal`. */
export function askResponder(
  responder: Responder,
  turn: VoiceTurn,
  { log, dispatch, onLine, settled }: AnsweredCall,
  signal: AbortSignal,
): void {
  const index = turn.turn;
  const lines = new LoggedLines(log, index);
  let over = false;
  let stretch = 0;
  signal.addEventListener('abort', () => {
    if (over) return;
    lines.flush();
    breakOffTools(log, index);
    log.append('response.ended', index, { outcome: 'aborted' });
  });
  // Whatever arrives after the abort is ignored: the turn, or the call, is over.
  const wanted = <A extends readonly unknown[]>(run: (...args: A) => void) => {
    return (...args: A) => {
      if (!signal.aborted) run(...args);
    };
  };
  const sink: ResponderSink = {
    note: (type, data) => {
      if (signal.aborted) return;
      if (type === 'tool.answered') stretch += 1;
      log.append(type, index, data);
    },
    instruction: wanted((instruction: ResponseInstruction) => {
      onLine(lines.instruction(instruction), null);
      dispatch({ type: 'instruction', turn: index, instruction });
    }),
    skipLine: wanted(() => void lines.skip()),
    words: wanted((text: string) => {
      onLine(lines.add(text), stretch);
      const instruction = { text, interim: true, action: null, digits: null };
      dispatch({ type: 'instruction', turn: index, instruction });
    }),
    settled,
    ended: wanted((outcome: 'complete' | 'failed') => {
      over = true;
      lines.flush();
      log.append('response.ended', index, { outcome });
      dispatch({ type: 'responseEnded', turn: index, failed: outcome === 'failed' });
    }),
  };
  void responder.respond(turn, sink, signal);
}

/** Closes the turn's running tools in the log when the turn is abandoned. */
function breakOffTools(log: CallLog, turn: number): void {
  const nowUs = log.nowUs();
  const sinceUs = new Map<number, number>();
  for (const event of log.events) {
    if (event.turn !== turn) continue;
    if (event.type === 'tool.called') sinceUs.set(event.data.call, event.atUs);
    if (event.type === 'tool.answered') sinceUs.delete(event.data.call);
  }
  for (const [call, calledUs] of sinceUs) {
    log.append('tool.answered', turn, {
      call,
      ok: false,
      status: null,
      durationMs: (nowUs - calledUs) / 1000,
      answer: '',
      deliveryId: null,
      message: 'Broken off: the caller spoke or the call ended before it answered.',
    });
  }
}
