/** A position this close to where the frame before ended means just there. */
const SAME_PLACE_MS = 10;
/** No frame is overtaken by this much: a position further back is of another count. */
const MOST_OVERTAKEN_MS = 500;

/**
 * Makes positions that can be relied on of those that the far end tells with its frames. One that
 * cannot be true is not believed: the frame then follows the one before. A count that goes on from
 * there, such as one that began anew, is believed from its second frame on (as RFC 3550, A.1).
 */
export class StreamPositions {
  readonly #samePlace: number;
  readonly #mostOvertaken: number;
  /** Where the furthest frame ended; null before the first one. */
  #end: number | null = null;
  /** Believed position minus the told one. */
  #offset = 0;
  /** The same, if the frame that was not believed was right. */
  #doubt: number | null = null;
  #last: { readonly told: number; readonly samples: Int16Array } | null = null;
  #repeats = 0;

  constructor(rateHz: number) {
    this.#samePlace = (rateHz * SAME_PLACE_MS) / 1000;
    this.#mostOvertaken = (rateHz * MOST_OVERTAKEN_MS) / 1000;
  }

  /**
   * Where the frame belongs.
   *
   * @param told any number
   * @param latest sound from beyond this position cannot be here yet
   * @returns a whole position, or null for a frame that was sent twice
   */
  place(told: number, samples: Int16Array, latest: number): number | null {
    const isRepeated = this.#last?.told === told;
    this.#repeats = isRepeated ? this.#repeats + 1 : 0;
    // Once is a copy; a count that stands still tells nothing.
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
