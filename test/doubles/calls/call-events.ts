import fc from 'fast-check';
import type { CallEvent, CallEventData, CallEventType } from '../../../common/contract/index.ts';

/** Builds the event log of a call by hand, in milliseconds. */
export class EventScript {
  readonly events: CallEvent[] = [];

  add<T extends CallEventType>(
    atMs: number,
    type: T,
    turn: number | null,
    data: CallEventData[T],
  ): this {
    const atUs = Math.round(atMs * 1000);
    this.events.push({ seq: this.events.length, atUs, type, turn, data } as CallEvent);
    return this;
  }

  /** A piece, from being queued to its last frame. */
  spoken(turn: number, piece: number, text: string, times: readonly number[], lines = [0]): this {
    const [queued = 0, audio = queued, started = audio, ended = started] = times;
    return this.add(queued, 'piece.queued', turn, { piece, text, lines })
      .add(audio, 'synthesis.firstAudio', turn, { piece, engine: 'scripted', voice: 'slt' })
      .add(started, 'playout.started', turn, { piece })
      .add(ended, 'playout.ended', turn, { piece });
  }

  /** The caller says a typed line. */
  typed(turn: number, atMs: number, text: string): this {
    const source = 'typed';
    return this.add(atMs, 'caller.speechStarted', turn, { source })
      .add(atMs, 'caller.stopped', turn, { source })
      .add(atMs, 'turn.endpointed', turn, {})
      .add(atMs, 'transcript.final', turn, { text, confidence: 1, source });
  }
}

const piece = fc.nat(4);
const text = fc.constantFrom('', 'Yes.', 'One moment,', 'please');
const data: { readonly [T in CallEventType]?: fc.Arbitrary<CallEventData[T]> } = {
  'caller.speechStarted': fc.constant({ source: 'audio' }),
  'caller.stopped': fc.constant({ source: 'audio' }),
  'turn.endpointed': fc.constant({}),
  'transcript.final': fc.constant({ text: 'Hi', confidence: 0.5, source: 'audio' }),
  'request.held': fc.constant({ deliveryId: 'dlv_1' }),
  'request.released': fc.constant({ deliveryId: 'dlv_1' }),
  'request.sent': fc.record({
    deliveryId: fc.constantFrom('dlv_1', null),
    url: fc.constant('http://127.0.0.1/'),
  }),
  'response.started': fc.constant({ status: 200, contentType: null }),
  'response.line': fc.record({
    line: piece,
    text,
    interim: fc.boolean(),
    action: fc.constant(null),
    digits: fc.constant(null),
  }),
  'tool.called': fc.record({
    call: piece,
    name: fc.constant('look_up'),
    args: fc.constant({}),
    builtIn: fc.boolean(),
    url: fc.constant('http://127.0.0.1/'),
  }),
  'tool.answered': fc.record({
    call: piece,
    ok: fc.boolean(),
    status: fc.constant(200),
    durationMs: fc.nat(100),
    answer: fc.constant('{}'),
    deliveryId: fc.constant('dlv_2'),
    message: fc.constant(null),
  }),
  'model.used': fc.record({
    provider: fc.constant('openai'),
    model: fc.constant('m'),
    inputTokens: fc.nat(100),
    outputTokens: fc.nat(100),
    purpose: fc.constant('turn'),
  }),
  'response.ended': fc.constant({ outcome: 'complete' }),
  'piece.queued': fc.record({ piece, text, lines: fc.array(piece) }),
  'synthesis.firstAudio': fc.record({ piece, engine: fc.constant('e'), voice: fc.constant('v') }),
  'synthesis.ended': fc.record({
    piece,
    durationMs: fc.nat(5_000),
    silences: fc.array(fc.nat(5_000), { maxLength: 6 }).map((edges) => {
      const ms = edges.toSorted((a, b) => a - b);
      return ms.flatMap((fromMs, n) => {
        const toMs = ms[n + 1];
        return n % 2 === 0 && toMs !== undefined && toMs > fromMs ? [{ fromMs, toMs }] : [];
      });
    }),
  }),
  'playout.started': fc.record({ piece }),
  'playout.paused': fc.record({ piece }),
  'playout.resumed': fc.record({ piece }),
  'playout.ended': fc.record({ piece }),
  'playout.cut': fc.record({ piece, playedMs: fc.nat(100), heardText: text }),
  'ear.heard': fc.constant({ source: 'worklet' }),
  'turn.interrupted': fc.constant({}),
  'turn.finished': fc.constantFrom(
    { outcome: 'heard' as const },
    { outcome: 'silent' as const, cutBy: 'hangUp' as const },
    { outcome: 'interrupted' as const },
  ),
  warning: fc.constant({ code: 'no_text', message: 'Why.' }),
  'call.answered': fc.constant({ greeting: null }),
  'call.ended': fc.constant({ reason: 'user_hangup', status: 'completed' }),
};

/** Logs in which anything may happen at any time, in whole microseconds. */
export const anyEventLog: fc.Arbitrary<CallEvent[]> = fc
  .array(
    fc.oneof(
      ...Object.entries(data).map(([type, given]) =>
        fc.record({
          type: fc.constant(type),
          turn: fc.nat(3),
          atUs: fc.nat(600_000_000),
          data: given as fc.Arbitrary<unknown>,
        }),
      ),
    ),
    { maxLength: 80 },
  )
  .map((events) => events.map((event, seq) => ({ ...event, seq }) as CallEvent));
