import { isHtml, quotedAnswer, shortQuote } from './quoted-answer.ts';

/** Why an answer with a successful status is not JSON, if its form reveals that; else null. */
export function unreadableAnswer(body: string): string | null {
  if (body.startsWith('\u001f') || /^(\u0028\ufffd|\ufffd\u002f)/.test(body)) {
    return 'The answer is compressed, though the request did not ask for it. Switch compression off for this route; the caller heard nothing of this.';
  }
  if (isHtml(body)) {
    return `The answer is a web page and not JSON: ${quotedAnswer(body)}. Point the webhook URL at the route that answers {"text": "…"}; the caller heard nothing of this.`;
  }
  // In UTF-16, every second byte of plain English is zero. UTF-8 text contains no zero bytes.
  if (body.slice(0, 4).includes('\0')) {
    return 'The answer is written in UTF-16. Write JSON in UTF-8; the caller heard nothing of this.';
  }
  // Gateways to models begin with a comment line, to keep the connection open.
  if (/^(event|data|id|retry)?: ?/.test(body)) {
    return 'The answer is a stream of server-sent events. Send each object on a line of its own, without "data:", as application/x-ndjson; the caller heard nothing of this.';
  }
  if (body.startsWith('{') && endsInside(body)) {
    return `The answer ends in the middle of its JSON: ${shortQuote(body.slice(-60))}. Its end was cut off: Content-Length counts bytes, not characters, and a stream that is torn looks like this too. The caller heard nothing of this.`;
  }
  return null;
}

/** Whether an object is opened and never closed, judged by brackets and strings alone. */
function endsInside(json: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (inString) {
      if (character === '\\') at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth <= 0) return false;
    }
  }
  return depth > 0;
}
