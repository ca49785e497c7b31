import { readExtremes, stepsOf, type Waveform } from '../../../common/rules/waveform.ts';

/** A finished recording in memory: 16-bit samples, interleaved. */
export interface RecordingSound {
  readonly samples: Int16Array<ArrayBuffer>;
  readonly channels: number;
  readonly sampleRateHz: number;
  readonly durationMs: number;
}

/** Reads our own WAV files: PCM, 16 bit, data from byte 44 on. Null for anything else. */
export function readRecording(bytes: ArrayBuffer): RecordingSound | null {
  if (bytes.byteLength < 44) return null;
  const view = new DataView(bytes);
  const tag = (at: number) => String.fromCharCode(...new Uint8Array(bytes, at, 4));
  if (tag(0) !== 'RIFF' || tag(36) !== 'data' || view.getUint16(34, true) !== 16) return null;
  const channels = view.getUint16(22, true);
  const sampleRateHz = view.getUint32(24, true);
  if (channels < 1 || channels > 2 || sampleRateHz < 1) return null;
  const length = Math.floor(Math.min(view.getUint32(40, true), bytes.byteLength - 44) / 2);
  const samples = new Int16Array(bytes, 44, length);
  return {
    samples,
    channels,
    sampleRateHz,
    durationMs: (length / channels / sampleRateHz) * 1_000,
  };
}

/** About 2 ms of work on a slow machine. */
const STEPS_AT_ONCE = 300;

/**
 * Fills the waveform of a recording a bit at a time, so that the window stays quick. `onMore` is
 * called after each bit. Resolves when it is whole or given up.
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

/** Lets clicks and frames go first. */
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
