import {
  RECORDING_HEADER_BYTES,
  recordingShape,
} from '../../../common/rules/sound/recording-shape.ts';
import { readExtremes, stepsOf, type Waveform } from '../../../common/rules/sound/waveform.ts';

/** A finished recording in memory: 16-bit samples, interleaved. */
export interface RecordingSound {
  readonly samples: Int16Array<ArrayBuffer>;
  readonly channels: number;
  readonly sampleRateHz: number;
  readonly durationMs: number;
}

/** Reads the app's own WAV files; null for anything else. */
export function readRecording(bytes: ArrayBuffer): RecordingSound | null {
  const shape = recordingShape(new DataView(bytes), bytes.byteLength);
  if (shape === null) return null;
  const { channels, sampleRateHz, dataBytes } = shape;
  const samples = new Int16Array(bytes, RECORDING_HEADER_BYTES, dataBytes / 2);
  const durationMs = (samples.length / channels / sampleRateHz) * 1_000;
  return { samples, channels, sampleRateHz, durationMs };
}

/** About 2 ms of work on a slow machine. */
const STEPS_AT_ONCE = 300;

/**
 * Computes the waveform of a recording in parts, so that the window stays responsive. `onMore` is
 * called after each part. Resolves when it is complete or aborted.
 */
export async function readWaveform(
  sound: RecordingSound,
  onMore: (waveform: Waveform) => void,
  signal: AbortSignal,
): Promise<void> {
  const { samples, channels, sampleRateHz } = sound;
  const steps = stepsOf(samples.length / channels, sampleRateHz);
  const waveform = { caller: new Int8Array(steps * 2), agent: new Int8Array(steps * 2) };
  for (let firstStep = 0; firstStep < steps && !signal.aborted; firstStep += STEPS_AT_ONCE) {
    const stretch = { firstStep, steps: STEPS_AT_ONCE };
    if (channels > 1) {
      readExtremes(samples, { channels, channel: 0, sampleRateHz }, stretch, waveform.caller);
    }
    readExtremes(
      samples,
      { channels, channel: channels - 1, sampleRateHz },
      stretch,
      waveform.agent,
    );
    onMore(waveform);
    await nextTask();
  }
}

/** Lets clicks and frames be handled first. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
