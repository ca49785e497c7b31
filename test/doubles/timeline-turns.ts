import fc from 'fast-check';
import type { TimelineTurn } from '../../common/contract/index.ts';
import { buildTimeline } from '../../common/rules/timeline.ts';
import { EventScript } from './call-events.ts';

/** A turn that was heard, of two lines that became one piece each. Milliseconds. */
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
  const turn = buildTimeline('call_1', script.events).turns[0];
  if (turn === undefined) throw new Error('The log has no turn.');
  return turn;
}

/** Turns as `heardTurn` makes them, of any speed. */
export const anyHeardTurn: fc.Arbitrary<TimelineTurn> = fc
  .record({ firstByteMs: fc.nat(4_000), synthesisMs: fc.nat(2_000) })
  .map(heardTurn);
