import { powerSaveBlocker } from 'electron';

/** Prevents the system from suspending the app during a call. */
export class PowerSaver {
  #blocker: number | null = null;

  setCallRunning(isRunning: boolean): void {
    if (isRunning && this.#blocker === null) {
      this.#blocker = powerSaveBlocker.start('prevent-app-suspension');
    } else if (!isRunning && this.#blocker !== null) {
      powerSaveBlocker.stop(this.#blocker);
      this.#blocker = null;
    }
  }
}
