/** A timer in the heap. `order` breaks ties, so that the timer set first runs first. */
export interface TimerEntry {
  atMs: number;
  readonly order: number;
  readonly run: () => void;
  /** Set as a delay, not as a date. */
  readonly isDelay: boolean;
  cancelled: boolean;
}

/**
 * A binary heap of timers, earliest first. Cancelled entries are dropped when they get to the top.
 */
export class TimerHeap {
  readonly #entries: TimerEntry[] = [];
  #order = 0;
  /** An upper bound for the number of cancelled entries in the heap. */
  #cancelled = 0;

  push(atMs: number, run: () => void, isDelay = false): TimerEntry {
    const entry: TimerEntry = { atMs, order: this.#order++, run, isDelay, cancelled: false };
    this.#entries.push(entry);
    this.#rise(this.#entries.length - 1);
    return entry;
  }

  peek(): TimerEntry | undefined {
    while (this.#entries[0]?.cancelled) this.#removeTop();
    return this.#entries[0];
  }

  pop(): TimerEntry | undefined {
    const top = this.peek();
    if (top) this.#removeTop();
    return top;
  }

  remove(entry: TimerEntry): void {
    if (entry.cancelled) return;
    entry.cancelled = true;
    this.#cancelled += 1;
    // Thousands of timeouts per second are set and cancelled; they must not accumulate for minutes.
    if (this.#cancelled > 1_000 && this.#cancelled * 2 > this.#entries.length) this.#compact();
  }

  clear(): void {
    this.#entries.length = 0;
  }

  /** Moves the delays along with a clock that is set to another time; dates stay where they are. */
  shiftDelays(byMs: number): void {
    for (const entry of this.#entries) {
      if (entry.isDelay) entry.atMs += byMs;
    }
    this.#compact();
  }

  /** The remaining entries, sorted, form a heap again. */
  #compact(): void {
    const left = this.#entries.filter((entry) => !entry.cancelled);
    left.sort((a, b) => a.atMs - b.atMs || a.order - b.order);
    this.#entries.splice(0, this.#entries.length, ...left);
    this.#cancelled = 0;
  }

  #removeTop(): void {
    const last = this.#entries.pop();
    if (last && this.#entries.length > 0) {
      this.#entries[0] = last;
      this.#sink(0);
    }
  }

  #rise(from: number): void {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#swapIfBefore(index, parent)) return;
      index = parent;
    }
  }

  #sink(from: number): void {
    let index = from;
    for (;;) {
      const left = 2 * index + 1;
      const right = left + 1;
      let first = index;
      if (this.#isBefore(left, first)) first = left;
      if (this.#isBefore(right, first)) first = right;
      if (first === index) return;
      this.#swapIfBefore(first, index);
      index = first;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const x = this.#entries[a];
    const y = this.#entries[b];
    if (!x || !y) return false;
    return x.atMs < y.atMs || (x.atMs === y.atMs && x.order < y.order);
  }

  /** Swaps the two entries if `a` belongs before `b`. */
  #swapIfBefore(a: number, b: number): boolean {
    const x = this.#entries[a];
    const y = this.#entries[b];
    if (!x || !y || !this.#isBefore(a, b)) return false;
    this.#entries[a] = y;
    this.#entries[b] = x;
    return true;
  }
}
