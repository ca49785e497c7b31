const nowSeconds = () => String(Math.floor(Date.now() / 1000));

/** Headers that no provider sends, and anybody else may: to be refused, never to be failed at. */
const JUNK: readonly (() => Record<string, string>)[] = [
  // A digit, to Python, and no number.
  () => ({ 'x-webhook-timestamp': '²', 'x-webhook-signature': 'sha256=00' }),
  // More digits than Python makes an integer of.
  () => ({ 'x-webhook-timestamp': '9'.repeat(5_000), 'x-webhook-signature': 'sha256=00' }),
  () => ({ 'x-webhook-timestamp': nowSeconds(), 'x-webhook-signature': 'sha256=é' }),
  () => ({ 'x-webhook-timestamp': '-1e9', 'x-webhook-signature': '' }),
  () => ({ 'x-webhook-signature': 'sha256=00' }),
];

/** What a handler answers to each of them. */
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
