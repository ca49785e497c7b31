import { isAllowedHost } from '../../../common/rules/loopback-host.ts';
import type { Media, MediaFile } from '../messages/media.ts';

export interface TwilioMediaDeps {
  readonly media: Media;
  readonly apiUrl: () => string;
  /** The host names besides loopback to which the API responds. */
  readonly allowedHosts: () => readonly string[];
}

/** Moves attachments between Twilio and our media store, in which they have URLs of the API. */
export class TwilioMedia {
  readonly #deps: TwilioMediaDeps;

  constructor(deps: TwilioMediaDeps) {
    this.#deps = deps;
  }

  /** The file for a URL of ours, with whatever name of this computer it is written. */
  find(address: string): MediaFile | null {
    const { media, apiUrl, allowedHosts } = this.#deps;
    const url = URL.canParse(address) ? new URL(address) : null;
    const name = /^\/media\/([^/]+)$/.exec(url?.pathname ?? '')?.[1];
    if (!url || !name || url.port !== new URL(apiUrl()).port) return null;
    return isAllowedHost(url.host, allowedHosts()) ? media.find(name) : null;
  }

  /** @returns the URL from which the user's handler can download it */
  keep(bytes: Uint8Array, contentType: string): string {
    return `${this.#deps.apiUrl()}/media/${this.#deps.media.add(bytes, contentType)}`;
  }
}
