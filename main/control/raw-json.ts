/**
 * An input that is passed to its operation unchanged, to be parsed on a thread: JSON as UTF-8, not
 * validated. The counterpart of `ReadyJson`.
 */
export class RawJson {
  readonly bytes: Uint8Array<ArrayBuffer>;

  constructor(bytes: Uint8Array) {
    // Copied, because data from a socket may share its memory with other things.
    this.bytes = new Uint8Array(bytes);
  }

  /** Serialises input that was already parsed. */
  static of(input: unknown): RawJson {
    return input instanceof RawJson ? input : new RawJson(Buffer.from(JSON.stringify(input)));
  }
}
