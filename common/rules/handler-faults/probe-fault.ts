import type { HandlerFault, RecordedAnswer } from './handler-fault.ts';
import { isFrameworkAnswer, refusedAnswer } from './refused-answer.ts';

/** How a handler responded to one request of the probe. */
export interface ProbedAnswer {
  /** Null if there was no answer. */
  readonly answer: RecordedAnswer | null;
  /** What went wrong, in one sentence; null after a 2xx. */
  readonly error: string | null;
}

/** Why a handler rejects every request of the probe, even the correctly signed one. */
export interface ProbeFault extends HandlerFault {
  readonly cause: 'notReached' | 'wrongSecret' | 'unknown';
}

const ALL_THE_SAME = 'Every request got the same answer, the rightly signed one too';

/**
 * @param right the answer to the correctly signed request
 * @param forged the answer to the request signed with another secret
 * @param others the answers to all other requests
 */
export function probeFault(
  right: ProbedAnswer,
  forged: ProbedAnswer,
  others: readonly ProbedAnswer[],
): ProbeFault {
  const said = alike(right);
  const isOwnCheck = right.answer !== null && isRefusalOfSignature(right.answer);
  if (isOwnCheck && alike(forged) === said) {
    return {
      cause: 'wrongSecret',
      finding: `The rightly signed request was refused as the forged one was, so the handler most likely checks with another secret. ${quoted(right)}`,
      fix: 'Copy the current secret of this webhook into your configuration, whole and without blanks, and start the handler anew: every POST to /v1/webhooks makes a new secret.',
    };
  }
  if (!isOwnCheck && [forged, ...others].every((each) => alike(each) === said)) {
    return {
      cause: 'notReached',
      finding: `The signature was never reached. ${ALL_THE_SAME}. ${quoted(right)}`,
      fix: right.answer
        ? refusedAnswer(right.answer).fix
        : 'Get it to answer first, then probe again.',
    };
  }
  return {
    cause: 'unknown',
    finding: `No known mistake explains it. Of the rightly signed request: ${quoted(right)}`,
    fix: 'Print what your code signs, byte by byte, and compare it with the request in the list.',
  };
}

/** The answer without what differs from request to request: times, ids and ports. */
function alike({ answer, error }: ProbedAnswer): string {
  return `${answer?.status ?? ''} ${error?.replaceAll(/[0-9a-f-]{6,}|\d+/gi, '#') ?? ''}`;
}

function quoted({ answer, error }: ProbedAnswer): string {
  return answer ? refusedAnswer(answer).finding : (error ?? '');
}

/**
 * Whether the handler's own code refused the request, rather than its framework before that code
 * ran.
 */
function isRefusalOfSignature(answer: RecordedAnswer): boolean {
  if (isFrameworkAnswer(answer)) return false;
  if (answer.status === 401 || answer.status === 403) return true;
  return answer.status >= 400 && answer.status < 500 && /signature|hmac|digest/i.test(answer.body);
}
