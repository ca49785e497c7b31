/** The measuring block: 400 ms, each overlapping the previous one by three quarters. */
const BLOCK_MS = 400;
const STEP_MS = 100;
/** Blocks below this (in LUFS) are silence. */
const ABSOLUTE_GATE = -70;
/** Blocks this much below the others (in LU) are pauses. */
const RELATIVE_GATE = -10;
const FULL_SCALE = 32_768;

/** A second-order filter section: numerator, and denominator without its leading 1. */
interface Section {
  readonly b: readonly [number, number, number];
  readonly a: readonly [number, number];
}

/**
 * Integrated loudness of mono sound by ITU-R BS.1770-4, in LUFS: K-weighting, then two gates.
 * `-Infinity` for sound that is shorter than a block or nothing but silence.
 */
export function loudnessOf(samples: Int16Array, sampleRateHz: number): number {
  const weighted = headAndHum(sampleRateHz).reduce(filtered, Float64Array.from(samples));
  const powers = blockPowers(weighted, sampleRateHz);
  const audible = powers.filter((power) => lufs(power) > ABSOLUTE_GATE);
  const gate = lufs(mean(audible)) + RELATIVE_GATE;
  return lufs(mean(audible.filter((power) => lufs(power) > gate)));
}

/**
 * The two stages of K-weighting: the shelf that models the head, and a high-pass. Derived from
 * their analogue prototypes.
 */
function headAndHum(rateHz: number): readonly Section[] {
  const modelCache = { k: Math.tan((Math.PI * 1681.974450955533) / rateHz), q: 0.7071752369554196 };
  const high = 10 ** (3.999843853973347 / 20);
  const band = high ** 0.4996667741545416;
  const pass = { k: Math.tan((Math.PI * 38.13547087602444) / rateHz), q: 0.5003270373238773 };
  const { k, q } = modelCache;
  const a0 = 1 + k / q + k * k;
  return [
    {
      b: [
        (high + (band * k) / q + k * k) / a0,
        (2 * (k * k - high)) / a0,
        (high - (band * k) / q + k * k) / a0,
      ],
      a: poles(modelCache),
    },
    { b: [1, -2, 1], a: poles(pass) },
  ];
}

function poles({ k, q }: { readonly k: number; readonly q: number }): Section['a'] {
  const a0 = 1 + k / q + k * k;
  return [(2 * (k * k - 1)) / a0, (1 - k / q + k * k) / a0];
}

function filtered(samples: Float64Array, { b, a }: Section): Float64Array {
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  return samples.map((x) => {
    const y = b[0] * x + b[1] * x1 + b[2] * x2 - a[0] * y1 - a[1] * y2;
    [x2, x1, y2, y1] = [x1, x, y1, y];
    return y;
  });
}

function blockPowers(samples: Float64Array, rateHz: number): number[] {
  const block = (BLOCK_MS * rateHz) / 1000;
  const step = (STEP_MS * rateHz) / 1000;
  const powers: number[] = [];
  for (let at = 0; at + block <= samples.length; at += step) {
    let sum = 0;
    for (let n = at; n < at + block; n += 1) sum += (samples[n] ?? 0) ** 2;
    powers.push(sum / block / FULL_SCALE ** 2);
  }
  return powers;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function lufs(power: number): number {
  return power > 0 ? 10 * Math.log10(power) - 0.691 : Number.NEGATIVE_INFINITY;
}
