/** A delivery that can be sent as soon as its lane and its target allow. */
export interface QueueEntry {
  readonly id: string;
  /** Entries of one lane are sent one after another, in order; null: no lane. */
  readonly lane: string | null;
  /** The destination; no target may take all the places. */
  readonly target: string;
}

export interface QueueLimits {
  readonly total: number;
  readonly perTarget: number;
}

/**
 * Decides what is sent next: in order within a lane, in parallel across lanes, alternating between
 * targets, within the limits. Holds only ids; the rows stay in the database.
 */
export class DeliveryQueue {
  readonly #limits: QueueLimits;
  /** Lanes with an entry that is ready or running, and what waits behind it. */
  readonly #lanes = new Map<string, Fifo<QueueEntry>>();
  /** Lanes whose first entry is parked. They do not count, because nothing in them can move. */
  readonly #parkedLanes = new Set<string>();
  readonly #targets = new Map<string, { ready: Fifo<QueueEntry>; running: number }>();
  #running = 0;
  #size = 0;

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  /**
   * How many entries are waiting or running, without those that are parked or wait behind a parked
   * one.
   */
  get size(): number {
    return this.#size;
  }

  add(entry: QueueEntry): void {
    if (entry.lane === null || !this.#parkedLanes.has(entry.lane)) this.#size += 1;
    if (entry.lane !== null) {
      const waiting = this.#lanes.get(entry.lane);
      if (waiting) {
        waiting.push(entry);
        return;
      }
      this.#lanes.set(entry.lane, new Fifo());
    }
    this.#ready(entry);
  }

  /** Whether `next` would return an entry. */
  get canStart(): boolean {
    if (this.#running >= this.#limits.total) return false;
    for (const { ready, running } of this.#targets.values()) {
      if (running < this.#limits.perTarget && ready.length > 0) return true;
    }
    return false;
  }

  /** The next entry to send; null if none can start. Call `done` when it is over. */
  next(): QueueEntry | null {
    if (this.#running >= this.#limits.total) return null;
    for (const [name, target] of this.#targets) {
      if (target.running >= this.#limits.perTarget) continue;
      const entry = target.ready.shift();
      if (!entry) continue;
      target.running += 1;
      this.#running += 1;
      // Move it to the end of the map's order, so that targets take turns.
      this.#targets.delete(name);
      this.#targets.set(name, target);
      return entry;
    }
    return null;
  }

  /** An entry returned by `next` is over. */
  done(entry: QueueEntry): void {
    this.#leavePlace(entry);
    this.#letNextInLane(entry);
  }

  /**
   * An entry returned by `next` could not be started: it will be the first to be returned again.
   */
  giveBack(entry: QueueEntry): void {
    this.#running -= 1;
    const target = this.#targets.get(entry.target);
    if (!target) return;
    target.running -= 1;
    target.ready.unshift(entry);
  }

  /** An entry returned by `next` is held: it gives up its place but keeps its lane blocked. */
  park(entry: QueueEntry): void {
    this.#leavePlace(entry);
    if (entry.lane === null) return;
    this.#parkedLanes.add(entry.lane);
    this.#size -= this.#lanes.get(entry.lane)?.length ?? 0;
  }

  /** A parked entry resumes, ahead of everything that waits behind it. */
  unpark(entry: QueueEntry): void {
    this.#openLane(entry);
    this.#size += 1;
    this.#ready(entry);
  }

  /** A parked entry will not be sent. */
  discard(entry: QueueEntry): void {
    this.#openLane(entry);
    this.#letNextInLane(entry);
  }

  #leavePlace(entry: QueueEntry): void {
    this.#size -= 1;
    this.#running -= 1;
    const target = this.#targets.get(entry.target);
    if (!target) return;
    target.running -= 1;
    if (target.running === 0 && target.ready.length === 0) this.#targets.delete(entry.target);
  }

  #openLane({ lane }: QueueEntry): void {
    if (lane === null || !this.#parkedLanes.delete(lane)) return;
    this.#size += this.#lanes.get(lane)?.length ?? 0;
  }

  #letNextInLane({ lane }: QueueEntry): void {
    if (lane === null) return;
    const following = this.#lanes.get(lane)?.shift();
    if (following) this.#ready(following);
    else this.#lanes.delete(lane);
  }

  #ready(entry: QueueEntry): void {
    const target = this.#targets.get(entry.target);
    if (target) {
      target.ready.push(entry);
      return;
    }
    const ready = new Fifo<QueueEntry>();
    ready.push(entry);
    this.#targets.set(entry.target, { ready, running: 0 });
  }
}

/** First in, first out, without moving the rest at each step. */
class Fifo<T> {
  #items: T[] = [];
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  unshift(item: T): void {
    if (this.#head > 0) {
      this.#head -= 1;
      this.#items[this.#head] = item;
    } else this.#items.unshift(item);
  }

  shift(): T | undefined {
    const item = this.#items[this.#head];
    if (this.#head < this.#items.length) this.#head += 1;
    if (this.#head > 1_000 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }
}
