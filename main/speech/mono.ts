import type { Wav } from './wav.ts';

/**
 * One channel at another sample rate: channels are averaged, samples interpolated linearly. Good
 * enough for a recording of a voice that goes into a telephone call.
 */
export function monoAt(wav: Wav, sampleRateHz: number): Int16Array {
  const mono = averageChannels(wav);
  if (wav.sampleRateHz === sampleRateHz) return mono;
  const ratio = wav.sampleRateHz / sampleRateHz;
  const result = new Int16Array(Math.floor(mono.length / ratio));
  for (let n = 0; n < result.length; n += 1) {
    const at = n * ratio;
    const before = Math.floor(at);
    const from = mono[before] ?? 0;
    result[n] = from + ((mono[before + 1] ?? from) - from) * (at - before);
  }
  return result;
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
