import { isAllowedHost } from '../../../common/rules/loopback-host.ts';
import type { Media, MediaFile } from '../messages/media.ts';

export interface TwilioMediaDeps {
  readonly media: Media;
  readonly apiUrl: () => string;
  /** Under which names besides loopback's the API answers. */
  readonly allowedHosts: () => readonly string[];
}

/** Attachments between Twilio and our own store of media, which knows them by addresses of the API. */
export class TwilioMedia {
  readonly #deps: TwilioMediaDeps;

  constructor(deps: TwilioMediaDeps) {
    this.#deps = deps;
  }

  /** The file behind an address of ours, whatever name of this computer it is written with. */
  find(address: string): MediaFile | null {
    const { media, apiUrl, allowedHosts } = this.#deps;
    const url = URL.canParse(address) ? new URL(address) : null;
    const name = /^\/media\/([^/]+)$/.exec(url?.pathname ?? '')?.[1];
    if (!url || !name || url.port !== new URL(apiUrl()).port) return null;
    return isAllowedHost(url.host, allowedHosts()) ? media.find(name) : null;
  }

  /** @returns the address under which the user's handler finds it */
  keep(bytes: Uint8Array, contentType: string): string {
    return `${this.#deps.apiUrl()}/media/${this.#deps.media.add(bytes, contentType)}`;
  }
}
