import type { KeptBody } from '../../contract/index.ts';

/** A recorded body as text. Bytes that are not UTF-8 become U+FFFD, as they do in a call. */
export function keptText(body: KeptBody | null): string {
  if (body === null) return '';
  if (body.text !== null || body.base64 === null) return body.text ?? '';
  const bytes = Uint8Array.from(atob(body.base64), (character) => character.charCodeAt(0));
  return new TextDecoder('utf-8').decode(bytes);
}
