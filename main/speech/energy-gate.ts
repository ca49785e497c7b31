/** Below this (-60 dBFS) there is no speech. A quiet voice at arm's length is at about -45. */
const SILENT_RMS = 33;
/** Above this (-40 dBFS), sound counts as speech if the model is not available. */
const LOUD_RMS = 330;
/**
 * The model keeps listening for a second after the last sound, so that it detects the end itself
 * and still knows the voice if it continues.
 */
const HANGOVER_WINDOWS = 31;

/** Keeps silence away from the model, so that it costs no computation. */
export class EnergyGate {
  #openWindows = 0;

  /** Whether the model should get this window. */
  admits(window: Int16Array): boolean {
    if (rms(window) >= SILENT_RMS) this.#openWindows = HANGOVER_WINDOWS + 1;
    if (this.#openWindows === 0) return false;
    this.#openWindows -= 1;
    return true;
  }
}

/** A crude replacement if the model is not available: loud or not. */
export function scoreByEnergy(window: Int16Array): number {
  return rms(window) >= LOUD_RMS ? 1 : 0;
}

function rms(window: Int16Array): number {
  let sum = 0;
  for (const sample of window) sum += sample * sample;
  return Math.sqrt(sum / window.length);
}
