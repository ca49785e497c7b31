/**
 * An input that goes to its operation as it came, for a thread to read: JSON as UTF-8, unchecked. The
 * counterpart of `ReadyJson`.
 */
export class RawJson {
  readonly bytes: Uint8Array<ArrayBuffer>;

  constructor(bytes: Uint8Array) {
    // A copy, for what came over a socket may share its memory with other things.
    this.bytes = new Uint8Array(bytes);
  }

  /** Serialises input that was parsed already. */
  static of(input: unknown): RawJson {
    return input instanceof RawJson ? input : new RawJson(Buffer.from(JSON.stringify(input)));
  }
}
