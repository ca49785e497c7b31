/** Hides secrets before something is shown or leaves the machine. */

type Headers = readonly (readonly [string, string])[];

const MASK = '••••';
const SECRET_NAME = /auth|token|secret|key|password|passwd|cookie|credential|signature/i;
const SECRET_VALUE = /^(bearer|basic|token|digest)\s/i;

/**
 * The headers with secrets hidden, which are recognised by the header's name or by how its value
 * begins.
 */
export function maskedHeaders(headers: Headers): Headers {
  return headers.map(([name, value]) =>
    SECRET_NAME.test(name) || SECRET_VALUE.test(value) ? [name, MASK] : [name, value],
  );
}

/** A base for parsing a path, which is not a URL by itself. */
const SOMEWHERE = 'http://somewhere.invalid';

/**
 * A URL, or a path with its query, without credentials and with the values of secret query
 * parameters hidden.
 */
export function maskedUrl(text: string): string {
  if (text.startsWith('/')) return maskedUrl(SOMEWHERE + text).slice(SOMEWHERE.length);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null) return text;
  const isSecret = (name: string) => SECRET_NAME.test(name);
  const secrets = [...new Set(url.searchParams.keys())].filter(isSecret);
  if (secrets.length === 0 && url.username === '' && url.password === '') return text;
  for (const name of secrets) url.searchParams.set(name, MASK);
  url.username = '';
  url.password = '';
  return url.href;
}
