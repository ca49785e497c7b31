import { describe, expect, it } from 'vitest';
import { decodeAudioFrame, rmsOf } from '../../../../renderer/softphone/audio/audio-frame.ts';

function message(samples: readonly number[], version = 1): ArrayBuffer {
  const buffer = Buffer.alloc(24 + samples.length * 2);
  buffer.writeUInt8(version, 0);
  buffer.writeUInt8(1, 1);
  buffer.writeUInt16LE(160, 2);
  buffer.writeUInt32LE(7, 4);
  buffer.write('2b81f0', 8, 'ascii');
  for (const [index, sample] of samples.entries()) buffer.writeInt16LE(sample, 24 + index * 2);
  return new Uint8Array(buffer).buffer;
}

describe('an audio frame of the live socket', () => {
  it('is read as its documented header says', () => {
    expect(decodeAudioFrame(message([1, -2]))).toEqual({
      direction: 'toAgent',
      callId: 'call_2b81f0',
      frame: 7,
      sampleRateHz: 16_000,
      samples: new Int16Array([1, -2]),
    });
  });

  it('is left alone when it is of another version, or too short', () => {
    expect(decodeAudioFrame(message([1], 2))).toBeNull();
    expect(decodeAudioFrame(new ArrayBuffer(23))).toBeNull();
  });

  it('has the level of its samples', () => {
    expect(rmsOf(new Int16Array([16_384, -16_384]))).toBeCloseTo(0.5);
    expect(rmsOf(new Int16Array())).toBe(0);
  });
});
