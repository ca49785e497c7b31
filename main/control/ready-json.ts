/**
 * An answer that is JSON text already, in UTF-8. Over HTTP it goes out as it is: long ones are
 * written by the reader thread, and reading them here only to write them again would hold up calls.
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
