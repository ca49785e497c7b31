import type { ServerResponse } from 'node:http';

/**
 * On every answer of every listener: no type is guessed, nothing is shown in a frame, no address is
 * told to others. Answers with more to say put their own policy in its place.
 */
export const ANSWER_HEADERS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
} as const;

export function setAnswerHeaders(response: Pick<ServerResponse, 'setHeader'>): void {
  for (const [name, value] of Object.entries(ANSWER_HEADERS)) response.setHeader(name, value);
}
