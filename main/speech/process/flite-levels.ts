/**
 * The gain in dB that brings each of Flite's voices to an integrated loudness of -22 LUFS (ITU-R
 * BS.1770). So all are equally loud, with headroom for the loudest syllable of the softest voice.
 */
const GAINS_DB: Readonly<Record<string, number>> = {
  slt: -6.1,
  rms: -0.5,
  awb: -1.6,
  kal16: 6,
};
const FULL_SCALE = 32_767;
/** -3 dBFS: anything louder is compressed towards full scale, which it never reaches. */
const KNEE = 0.7 * FULL_SCALE;
const BEYOND = FULL_SCALE - KNEE;

/**
 * Makes a voice as loud as the others. `voice` is Flite's own name; an unknown one is left
 * unchanged.
 */
export function levelled(samples: Int16Array, voice: string): Int16Array {
  const gain = 10 ** ((GAINS_DB[voice] ?? 0) / 20);
  return samples.map((sample) => Math.round(limited(sample * gain)));
}

function limited(sample: number): number {
  const level = Math.abs(sample);
  if (level <= KNEE) return sample;
  return Math.sign(sample) * (KNEE + BEYOND * Math.tanh((level - KNEE) / BEYOND));
}
