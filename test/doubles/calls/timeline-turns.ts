import fc from 'fast-check';
import type { TimelineTurn } from '../../../common/contract/index.ts';
import { buildTimeline } from '../../../common/rules/timeline/timeline.ts';
import { EventScript } from './call-events.ts';

/** A turn that was heard, of two lines that each became one piece. In milliseconds. */
export function heardTurn(
  options: { index?: number; firstByteMs?: number; synthesisMs?: number; words?: string } = {},
): TimelineTurn {
  const { index = 1, firstByteMs = 100, synthesisMs = 90, words = 'Hi' } = options;
  const bytes = 2_401 + firstByteMs;
  const audio = bytes + 11 + synthesisMs;
  const line = { interim: true, action: null, digits: null };
  const script = new EventScript()
    .add(1_000, 'caller.speechStarted', index, { source: 'audio' })
    .add(2_000, 'caller.stopped', index, { source: 'audio' })
    .add(2_300.5, 'turn.endpointed', index, {})
    .add(2_400, 'transcript.final', index, { text: words, confidence: 0.9, source: 'audio' })
    .add(2_401, 'request.sent', index, { deliveryId: 'dlv_1', url: 'http://127.0.0.1:9/hook' })
    .add(bytes, 'response.started', index, { status: 200, contentType: null })
    .add(bytes + 10, 'response.line', index, { line: 0, text: 'One moment.', ...line })
    .add(bytes + 300, 'response.line', index, { line: 1, text: 'Yes.', ...line })
    .spoken(index, 0, 'One moment.', [bytes + 11, audio, audio + 0.5, audio + 400.5], [0])
    .spoken(index, 1, 'Yes.', [bytes + 301, bytes + 340, audio + 400.5, audio + 700.5], [1])
    .add(bytes + 310, 'response.ended', index, { outcome: 'complete' })
    .add(audio + 701, 'turn.finished', index, { outcome: 'heard' });
  return turnOf(script);
}

function turnOf(script: EventScript): TimelineTurn {
  const turn = buildTimeline('call_1', script.events).turns[0];
  if (turn === undefined) throw new Error('The log has no turn.');
  return turn;
}

/** A turn with every boundary present. */
export function wholeTurn(): EventScript {
  return new EventScript()
    .add(1_000, 'caller.speechStarted', 1, { source: 'audio' })
    .add(2_000, 'caller.stopped', 1, { source: 'audio' })
    .add(2_300.5, 'turn.endpointed', 1, {})
    .add(2_400, 'transcript.final', 1, { text: 'Hi', confidence: 0.9, source: 'audio' })
    .add(2_401, 'request.sent', 1, { deliveryId: 'dlv_1', url: 'http://127.0.0.1:9/' })
    .add(2_500, 'response.started', 1, { status: 200, contentType: 'application/x-ndjson' })
    .add(2_510, 'response.line', 1, {
      line: 0,
      text: 'Sure.',
      interim: true,
      action: null,
      digits: null,
    })
    .spoken(1, 7, 'Sure.', [2_511, 2_600.001, 2_600.5, 3_000])
    .add(2_650, 'ear.heard', 1, { source: 'worklet' })
    .add(3_000, 'turn.finished', 1, { outcome: 'heard' });
}

/** The log of a turn that a model answered after calling a user's tool. In milliseconds. */
export function hostedScript(tool: { ok?: boolean } = {}): EventScript {
  const { ok = true } = tool;
  return new EventScript()
    .typed(1, 1_000, 'Do you have a tandem?')
    .add(1_002, 'request.sent', 1, { deliveryId: null, url: 'http://127.0.0.1:9/v1' })
    .add(1_200, 'response.started', 1, { status: 200, contentType: null })
    .add(1_300, 'tool.called', 1, {
      call: 0,
      name: 'check_stock',
      args: { item: 'tandem' },
      builtIn: false,
      url: 'http://127.0.0.1:9/stock',
    })
    .add(1_700, 'tool.answered', 1, {
      call: 0,
      ok,
      status: ok ? 200 : 500,
      durationMs: 400,
      deliveryId: 'dlv_tool',
      answer: '{"count":2}',
      message: ok ? null : 'Your server answered 500.',
    })
    .add(1_900, 'response.line', 1, {
      line: 0,
      text: 'Two of them.',
      interim: false,
      action: null,
      digits: null,
    })
    .spoken(1, 0, 'Two of them.', [1_901, 1_990, 1_991, 2_600])
    .add(2_000, 'response.ended', 1, { outcome: 'complete' })
    .add(2_601, 'turn.finished', 1, { outcome: 'heard' });
}

export function hostedTurn(tool: { ok?: boolean } = {}): TimelineTurn {
  return turnOf(hostedScript(tool));
}

/** Turns like those of `heardTurn`, at any speed. */
export const anyHeardTurn: fc.Arbitrary<TimelineTurn> = fc
  .record({ firstByteMs: fc.nat(4_000), synthesisMs: fc.nat(2_000) })
  .map(heardTurn);

/** The log of a turn whose piece was passed to the voice as `spoken`. In milliseconds. */
export function wordedScript(text: string, spoken: string): EventScript {
  return new EventScript()
    .typed(1, 1_000, 'What does it weigh?')
    .add(1_010, 'piece.queued', 1, { piece: 0, text, spoken, lines: [0] })
    .add(1_050, 'synthesis.firstAudio', 1, { piece: 0, engine: 'flite', voice: 'slt' })
    .add(1_051, 'playout.started', 1, { piece: 0 })
    .add(2_000, 'playout.ended', 1, { piece: 0 })
    .add(2_001, 'turn.finished', 1, { outcome: 'heard' });
}

export function wordedTurn(text: string, spoken: string): TimelineTurn {
  return turnOf(wordedScript(text, spoken));
}
