/**
 * An answer that is already JSON text in UTF-8. Over HTTP it is sent unchanged: the reader thread
 * writes the long ones, and parsing and serialising them here would delay calls.
 */
export class ReadyJson<Output> {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  read(): Output {
    return JSON.parse(new TextDecoder().decode(this.bytes)) as Output;
  }
}
