/** How an attachment is shown. */
export type MediaKind = 'picture' | 'sound' | 'film' | 'file';

/** Types that browsers show without running anything, which excludes SVG. */
const KIND_OF_TYPE: Readonly<Record<string, MediaKind>> = {
  'image/jpeg': 'picture',
  'image/png': 'picture',
  'image/gif': 'picture',
  'image/webp': 'picture',
  'audio/mpeg': 'sound',
  'audio/wav': 'sound',
  'audio/ogg': 'sound',
  'audio/mp4': 'sound',
  'video/mp4': 'film',
};
const KIND_OF_ENDING: Readonly<Record<string, MediaKind>> = {
  jpg: 'picture',
  png: 'picture',
  gif: 'picture',
  webp: 'picture',
  mp3: 'sound',
  wav: 'sound',
  ogg: 'sound',
  m4a: 'sound',
  mp4: 'film',
};

/** The kind of a file that is to be sent. */
export function kindOfType(contentType: string): MediaKind {
  return KIND_OF_TYPE[contentType.split(';', 1)[0]?.trim().toLowerCase() ?? ''] ?? 'file';
}

export interface OwnMedia {
  /** Its name in the URLs of the control port. */
  readonly name: string;
  readonly kind: MediaKind;
}

const LOOPBACK = /^(?:localhost|[\w-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * The attachment that an address refers to, if it is stored on this machine. Null for other
 * addresses, which the window never requests. The port differs from start to start, so only the
 * name counts; names are never used twice.
 */
export function ownMedia(address: string, apiUrl: string): OwnMedia | null {
  if (!URL.canParse(address)) return null;
  const { protocol, hostname, pathname, host } = new URL(address);
  if (protocol !== 'http:' && protocol !== 'https:') return null;
  const isOurs = LOOPBACK.test(hostname) || (URL.canParse(apiUrl) && new URL(apiUrl).host === host);
  const [, name, ending] = /^\/media\/([0-9a-z]{40}\.([0-9a-z]{2,4}))$/.exec(pathname) ?? [];
  if (!isOurs || name === undefined || ending === undefined) return null;
  return { name, kind: KIND_OF_ENDING[ending] ?? 'file' };
}
