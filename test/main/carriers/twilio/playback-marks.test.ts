import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlaybackMarks } from '../../../../main/carriers/twilio/playback-marks.ts';

/** Sends frames `from` to `to` (excluded), each in its time; returns the marks after them. */
function send(marks: PlaybackMarks, from: number, to: number, startMs = 0): (string | null)[] {
  return Array.from({ length: to - from }, (_, n) => marks.frameSent(from + n, startMs + n * 20));
}

describe('marks', () => {
  it('stand behind the first frame of a burst and every fifth', () => {
    const marks = new PlaybackMarks();
    const placed = send(marks, 0, 11).map((name, frame) => (name === null ? null : frame));
    expect(placed.filter((frame) => frame !== null)).toEqual([0, 5, 10]);
  });

  it('stand behind the first frame after a pause', () => {
    const marks = new PlaybackMarks();
    send(marks, 0, 3);
    expect(marks.frameSent(3, 1_000)).not.toBeNull();
  });

  it('tell the frame that was played, once', () => {
    const marks = new PlaybackMarks();
    const [first] = send(marks, 40, 42);
    expect(marks.echoed(first ?? '', 100)).toBe(40);
    expect(marks.echoed(first ?? '', 110)).toBeNull();
    expect(marks.echoed('somebody else’s', 110)).toBeNull();
  });

  it('tell nothing when they were echoed because of a clear', () => {
    const marks = new PlaybackMarks();
    const [first] = send(marks, 0, 1);
    marks.cleared();
    expect(marks.echoed(first ?? '', 50)).toBeNull();
    const again = marks.frameSent(1, 60);
    expect(again).not.toBe(first);
    expect(marks.echoed(again ?? '', 90)).toBe(1);
  });
});

describe('what is not heard yet', () => {
  it('is everything sent until the first mark comes back', () => {
    const marks = new PlaybackMarks();
    send(marks, 0, 10);
    expect(marks.unheardMs(200)).toBe(200);
  });

  it('shrinks as playing goes on behind the last mark', () => {
    const marks = new PlaybackMarks();
    const [first] = send(marks, 0, 10);
    marks.echoed(first ?? '', 150);
    expect(marks.unheardMs(150)).toBe(180);
    expect(marks.unheardMs(200)).toBe(130);
    expect(marks.unheardMs(2_000)).toBe(0);
  });

  it('counts only the new burst once the old one was heard', () => {
    const marks = new PlaybackMarks();
    const [first] = send(marks, 0, 3);
    marks.echoed(first ?? '', 50);
    send(marks, 3, 5, 1_000);
    expect(marks.unheardMs(1_030)).toBe(40);
  });

  it('is nothing after a clear', () => {
    const marks = new PlaybackMarks();
    send(marks, 0, 10);
    marks.cleared();
    expect(marks.unheardMs(200)).toBe(0);
  });

  it('is never negative nor more than was sent, whatever comes back when', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('send' as const), afterMs: fc.nat(200) }),
      fc.record({ kind: fc.constant('echo' as const), which: fc.nat(20), afterMs: fc.nat(200) }),
      fc.record({ kind: fc.constant('clear' as const), afterMs: fc.nat(200) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const marks = new PlaybackMarks();
        const names: string[] = [];
        let nowMs = 0;
        let frame = 0;
        for (const next of steps) {
          nowMs += next.afterMs;
          if (next.kind === 'send') {
            const name = marks.frameSent(frame++, nowMs);
            if (name !== null) names.push(name);
          } else if (next.kind === 'echo') {
            marks.echoed(names[next.which] ?? '', nowMs);
          } else {
            marks.cleared();
          }
          expect(marks.unheardMs(nowMs)).toBeGreaterThanOrEqual(0);
          expect(marks.unheardMs(nowMs)).toBeLessThanOrEqual(frame * 20);
        }
      }),
    );
  });
});
