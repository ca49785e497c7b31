const nowSeconds = () => String(Math.floor(Date.now() / 1000));

/**
 * Headers that no provider sends but anyone else might: they must be refused, and must not cause an
 * exception.
 */
const JUNK: readonly (() => Record<string, string>)[] = [
  // For Python it is a digit, but not a number.
  () => ({ 'x-webhook-timestamp': '²', 'x-webhook-signature': 'sha256=00' }),
  // More digits than Python converts to an integer.
  () => ({ 'x-webhook-timestamp': '9'.repeat(5_000), 'x-webhook-signature': 'sha256=00' }),
  () => ({ 'x-webhook-timestamp': nowSeconds(), 'x-webhook-signature': 'sha256=é' }),
  () => ({ 'x-webhook-timestamp': '-1e9', 'x-webhook-signature': '' }),
  () => ({ 'x-webhook-signature': 'sha256=00' }),
];

/** A handler's responses to each of them. */
export function answersToJunk(url: string): Promise<number[]> {
  return Promise.all(
    JUNK.map(async (headers) => {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers() },
        body: '{}',
      });
      return answer.status;
    }),
  );
}
