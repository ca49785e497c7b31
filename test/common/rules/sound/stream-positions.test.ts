import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StreamPositions } from '../../../../common/rules/sound/stream-positions.ts';

const RATE_HZ = 8_000;
const FRAME = 160;
/** Sound in which no two frames are the same. */
let made = 0;
function frame(): Int16Array {
  made += 1;
  return new Int16Array(FRAME).fill(made % 30_000);
}

/**
 * Where frames with these received positions are placed; sound from beyond `latest` cannot have
 * arrived yet.
 */
function placed(told: readonly number[], latest = Number.POSITIVE_INFINITY): (number | null)[] {
  const positions = new StreamPositions(RATE_HZ);
  return told.map((position) => positions.place(position, frame(), latest));
}

describe('the position of a frame', () => {
  it('is what it says, in whatever order frames come, and wherever the count begins', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 40 }),
        fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
        (base, order) => {
          const told = order.map((n) => base + n * FRAME);
          expect(placed(told)).toEqual(told);
        },
      ),
    );
  });

  it('is right behind the frame before when it is only a few milliseconds off', () => {
    expect(placed([0, 165, 325, 480])).toEqual([0, 160, 320, 480]);
    // A wrong count stays wrong, so a later gap counts as one.
    expect(placed([0, 200, 360, 680])).toEqual([0, 160, 320, 640]);
  });

  it.each([
    ['no number', [Number.NaN, Number.NaN, Number.NaN]],
    ['infinite', [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0.5]],
    ['below zero', [-160, -320, -1]],
    ['standing still', [0, 0, 0]],
    ['out of all bounds', [2 ** 53, 2 ** 60, 1e300]],
  ])('follows the frame before when what it says is %s', (_name, told) => {
    const [first = 0] = placed(told);
    expect(placed(told)).toEqual([first, (first ?? 0) + 160, (first ?? 0) + 320]);
  });

  it('follows the frame before when it would lie in the future', () => {
    expect(placed([0, 160, 9_000_000, 480, 640], 20_000)).toEqual([0, 160, 320, 480, 640]);
  });

  it('is believed from the second frame on when the count begins anew', () => {
    const before = Array.from({ length: 100 }, (_, n) => n * FRAME);
    const anew = [0, 160, 320, 800];
    expect(placed([...before, ...anew]).slice(100)).toEqual([16_000, 16_160, 16_320, 16_800]);
    expect(placed([...before, 7_000_000, 7_000_160], 20_000).slice(100)).toEqual([16_000, 16_160]);
  });

  it('is none for a frame that was sent twice', () => {
    const positions = new StreamPositions(RATE_HZ);
    const sound = frame();
    expect(positions.place(0, sound, 1_000)).toBe(0);
    expect(positions.place(0, sound.slice(), 1_000)).toBeNull();
    expect(positions.place(160, frame(), 1_000)).toBe(160);
  });

  it('goes on where a count stands still, even in silence', () => {
    const positions = new StreamPositions(RATE_HZ);
    const silence = new Int16Array(FRAME);
    const places = Array.from({ length: 6 }, () => positions.place(0, silence, 10_000));
    expect(places).toEqual([0, null, 160, 320, 480, 640]);
  });

  it('is always a whole number that a stream can have', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.double(), fc.integer()), { maxLength: 50 }), (told) => {
        for (const position of placed(told, 2 ** 40)) {
          if (position !== null) expect(Number.isSafeInteger(position)).toBe(true);
        }
      }),
    );
  });
});
