import type { AmbientSound } from '../../contract/index.ts';
import { type SeededRandom, seededRandom } from '../seeded-random.ts';

/**
 * The room behind the agent's voice (`ambientSound`): filtered noise, the same in every call. It is
 * not a recording of an office; it only lets one hear how background sound affects a call.
 */

/** Root mean square in dB below full scale; the agent's voice is at about -20. */
export const AMBIENT_LEVEL_DBFS: Readonly<Record<Scene, number>> = {
  office: -48,
  'coffee-shop': -40,
  outdoor: -44,
};

type Scene = Exclude<AmbientSound, 'none'>;

/** How a scene is made from white noise, at 16 kHz. */
interface Recipe {
  /** The band-pass limits. */
  readonly lowHz: number;
  readonly highHz: number;
  /** How strongly it swells, 0 to 1, and how often per second. */
  readonly swell: number;
  readonly swellHz: number;
  /** A mains hum added to it, as a share of the level. */
  readonly hum: number;
}

const RECIPES: Readonly<Record<Scene, Recipe>> = {
  // Air conditioning and machines.
  office: { lowHz: 60, highHz: 500, swell: 0.1, swellHz: 0.2, hum: 0.5 },
  // In the range of voices, coming and going.
  'coffee-shop': { lowHz: 250, highHz: 2_500, swell: 0.5, swellHz: 1.7, hum: 0 },
  // Wind in gusts.
  outdoor: { lowHz: 40, highHz: 900, swell: 0.7, swellHz: 0.35, hum: 0 },
};

const RATE_HZ = 16_000;
const HUM_HZ = 120;
const SEED = 20_261;
/** How much of the noise is measured to scale it to its level. */
const PROBE_SAMPLES = 2 * RATE_HZ;

/** An endless stream of noise for one scene. */
export class AmbientSource {
  readonly #noise: () => number;
  readonly #gain: number;

  constructor(scene: Scene) {
    const probe = noiseOf(RECIPES[scene], seededRandom(SEED));
    let power = 0;
    for (let n = 0; n < PROBE_SAMPLES; n += 1) power += probe() ** 2;
    const wanted = 32_768 * 10 ** (AMBIENT_LEVEL_DBFS[scene] / 20);
    this.#gain = wanted / Math.sqrt(power / PROBE_SAMPLES);
    this.#noise = noiseOf(RECIPES[scene], seededRandom(SEED));
  }

  /** Adds the next stretch of the scene to the voice. */
  under(voice: Int16Array): Int16Array {
    return voice.map((sample) => clipped(sample + this.#noise() * this.#gain));
  }
}

/** A generator of samples, not yet scaled to their level. */
function noiseOf(recipe: Recipe, random: SeededRandom): () => number {
  const { lowHz, highHz, swell, swellHz, hum } = recipe;
  const low = onePole(lowHz);
  const high = onePole(highHz);
  let n = 0;
  return () => {
    n += 1;
    const smooth = high(random() * 2 - 1);
    const band = smooth - low(smooth);
    // Two waves of unrelated frequencies, so that it does not sound like a siren.
    const seconds = n / RATE_HZ;
    const wave =
      Math.sin(2 * Math.PI * swellHz * seconds) * Math.sin(2 * Math.PI * 0.37 * swellHz * seconds);
    const buzz = hum * 0.1 * Math.sin(2 * Math.PI * HUM_HZ * seconds);
    return band * (1 + swell * wave) + buzz;
  };
}

/** A first-order low-pass. */
function onePole(hz: number): (sample: number) => number {
  const share = 1 - Math.exp((-2 * Math.PI * hz) / RATE_HZ);
  let value = 0;
  return (sample) => {
    value += share * (sample - value);
    return value;
  };
}

function clipped(sample: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(sample)));
}
