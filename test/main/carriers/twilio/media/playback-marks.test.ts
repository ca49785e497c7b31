import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlaybackMarks } from '../../../../../main/carriers/twilio/media/playback-marks.ts';
import { FarEar, Way } from '../../../../doubles/hearing/distant-leg.ts';
import { ManualTime } from '../../../../doubles/manual-time.ts';

const FRAME = new Int16Array(320);

/** Sends frames `from` to `to` (exclusive); returns the marks after them. */
function send(marks: PlaybackMarks, from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, n) => marks.frameSent(from + n, FRAME));
}

describe('marks', () => {
  it('stand behind every frame, each with a name of its own', () => {
    expect(new Set(send(new PlaybackMarks(), 0, 11)).size).toBe(11);
  });

  it('tell the frame that was played, once', () => {
    const marks = new PlaybackMarks();
    const [first = ''] = send(marks, 40, 42);
    expect(marks.echoed(first)).toBe(40);
    expect(marks.echoed(first)).toBeNull();
    expect(marks.echoed('somebody else’s')).toBeNull();
  });

  it('tell nothing when they were echoed because of a clear', () => {
    const marks = new PlaybackMarks();
    const [first = ''] = send(marks, 0, 1);
    marks.cleared();
    expect(marks.echoed(first)).toBeNull();
    const [again = ''] = send(marks, 0, 1);
    expect(again).not.toBe(first);
    expect(marks.echoed(again)).toBe(0);
  });

  it('keep the sound that was heard last, for what follows to go on from', () => {
    const marks = new PlaybackMarks();
    const sound = new Int16Array(320).fill(7);
    const mark = marks.frameSent(0, sound);
    send(marks, 1, 3);
    expect(marks.lastHeard).toBeNull();
    marks.echoed(mark);
    marks.cleared();
    expect(marks.lastHeard).toBe(sound);
  });
});

describe('what is not heard yet', () => {
  it('is everything sent until the first mark comes back', () => {
    const marks = new PlaybackMarks();
    send(marks, 0, 10);
    expect(marks.unheardMs()).toBe(200);
  });

  it('shrinks with each mark, and with none that is only due', () => {
    const marks = new PlaybackMarks();
    const names = send(marks, 0, 10);
    marks.echoed(names[0] ?? '');
    expect(marks.unheardMs()).toBe(180);
    marks.echoed(names[3] ?? '');
    expect(marks.unheardMs()).toBe(120);
  });

  it('is nothing after a clear', () => {
    const marks = new PlaybackMarks();
    send(marks, 0, 10);
    marks.cleared();
    expect(marks.unheardMs()).toBe(0);
  });

  it('is bounded where no mark ever comes', () => {
    const marks = new PlaybackMarks();
    send(marks, 0, 10_000);
    expect(marks.unheardMs()).toBe(30_000);
  });
});

/**
 * A far end that plays at the speed of sound and obeys `clear`, with a separate delay for each
 * message. `claimedMs` is what was heard according to the marks.
 */
function line(outMs: () => number, backMs: () => number) {
  const real = new ManualTime();
  const marks = new PlaybackMarks();
  const out = new Way(real, outMs);
  const back = new Way(real, backMs);
  const ear = new FarEar(real, (mark) => back.carry(() => void marks.echoed(mark)));
  let sentMs = 0;
  let droppedMs = 0;
  return {
    real,
    out,
    ear,
    send() {
      const mark = marks.frameSent(sentMs / 20, FRAME);
      sentMs += 20;
      out.carry(() => ear.receive(FRAME, mark));
    },
    clear() {
      droppedMs += marks.unheardMs();
      marks.cleared();
      out.carry(() => ear.clear());
    },
    claimedMs: () => sentMs - droppedMs - marks.unheardMs(),
  };
}

const delays = fc.infiniteStream(fc.nat(250));
const next = (delay: Iterator<number>) => () => delay.next().value as number;
const step = fc.record({
  passMs: fc.nat(60),
  act: fc.constantFrom('send', 'send', 'send', 'burst', 'clear', 'stall', 'wait'),
});
const steps = fc.array(step, { maxLength: 80, size: 'max' });

describe('however late sound, marks and clears arrive', () => {
  it('no more is said to be heard than was', () => {
    fc.assert(
      fc.property(delays, delays, steps, (outMs, backMs, all) => {
        const far = line(next(outMs), next(backMs));
        for (const { act, passMs } of all) {
          if (act === 'send') far.send();
          if (act === 'burst') for (let n = 0; n < 8; n += 1) far.send();
          if (act === 'clear') far.clear();
          if (act === 'stall') far.out.stall(400);
          for (let ms = 0; ms < passMs; ms += 5) {
            far.real.pass(5);
            expect(far.claimedMs()).toBeLessThanOrEqual(far.ear.playedMs);
          }
        }
      }),
    );
  });

  it('no less is than was heard before the way back, and the frame that is being played', () => {
    const mostBackMs = 250;
    fc.assert(
      fc.property(delays, delays, steps, (outMs, backMs, all) => {
        const far = line(next(outMs), next(backMs));
        const played: number[] = [];
        for (const { act, passMs } of all) {
          if (act === 'send') far.send();
          if (act === 'burst') for (let n = 0; n < 8; n += 1) far.send();
          if (act === 'stall') far.out.stall(400);
          for (let ms = 0; ms < passMs; ms += 5) {
            far.real.pass(5);
            played.push(far.ear.playedMs);
            const before = played.at(-1 - mostBackMs / 5) ?? 0;
            expect(far.claimedMs()).toBeGreaterThan(before - 20);
          }
        }
      }),
    );
  });
});
