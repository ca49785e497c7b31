import { Resampler } from '../../common/rules/sound/resampler.ts';
import type { Wav } from './wav.ts';

/** Converts to one channel at another sample rate; channels are averaged. */
export function monoAt(wav: Wav, sampleRateHz: number): Int16Array {
  return new Resampler(wav.sampleRateHz, sampleRateHz).push(averageChannels(wav));
}

function averageChannels({ samples, channels }: Wav): Int16Array {
  if (channels === 1) return samples;
  const mono = new Int16Array(Math.floor(samples.length / channels));
  for (let n = 0; n < mono.length; n += 1) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1) {
      sum += samples[n * channels + channel] ?? 0;
    }
    mono[n] = sum / channels;
  }
  return mono;
}
