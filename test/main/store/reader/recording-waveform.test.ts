import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../common/rules/seeded-random.ts';
import { waveformOf } from '../../../../common/rules/sound/waveform.ts';
import { wavHeader } from '../../../../main/speech/wav.ts';
import { recordingWaveform } from '../../../../main/store/reader/recording-waveform.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agentphone-waveform-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const RATE_HZ = 8_000;

function recording(samples: Int16Array, declaredBytes = samples.byteLength): string {
  const path = join(folder, 'call.wav');
  const data = Buffer.from(samples.buffer);
  writeFileSync(path, Buffer.concat([wavHeader(RATE_HZ, 2, declaredBytes), data]));
  return path;
}

/** 25.3 seconds: more than is read at once, and not a whole number of steps. */
function noise(): Int16Array {
  const random = seededRandom(1);
  return Int16Array.from({ length: 2 * 202_417 }, () => Math.floor(random() * 60_000) - 30_000);
}

describe('the waveform of a recording', () => {
  it('is the same, read bit by bit, as of the whole', () => {
    const samples = noise();
    expect(recordingWaveform(recording(samples))).toEqual(waveformOf(samples, 2, RATE_HZ));
  });

  it('is of all that is there while the size has yet to be written', () => {
    const samples = noise();
    expect(recordingWaveform(recording(samples, 0))).toEqual(waveformOf(samples, 2, RATE_HZ));
  });

  it('is none without a file, and of a file that is no recording', () => {
    expect(recordingWaveform(join(folder, 'nothing.wav'))).toBeNull();
    const path = join(folder, 'text.wav');
    writeFileSync(path, 'This is a text, and long enough to have a header of its own.');
    expect(recordingWaveform(path)).toBeNull();
    writeFileSync(path, 'RIFF');
    expect(recordingWaveform(path)).toBeNull();
  });
});
