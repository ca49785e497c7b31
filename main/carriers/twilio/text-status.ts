/**
 * How far a text got, in Twilio's terms. Callbacks may be late, repeated or out of order, so only
 * one that is further along counts.
 */
const RANKS: Readonly<Record<string, number>> = {
  accepted: 0,
  scheduled: 0,
  queued: 1,
  sending: 2,
  sent: 3,
  partially_delivered: 4,
  delivered: 5,
  undelivered: 5,
  failed: 5,
  canceled: 5,
  read: 6,
};

/** From this rank on, Twilio has fetched the attachments. */
export const ON_THE_WAY_RANK = 3;

/** -1 for an unknown status. */
export function textRank(status: string | undefined): number {
  return status === undefined ? -1 : (RANKS[status] ?? -1);
}

export function hasFailed(status: string): boolean {
  return status === 'undelivered' || status === 'failed' || status === 'canceled';
}
