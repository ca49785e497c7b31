import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';

/** Receives the result: the plain bytes as they are decoded, then an end or a failure. */
export interface DecodedBody {
  data(chunk: Buffer): void;
  end(): void;
  /** @param encoding the encoding that the bytes violate */
  broken(encoding: string, error: Error): void;
}

/** No real response has more layers of compression. */
const MOST_LAYERS = 3;

/**
 * Decompresses a response. The reader limits the output by closing this decoder. Output comes in
 * small pieces, so that a decompression bomb is never in memory as a whole.
 */
export class BodyDecoder {
  readonly #layers: readonly string[];
  readonly #to: DecodedBody;
  /**
   * In the order of decoding. Created at the first byte, which shows which kind of deflate it is.
   */
  #streams: Transform[] = [];
  #closed = false;

  private constructor(layers: readonly string[], to: DecodedBody) {
    this.#layers = layers;
    this.#to = to;
  }

  /** Null if nothing is compressed, or the encoding is unknown: then the bytes stay as they are. */
  static for(contentEncoding: string, to: DecodedBody): BodyDecoder | null {
    const layers = contentEncoding
      .toLowerCase()
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && name !== 'identity')
      .reverse();
    if (layers.length === 0 || layers.length > MOST_LAYERS) return null;
    return layers.every((name) => KNOWN.has(name)) ? new BodyDecoder(layers, to) : null;
  }

  write(chunk: Buffer): void {
    if (this.#closed) return;
    if (this.#streams.length === 0) this.#streams = this.#chain(chunk[0] ?? 0);
    // Copied, because undici reuses its read buffer.
    this.#streams[0]?.write(Buffer.from(chunk));
  }

  /** The compressed bytes are complete; some output may still follow. */
  end(): void {
    if (this.#closed) return;
    if (this.#streams.length === 0) this.#to.end();
    else this.#streams[0]?.end();
  }

  close(): void {
    this.#closed = true;
    for (const stream of this.#streams) stream.destroy();
  }

  #chain(firstByte: number): Transform[] {
    const streams = this.#layers.map((encoding, index) => {
      const stream = decoderOf(encoding, index === 0 ? firstByte : 0x78);
      stream.on('error', (error) => {
        if (!this.#closed) this.#to.broken(encoding, error);
      });
      return stream;
    });
    for (const [index, stream] of streams.entries()) {
      const next = streams[index + 1];
      if (next) {
        stream.pipe(next);
        continue;
      }
      stream.on('data', (chunk: Buffer) => {
        if (!this.#closed) this.#to.data(chunk);
      });
      stream.on('end', () => {
        if (!this.#closed) this.#to.end();
      });
    }
    return streams;
  }
}

const KNOWN: ReadonlySet<string> = new Set(['gzip', 'x-gzip', 'deflate', 'br', 'zstd']);

function decoderOf(encoding: string, firstByte: number): Transform {
  switch (encoding) {
    case 'br':
      return zlib.createBrotliDecompress();
    case 'zstd':
      return zlib.createZstdDecompress();
    case 'deflate':
      // By the standard, deflate has a zlib header, which begins like this; some servers omit it.
      return (firstByte & 0x0f) === 0x08 ? zlib.createInflate() : zlib.createInflateRaw();
    default:
      return zlib.createGunzip();
  }
}
