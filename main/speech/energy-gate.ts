/** Below this nobody speaks: -60 dBFS. A quiet voice at arm's length is at about -45. */
const SILENT_RMS = 33;
/** Above this it is taken for speech where the model cannot be asked: -40 dBFS. */
const LOUD_RMS = 330;
/**
 * The model looks on for a second after the last sound, so that it sees the end itself and keeps
 * in mind who spoke when they go on.
 */
const HANGOVER_WINDOWS = 31;

/** Keeps silence away from the model: it costs nothing then. */
export class EnergyGate {
  #openWindows = 0;

  /** Whether the model should see this window. */
  admits(window: Int16Array): boolean {
    if (rms(window) >= SILENT_RMS) this.#openWindows = HANGOVER_WINDOWS + 1;
    if (this.#openWindows === 0) return false;
    this.#openWindows -= 1;
    return true;
  }
}

/** A poor man's score, for when the model is not to be had: loud or not. */
export function scoreByEnergy(window: Int16Array): number {
  return rms(window) >= LOUD_RMS ? 1 : 0;
}

function rms(window: Int16Array): number {
  let sum = 0;
  for (const sample of window) sum += sample * sample;
  return Math.sqrt(sum / window.length);
}
