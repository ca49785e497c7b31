import { ApiError } from '../../common/contract/index.ts';

/** "Attempt to send to unsubscribed recipient" in Twilio's list of errors. */
export const UNSUBSCRIBED_CODE = 21610;

/** The refusal of a text to a person who opted out, the same for every carrier. */
export function optedOut(from: string, to: string, sinceMs: number): ApiError {
  const since = new Date(sinceMs).toISOString();
  const message = `${to} texted STOP to ${from} on ${since} and gets no more texts from it. They can text START to it to get them again.`;
  return new ApiError('VALIDATION_ERROR', message, {
    details: [{ field: 'to_number', message, type: `carrier_${UNSUBSCRIBED_CODE}` }],
  });
}
