import type { Media, MediaFile } from '../media.ts';

export interface TwilioMediaDeps {
  readonly media: Media;
  readonly apiUrl: () => string;
}

/** Attachments between Twilio and our own shelf, which knows them by addresses of the API. */
export class TwilioMedia {
  readonly #deps: TwilioMediaDeps;

  constructor(deps: TwilioMediaDeps) {
    this.#deps = deps;
  }

  /** The file behind an address of ours, whatever loopback name it is written with. */
  find(address: string): MediaFile | null {
    const url = URL.canParse(address) ? new URL(address) : null;
    const name = /^\/media\/([^/]+)$/.exec(url?.pathname ?? '')?.[1];
    const isOurs = url?.port === new URL(this.#deps.apiUrl()).port;
    return url && isOurs && name && LOOPBACK.has(url.hostname) ? this.#deps.media.find(name) : null;
  }

  /** @returns the address under which the user's handler finds it */
  keep(bytes: Uint8Array, contentType: string): string {
    return `${this.#deps.apiUrl()}/media/${this.#deps.media.add(bytes, contentType)}`;
  }
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
