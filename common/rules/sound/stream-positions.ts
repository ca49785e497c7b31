/** A position this close to the end of the previous frame means exactly that end. */
const SAME_PLACE_MS = 10;
/**
 * No frame arrives this much out of order: a position further back means that the count was reset.
 */
const MOST_OVERTAKEN_MS = 500;

/**
 * Corrects the positions that the far end sends with its frames. An implausible position is
 * ignored: the frame then follows the one before. If the count continues from there, because it was
 * reset for example, it is accepted from its second frame on (as in RFC 3550, A.1).
 */
export class StreamPositions {
  readonly #samePlace: number;
  readonly #mostOvertaken: number;
  /** The end of the furthest frame so far; null before the first one. */
  #end: number | null = null;
  /** Add this to a received position to get the real one. */
  #offset = 0;
  /** The offset to use if the position that was ignored turns out to be right. */
  #doubt: number | null = null;
  #last: { readonly told: number; readonly samples: Int16Array } | null = null;
  #repeats = 0;

  constructor(rateHz: number) {
    this.#samePlace = (rateHz * SAME_PLACE_MS) / 1000;
    this.#mostOvertaken = (rateHz * MOST_OVERTAKEN_MS) / 1000;
  }

  /**
   * The real position of a frame.
   *
   * @param told the position as received; any number
   * @param latest sound from beyond this position cannot have arrived yet
   * @returns a whole position, or null for a frame that was sent twice
   */
  place(told: number, samples: Int16Array, latest: number): number | null {
    const isRepeated = this.#last?.told === told;
    this.#repeats = isRepeated ? this.#repeats + 1 : 0;
    // One repetition is a duplicate; a count that never moves carries no information.
    const isCopy = isRepeated && this.#repeats === 1 && isSame(samples, this.#last?.samples);
    this.#last = { told, samples };
    if (isCopy) return null;
    const position = isRepeated ? this.#follow() : this.#believed(told, samples.length, latest);
    this.#end = Math.max(this.#end ?? position, position + samples.length);
    return position;
  }

  #believed(told: number, length: number, latest: number): number {
    if (!Number.isSafeInteger(told) || told < 0) return this.#follow();
    if (this.#end === null) return told;
    for (const offset of this.#doubt === null ? [this.#offset] : [this.#offset, this.#doubt]) {
      const position = this.#check(told + offset, length, latest);
      if (position === null) continue;
      this.#doubt = null;
      this.#offset = position - told;
      return position;
    }
    this.#doubt = this.#end - told;
    return this.#end;
  }

  #check(position: number, length: number, latest: number): number | null {
    const end = this.#end ?? position;
    const samePlace = Math.min(this.#samePlace, length / 2);
    if (Math.abs(position - end) <= samePlace) return end;
    return position >= end - this.#mostOvertaken && position <= latest ? position : null;
  }

  #follow(): number {
    return this.#end ?? 0;
  }
}

function isSame(samples: Int16Array, others: Int16Array | undefined): boolean {
  return samples.length === others?.length && samples.every((sample, n) => sample === others[n]);
}
