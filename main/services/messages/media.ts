import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomText } from '../../platform/random.ts';
import { faultyField } from '../faulty-field.ts';

/** Content types that a browser may display; all others are only offered for download. */
const TYPES: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/heic': 'heic',
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
  'audio/ogg': 'ogg',
  'audio/mp4': 'm4a',
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'text/vcard': 'vcf',
  'application/pdf': 'pdf',
};
const BINARY = 'application/octet-stream';
export const MAX_MEDIA_BYTES = 20 * 1024 * 1024;

export interface MediaFile {
  readonly path: string;
  readonly contentType: string;
  /** Whether a browser may display it. */
  readonly inline: boolean;
}

/** Attachments that people send from the softphone, stored under names that cannot be guessed. */
export class Media {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Stores an attachment. @returns its name, for `/media/<name>` */
  add(bytes: Uint8Array, contentType: string): string {
    if (bytes.byteLength === 0) throw faultyField('base64', 'The attachment is empty.');
    if (bytes.byteLength > MAX_MEDIA_BYTES) {
      throw faultyField('base64', 'The attachment is larger than 20 MB.');
    }
    const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
    const name = `${randomText(40)}.${TYPES[type] ?? 'bin'}`;
    const path = join(this.#folder, name);
    try {
      writeFileSync(path, bytes, { flag: 'wx', mode: 0o600 });
    } catch (error) {
      // A partial attachment is useless, and takes space on a disk that has too little.
      rmSync(path, { force: true });
      throw error;
    }
    return name;
  }

  find(name: string): MediaFile | null {
    // The name becomes part of a file path, so it must contain nothing else.
    const match = /^[0-9a-z]{40}\.([0-9a-z]{2,4})$/.exec(name);
    const path = join(this.#folder, name);
    if (!match || !existsSync(path)) return null;
    const contentType = Object.keys(TYPES).find((type) => TYPES[type] === match[1]) ?? BINARY;
    return { path, contentType, inline: /^(image|audio|video)\//.test(contentType) };
  }
}
