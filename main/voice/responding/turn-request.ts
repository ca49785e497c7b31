import type { CallEventData } from '../../../common/contract/index.ts';
import type { TurnInput } from '../../../common/rules/turns/turn-machine.ts';
import type { CallLog } from '../call-log.ts';
import { ModelLines } from './model-lines.ts';
import type { Responder, ResponderSink } from './responder.ts';
import type { VoiceTurn } from './turn-webhook.ts';

/**
 * Asks the responder and notes in the call's log what comes of it. Aborting `signal` ends it.
 *
 * @param onLine told before an instruction is dispatched: its line in the answer, and which stretch of
 * a model's words it belongs to, counted anew behind each tool; null when it is no word of a model's
 * @param settled as the sink's
 */
export function askResponder(
  responder: Responder,
  turn: VoiceTurn,
  log: CallLog,
  dispatch: (input: TurnInput) => void,
  onLine: (line: number, stretch: number | null) => void,
  settled: () => Promise<void> | undefined,
  signal: AbortSignal,
): void {
  const index = turn.turn;
  const lines = new ModelLines(log, index);
  const tools = new ToolsAtWork(log, index);
  let over = false;
  let stretch = 0;
  signal.addEventListener('abort', () => {
    if (over) return;
    lines.flush();
    tools.breakOff();
    log.append('response.ended', index, { outcome: 'aborted' });
  });
  const note: ResponderSink = {
    held: (held) => log.append('request.held', index, held),
    released: (released) => log.append('request.released', index, released),
    requestSent: (sent) => log.append('request.sent', index, sent),
    responseStarted: (started) => log.append('response.started', index, started),
    instruction: (wanted, instruction) => {
      const { text, interim, action, digits } = instruction;
      const line = lines.take(wanted);
      log.append('response.line', index, { line, text, interim, action, digits });
      onLine(line, null);
      dispatch({ type: 'instruction', turn: index, instruction });
    },
    words: (text) => {
      onLine(lines.add(text), stretch);
      const instruction = { text, interim: true, action: null, digits: null };
      dispatch({ type: 'instruction', turn: index, instruction });
    },
    toolCalled: (called) => tools.called(called),
    toolAnswered: (answered) => {
      stretch += 1;
      tools.answered(answered);
    },
    modelUsed: (use) => log.append('model.used', index, use),
    warning: (warning) => log.append('warning', index, warning),
    settled,
    ended: (outcome) => {
      over = true;
      lines.flush();
      log.append('response.ended', index, { outcome });
      dispatch({ type: 'responseEnded', turn: index, failed: outcome === 'failed' });
    },
  };
  void responder.respond(turn, untilAborted(note, signal), signal);
}

/** The tools of one turn, so that none stays open in the log when the turn is left behind. */
class ToolsAtWork {
  readonly #log: CallLog;
  readonly #turn: number;
  readonly #sinceUs = new Map<number, number>();

  constructor(log: CallLog, turn: number) {
    this.#log = log;
    this.#turn = turn;
  }

  called(called: CallEventData['tool.called']): void {
    this.#sinceUs.set(called.call, this.#log.nowUs());
    this.#log.append('tool.called', this.#turn, called);
  }

  answered(answered: CallEventData['tool.answered']): void {
    this.#sinceUs.delete(answered.call);
    this.#log.append('tool.answered', this.#turn, answered);
  }

  breakOff(): void {
    const nowUs = this.#log.nowUs();
    for (const [call, sinceUs] of this.#sinceUs) {
      this.answered({
        call,
        ok: false,
        status: null,
        durationMs: (nowUs - sinceUs) / 1000,
        answer: '',
        deliveryId: null,
        message: 'Broken off: the caller spoke or the call ended before it answered.',
      });
    }
  }
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
    words: wanted(sink.words),
    toolCalled: wanted(sink.toolCalled),
    toolAnswered: wanted(sink.toolAnswered),
    modelUsed: wanted(sink.modelUsed),
    warning: wanted(sink.warning),
    settled: sink.settled,
    ended: wanted(sink.ended),
  };
}
