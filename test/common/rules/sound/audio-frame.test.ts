import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AudioFrame } from '../../../../common/contract/index.ts';
import { decodeAudioFrame, encodeAudioFrame } from '../../../../common/rules/sound/audio-frame.ts';

const frame: fc.Arbitrary<AudioFrame> = fc.record({
  direction: fc.constantFrom('toCaller', 'toAgent'),
  callId: fc.stringMatching(/^call_[0-9a-z]{16}$/),
  frame: fc.nat(0xffff_ffff),
  sampleRateHz: fc.constantFrom(8_000, 16_000, 24_000, 44_100, 48_000),
  samples: fc.int16Array({ maxLength: 400 }),
});

describe('an audio frame', () => {
  it('comes out as it went in', () => {
    fc.assert(
      fc.property(frame, (given) => {
        expect(decodeAudioFrame(encodeAudioFrame(given).slice().buffer)).toEqual(given);
      }),
    );
  });

  it('is null for bytes that are none, never a throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const read = decodeAudioFrame(bytes.slice().buffer);
        if (bytes.length < 24 || bytes[0] !== 1 || bytes.length % 2 === 1) expect(read).toBeNull();
      }),
    );
  });

  it.each([
    ['another version', 0, 2],
    ['a direction that there is not', 1, 2],
    ['no sample rate', 2, 0],
  ])('is null for a header with %s', (_, at, value) => {
    const bytes = new Uint8Array(26);
    bytes.set([1, 0, 160]);
    expect(decodeAudioFrame(bytes.buffer)?.sampleRateHz).toBe(16_000);
    bytes[at] = value;
    expect(decodeAudioFrame(bytes.buffer)).toBeNull();
  });

  it('is null for half a sample', () => {
    const bytes = new Uint8Array(27);
    bytes.set([1, 0, 160]);
    expect(decodeAudioFrame(bytes.buffer)).toBeNull();
  });

  it('has an id that is as long as it was', () => {
    const frame = {
      direction: 'toAgent',
      callId: 'call_ab',
      frame: 1,
      sampleRateHz: 8_000,
      samples: new Int16Array(1),
    } as const;
    expect(decodeAudioFrame(encodeAudioFrame(frame).buffer)).toEqual(frame);
  });

  it('has the documented header', () => {
    const bytes = encodeAudioFrame({
      direction: 'toAgent',
      callId: 'call_ab',
      frame: 258,
      sampleRateHz: 16_000,
      samples: new Int16Array([1, -2]),
    });
    expect([...bytes]).toEqual([
      1, 1, 160, 0, 2, 1, 0, 0, 97, 98, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 254, 255,
    ]);
  });
});
