import type { TurnRecord } from './turn-records.ts';

/**
 * A first byte this late (in microseconds), and this many times later than usual, deserves a
 * warning.
 */
const LATE_US = 1_000_000;
const TIMES_USUAL = 3;

/**
 * Suspects that a server began this request only after finishing the previous one, which the caller
 * had aborted. A server does not say so; the evidence is a first byte much later than those of the
 * call's other requests, directly after an aborted request.
 */
export function oneWorkerWarning(
  turn: TurnRecord,
  turns: readonly TurnRecord[],
): { readonly code: 'one_worker'; readonly message: string } | null {
  const waitedUs = firstByteUs(turn) ?? unansweredUs(turn);
  if (waitedUs === null || waitedUs < LATE_US) return null;
  const asked = turns.filter(({ request }) => request !== null && request.deliveryId !== null);
  const at = asked.indexOf(turn);
  const before = asked[at - 1];
  if (!before?.isBrokenOff || before.request?.url !== turn.request?.url) return null;
  const others = asked.slice(0, at).flatMap((each) => firstByteUs(each) ?? []);
  const usualUs = others.toSorted((a, b) => a - b)[Math.floor(others.length / 2)];
  if (usualUs === undefined || waitedUs < usualUs * TIMES_USUAL) return null;
  return {
    code: 'one_worker',
    message: `The first byte took ${seconds(waitedUs)} s, where ${seconds(usualUs)} s is usual in this call, right behind a request that the caller broke off. A server with one worker takes a request only when the one before it has ended: give it more workers or threads, and end an answer when its connection closes.`,
  };
}

function firstByteUs({ request, response }: TurnRecord): number | null {
  return request && response ? response.atUs - request.sentUs : null;
}

/** How long a request went without a byte before its end, unless it was aborted. */
function unansweredUs({ request, response, responseEndedUs, isBrokenOff }: TurnRecord) {
  if (!request || response || responseEndedUs === null || isBrokenOff) return null;
  return responseEndedUs - request.sentUs;
}

function seconds(us: number): string {
  return (us / 1_000_000).toFixed(1);
}
