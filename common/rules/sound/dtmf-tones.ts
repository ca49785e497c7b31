/** The two frequencies of each key, in hertz (ITU-T Q.23). */
const ROWS_HZ = [697, 770, 852, 941] as const;
const COLUMNS_HZ = [1209, 1336, 1477] as const;
const KEYS = ['123', '456', '789', '*0#'] as const;

/**
 * As long as a quick press of a key, and longer than the 40 ms that every network must recognise
 * (Q.24).
 */
const TONE_MS = 100;
const GAP_MS = 100;
/** The amplitude of each of the two tones; their sum stays well below clipping. */
const AMPLITUDE = 8_000;
/** The tone fades in and out over this time, so that it does not click. */
const RAMP_MS = 5;

/**
 * The sound of keys being pressed, 16-bit mono: 100 ms of tone and 100 ms of silence per key.
 *
 * @param digits of 0-9, * and #; anything else is left out
 */
export function dtmfTones(digits: string, sampleRateHz: number): Int16Array {
  const keys = [...digits].flatMap((digit) => frequenciesOf(digit) ?? []);
  const toneSamples = (TONE_MS * sampleRateHz) / 1000;
  const stepSamples = ((TONE_MS + GAP_MS) * sampleRateHz) / 1000;
  const rampSamples = (RAMP_MS * sampleRateHz) / 1000;
  const sound = new Int16Array(keys.length * stepSamples);
  for (const [key, [rowHz, columnHz]] of keys.entries()) {
    for (let n = 0; n < toneSamples; n += 1) {
      const angle = (2 * Math.PI * n) / sampleRateHz;
      const ramp = Math.min(1, n / rampSamples, (toneSamples - n) / rampSamples);
      const value = Math.sin(angle * rowHz) + Math.sin(angle * columnHz);
      sound[key * stepSamples + n] = Math.round(AMPLITUDE * ramp * value);
    }
  }
  return sound;
}

function frequenciesOf(digit: string): [readonly [number, number]] | null {
  for (const [row, keys] of KEYS.entries()) {
    const column = keys.indexOf(digit);
    const rowHz = ROWS_HZ[row];
    const columnHz = COLUMNS_HZ[column];
    if (rowHz !== undefined && columnHz !== undefined) return [[rowHz, columnHz]];
  }
  return null;
}
