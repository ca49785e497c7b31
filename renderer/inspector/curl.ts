import type { DeliveryAttempt } from '../../common/contract/index.ts';

/** Headers that curl writes itself. */
const LEFT_OUT = new Set([
  'host',
  'content-length',
  'connection',
  'accept-encoding',
  'transfer-encoding',
]);

/** The attempt as a curl command for a POSIX shell. */
export function asCurl(url: string, attempt: DeliveryAttempt): string {
  const headers = attempt.requestHeaders
    .filter(([name]) => !LEFT_OUT.has(name.toLowerCase()))
    .map(([name, value]) => `  -H ${quoted(`${name}: ${value}`)}`);
  const body = attempt.requestBody.text ?? '';
  return [`curl -X POST ${quoted(url)}`, ...headers, `  --data-binary ${quoted(body)}`].join(
    ' \\\n',
  );
}

/** In single quotes; one inside ends, escapes and reopens them. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
