import { describe, expect, it } from 'vitest';
import { streamLinesOf } from '../../../../renderer/inspector/detail/stream-lines.ts';
import { log } from '../../state/live-fixtures.ts';

const events = log(
  [100, 'request.sent', 1, { deliveryId: 'dlv_1', url: 'http://127.0.0.1/' }],
  [
    138,
    'response.line',
    1,
    { line: 1, text: 'One moment.', interim: true, action: null, digits: null },
  ],
  [139, 'piece.queued', 1, { piece: 4, text: 'One moment.', lines: [1] }],
  [190, 'playout.started', 1, { piece: 4 }],
  [900, 'playout.ended', 1, { piece: 4 }],
  [950, 'response.line', 1, { line: 2, text: 'Yes.', interim: false, action: null, digits: null }],
);

describe('the lines of a streamed answer', () => {
  it('carry their times after the request, and when they were heard', () => {
    expect(streamLinesOf(events, 'dlv_1')).toEqual([
      { text: 'One moment.', interim: true, afterMs: 38, heardFromMs: 90, heardToMs: 800 },
      { text: 'Yes.', interim: false, afterMs: 850, heardFromMs: null, heardToMs: null },
    ]);
  });

  it('are empty for a delivery of another call', () => {
    expect(streamLinesOf(events, 'dlv_2')).toEqual([]);
  });

  it('are heard from where they began anew, and not at all when all was taken back', () => {
    const paused = log(
      [100, 'request.sent', 1, { deliveryId: 'dlv_1', url: 'http://127.0.0.1/' }],
      [138, 'response.line', 1, { line: 1, text: 'A.', interim: true, action: null, digits: null }],
      [139, 'response.line', 1, { line: 2, text: 'B.', interim: true, action: null, digits: null }],
      [140, 'piece.queued', 1, { piece: 4, text: 'A.', lines: [1] }],
      [141, 'piece.queued', 1, { piece: 5, text: 'B.', lines: [2] }],
      [190, 'playout.started', 1, { piece: 4 }],
      [210, 'playout.paused', 1, { piece: 4 }],
      [700, 'playout.resumed', 1, { piece: 4 }],
      [700, 'playout.started', 1, { piece: 4 }],
      [900, 'playout.ended', 1, { piece: 4 }],
      [900, 'playout.started', 1, { piece: 5 }],
      [940, 'playout.cut', 1, { piece: 4, playedMs: 180, heardText: 'A' }],
      [940, 'playout.cut', 1, { piece: 5, playedMs: 0, heardText: '' }],
    );
    expect(streamLinesOf(paused, 'dlv_1')).toMatchObject([
      { text: 'A.', heardFromMs: 600, heardToMs: 840 },
      { text: 'B.', heardFromMs: null, heardToMs: null },
    ]);
  });
});
