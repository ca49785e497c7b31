/** Waiting jobs: first those for which a caller waits in silence, each kind in order. */
export class FliteQueue {
  readonly #jobs: FliteJob[] = [];

  push(job: FliteJob): void {
    const later = job.isAwaited ? this.#jobs.findIndex(({ isAwaited }) => !isAwaited) : -1;
    if (later < 0) this.#jobs.push(job);
    else this.#jobs.splice(later, 0, job);
  }

  next(): FliteJob | undefined {
    return this.#jobs.shift();
  }

  /** Returns false if it is not in the queue. */
  remove(id: number): boolean {
    const at = this.#jobs.findIndex((job) => job.id === id);
    if (at >= 0) this.#jobs.splice(at, 1);
    return at >= 0;
  }
}

/** One sentence for a Flite thread. */
export interface FliteJob {
  readonly id: number;
  readonly text: string;
  readonly voice: string;
  readonly speed: number;
  /** A caller is waiting for it in silence: it is made before those that are needed later. */
  readonly isAwaited: boolean;
}
