import type { ServerResponse } from 'node:http';

/**
 * For every response of every listener: content types are not guessed, nothing is shown in a frame,
 * and no addresses are sent as referrer. Responses with a policy of their own replace this one.
 */
export const ANSWER_HEADERS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
} as const;

export function setAnswerHeaders(response: Pick<ServerResponse, 'setHeader'>): void {
  for (const [name, value] of Object.entries(ANSWER_HEADERS)) response.setHeader(name, value);
}
