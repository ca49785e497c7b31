import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import {
  RECORDING_HEADER_BYTES,
  recordingShape,
} from '../../../common/rules/sound/recording-shape.ts';
import {
  readExtremes,
  stepsOf,
  WAVEFORM_STEP_MS,
  type Waveform,
} from '../../../common/rules/sound/waveform.ts';

/** Ten seconds of sound: memory use must not depend on the length of a call. */
const STEPS_AT_ONCE = 500;

/**
 * The waveform of a recording, which is read in parts. Null if the file does not exist or is not a
 * recording of ours.
 */
export function recordingWaveform(path: string): Waveform | null {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return null;
  }
  try {
    const header = new DataView(new ArrayBuffer(RECORDING_HEADER_BYTES));
    readSync(file, header, 0, RECORDING_HEADER_BYTES, 0);
    const shape = recordingShape(header, fstatSync(file).size);
    if (shape === null) return null;
    const { channels, sampleRateHz, dataBytes } = shape;
    const bytesPerFrame = channels * 2;
    const steps = stepsOf(dataBytes / bytesPerFrame, sampleRateHz);
    const waveform = { caller: new Int8Array(steps * 2), agent: new Int8Array(steps * 2) };
    const framesAtOnce = Math.round((sampleRateHz * STEPS_AT_ONCE * WAVEFORM_STEP_MS) / 1_000);
    const block = new Int16Array(framesAtOnce * channels);
    for (let first = 0; first < steps; first += STEPS_AT_ONCE) {
      const from = (first / STEPS_AT_ONCE) * block.byteLength;
      const length = Math.min(block.byteLength, dataBytes - from);
      const read = readSync(file, block, 0, length, RECORDING_HEADER_BYTES + from);
      const samples = block.subarray(0, read >> 1);
      const stretch = { firstStep: 0, steps: STEPS_AT_ONCE };
      const into = (lane: Int8Array) => lane.subarray(first * 2);
      if (channels > 1) {
        readExtremes(
          samples,
          { channels, channel: 0, sampleRateHz },
          stretch,
          into(waveform.caller),
        );
      }
      const agent = { channels, channel: channels - 1, sampleRateHz };
      readExtremes(samples, agent, stretch, into(waveform.agent));
    }
    return waveform;
  } finally {
    closeSync(file);
  }
}
