import { describe, expect, it } from 'vitest';
import { TelephoneLine } from '../../../../common/rules/sound/telephone-line.ts';

const FRAME = 320;

/** One second of a tone, in 20 ms frames through a new line. */
function heard(hz: number): Int16Array {
  const line = new TelephoneLine();
  const output = new Int16Array(16_000);
  for (let at = 0; at < output.length; at += FRAME) {
    const frame = Int16Array.from(
      { length: FRAME },
      (_, n) => 8_000 * Math.sin((2 * Math.PI * hz * (at + n)) / 16_000),
    );
    output.set(line.through(frame), at);
  }
  return output;
}

function rms(samples: Int16Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}

describe('a telephone line', () => {
  it('gives back as many samples as went in, without gaps after its first milliseconds', () => {
    const samples = heard(400).subarray(800);
    const zeros = [...samples.keys()].filter((n) => samples[n] === 0 && samples[n + 1] === 0);
    expect(zeros).toHaveLength(0);
  });

  it('lets the voice band through and stops what a telephone cannot carry', () => {
    const voice = rms(heard(1_000).subarray(1_600));
    expect(voice).toBeGreaterThan(5_000);
    expect(rms(heard(6_000).subarray(1_600))).toBeLessThan(voice / 30);
  });
});
