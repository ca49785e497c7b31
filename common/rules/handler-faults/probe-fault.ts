import type { HandlerFault, RecordedAnswer } from './handler-fault.ts';
import { isFrameworkAnswer, refusedAnswer } from './refused-answer.ts';

/** What a handler made of one request of the probe. */
export interface ProbedAnswer {
  /** Null where none came. */
  readonly answer: RecordedAnswer | null;
  /** The sentence about it; null after a 2xx. */
  readonly error: string | null;
}

/** Why a handler takes nothing that the probe sends, not even what is signed right. */
export interface ProbeFault extends HandlerFault {
  readonly cause: 'notReached' | 'wrongSecret' | 'unknown';
}

const ALL_THE_SAME = 'Every request got the same answer, the rightly signed one too';

/**
 * @param right the answer to the rightly signed request
 * @param forged the answer to the one that is signed with another secret
 * @param others the answers to all the rest
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

/** What was answered, without what differs from request to request: times, ids and ports. */
function alike({ answer, error }: ProbedAnswer): string {
  return `${answer?.status ?? ''} ${error?.replaceAll(/[0-9a-f-]{6,}|\d+/gi, '#') ?? ''}`;
}

function quoted({ answer, error }: ProbedAnswer): string {
  return answer ? refusedAnswer(answer).finding : (error ?? '');
}

/** A refusal that the handler itself wrote, and not its framework before the handler ran. */
function isRefusalOfSignature(answer: RecordedAnswer): boolean {
  if (isFrameworkAnswer(answer)) return false;
  if (answer.status === 401 || answer.status === 403) return true;
  return answer.status >= 400 && answer.status < 500 && /signature|hmac|digest/i.test(answer.body);
}
