import {
  type AttemptFailure,
  type DeliveryAttempt,
  type DeliveryDetail,
  type Diagnosis,
  DiagnosisStep,
} from '../../contract/index.ts';
import { keptText } from '../answers/kept-text.ts';
import { unsentWords } from '../answers/text-answer-check.ts';
import { checkVoiceAnswer } from '../answers/voice-answer-check.ts';
import type { RecordedAnswer } from '../handler-faults/handler-fault.ts';
import { refusedAnswer } from '../handler-faults/refused-answer.ts';
import { isVoiceTurn } from './voice-turn.ts';

type Check = DiagnosisStep['check'];

/** In the order in which they are checked. */
const CHECKS: readonly Check[] = DiagnosisStep.shape.check.options;

/** Which check each failure belongs to. */
const FAILED_CHECK: Readonly<Record<AttemptFailure, Check>> = {
  addressRefused: 'addressAllowed',
  nameUnknown: 'nameKnown',
  unreachable: 'reachable',
  tls: 'secure',
  notHttp: 'answered',
  timeout: 'answered',
  connectionLost: 'answered',
  tooLarge: 'answered',
  aborted: 'answered',
};

/** Null: the finding already says what to do, because it knows the cause in more detail. */
const FIX: Readonly<Record<AttemptFailure, string | null>> = {
  addressRefused: 'Register a loopback or public address, or allow private ones in the settings.',
  nameUnknown: 'Correct the host name in the webhook URL, or use 127.0.0.1 for this computer.',
  unreachable: 'Start your server, and check host and port of the webhook URL.',
  tls: 'Use a valid certificate, or http:// for a server on this computer. One of development can be trusted for this webhook (webhook.certificate, webhook.trust), or its authority for all by NODE_EXTRA_CA_CERTS at the start.',
  notHttp: null,
  timeout: "Answer at once and do slow work afterwards, or raise the webhook's timeout.",
  connectionLost: null,
  tooLarge: null,
  aborted: 'Nothing: the call did not wait for the answer.',
};

/**
 * Why a webhook did not arrive, or why the agent was silent: follows the latest attempt step by
 * step until the first one that failed.
 */
export function diagnose(delivery: DeliveryDetail): Diagnosis {
  const found = new Map<Check, Omit<DiagnosisStep, 'check'>>();
  const attempt = delivery.attempts.at(-1);
  // Nobody asks for TLS at a plain http address.
  const isPlain = delivery.url.startsWith('http:');
  const isOver = look(delivery, attempt, found);
  const steps: DiagnosisStep[] = [];
  let blocked = false;
  for (const check of CHECKS) {
    const step = found.get(check);
    if (step) {
      steps.push({ check, ...step });
      blocked ||= step.state === 'problem';
    } else if ((blocked || !isOver) && !SILENT.has(check) && !(check === 'secure' && isPlain)) {
      steps.push({ check, state: 'notReached', finding: 'It did not come to that.', fix: null });
    }
  }
  const problem = steps.find(({ state }) => state === 'problem');
  const note = steps.find(({ state, check }) => state === 'note' && (!isOver || HEEDED.has(check)));
  const fallback = isOver ? 'It arrived, and all is well.' : '';
  return {
    healthy: problem === undefined,
    verdict: problem?.finding ?? note?.finding ?? fallback,
    steps,
    deliveryId: delivery.id,
  };
}

/** Notes on an answer that arrived. The verdict must mention them. */
const HEEDED: ReadonlySet<Check> = new Set(['jsonObject', 'understood']);

/** Checks that are only shown if they found something. */
const SILENT: ReadonlySet<Check> = new Set([
  'released',
  'jsonObject',
  'textPresent',
  'understood',
  'retries',
]);

/** Returns whether every step was reached. */
function look(
  delivery: DeliveryDetail,
  attempt: DeliveryAttempt | undefined,
  found: Map<Check, Omit<DiagnosisStep, 'check'>>,
): boolean {
  const ok = (check: Check, finding: string) =>
    void found.set(check, { state: 'ok', finding, fix: null });
  const note = (check: Check, finding: string) =>
    void found.set(check, { state: 'note', finding, fix: null });
  const problem = (check: Check, finding: string, fix: string | null) =>
    void found.set(check, { state: 'problem', finding, fix });

  if (delivery.status === 'nowhere') {
    problem(
      'registered',
      delivery.error ?? 'No webhook is registered.',
      'Register one with POST /v1/webhooks; the next event will go there. Replay this one then.',
    );
    return false;
  }
  ok(
    'registered',
    `It goes to ${delivery.url}${delivery.demo ? ', the built-in demo handler' : ''}.`,
  );
  if (delivery.status === 'held') {
    problem('released', 'It is held and was not sent.', 'Release it, or clear the breakpoint.');
    return false;
  }
  if (!attempt) {
    if (delivery.status === 'cancelled') {
      problem('released', 'It was cancelled before it was sent.', 'Replay it.');
    } else note('released', 'It waits for its turn, behind others of its conversation.');
    return false;
  }
  if (attempt.fault) note('released', `A fault was played on it: ${attempt.fault}.`);
  if (attempt.outcome === 'inFlight') {
    note('answered', 'It is on its way; no answer has come yet.');
    return false;
  }
  if (attempt.outcome === 'interrupted') {
    problem(
      'answered',
      'The app ended while it was on its way.',
      'Nothing: events are sent again.',
    );
    retries(delivery, found);
    return false;
  }
  if (attempt.failure) {
    const check = FAILED_CHECK[attempt.failure];
    for (const earlier of WAY) {
      if (earlier === check) break;
      if (earlier !== 'secure' || delivery.url.startsWith('https:')) ok(earlier, PASSED[earlier]);
    }
    problem(check, attempt.error ?? 'It failed.', FIX[attempt.failure]);
    retries(delivery, found);
    return false;
  }
  for (const check of ['addressAllowed', 'nameKnown', 'reachable', 'answered'] as const) {
    ok(check, PASSED[check]);
  }
  if (delivery.url.startsWith('https:')) ok('secure', PASSED.secure);
  signature(delivery, attempt, { ok, note, problem });
  const status = attempt.status ?? 0;
  if (status < 200 || status > 299) {
    const { finding, fix } = refusedAnswer(recorded(attempt, status));
    problem('status', finding, fix);
    retries(delivery, found);
    return false;
  }
  ok('status', `It answered ${status}.`);
  if (isVoiceTurn(delivery)) {
    checkVoiceAnswer(attempt, { ok, note, problem });
  } else if (delivery.event === 'agent.message') {
    const words = unsentWords(attempt);
    if (words !== null) {
      const way = 'Texts are answered with POST /v1/messages; what a handler answers is not read.';
      note('understood', `The answer has ${words}, which was not sent to anybody. ${way}`);
    }
  }
  return true;
}

const PASSED = {
  addressAllowed: 'The address may be sent to.',
  nameKnown: 'The host name is known.',
  reachable: 'A connection was made.',
  secure: 'TLS was agreed.',
  answered: 'It answered in time.',
} as const satisfies Partial<Record<Check, string>>;
const WAY = ['addressAllowed', 'nameKnown', 'reachable', 'secure', 'answered'] as const;

interface Say {
  readonly ok: (check: Check, finding: string) => void;
  readonly note: (check: Check, finding: string) => void;
  readonly problem: (check: Check, finding: string, fix: string | null) => void;
}

function signature(
  { signature: verdict }: DeliveryDetail,
  attempt: DeliveryAttempt,
  say: Say,
): void {
  if (!verdict) return;
  if (verdict.ok) say.ok('signature', 'It was signed right.');
  else
    say.note(
      'signature',
      `It was signed wrong${attempt.fault ? ', on purpose' : ''}: ${verdict.reason}`,
    );
}

function recorded(attempt: DeliveryAttempt, status: number): RecordedAnswer {
  const { url, responseHeaders: headers, responseBody } = attempt;
  return { url, status, headers, body: keptText(responseBody) };
}

function retries(
  { status, attemptCount, nextRetryAt, kind }: DeliveryDetail,
  found: Map<Check, Omit<DiagnosisStep, 'check'>>,
): void {
  const finding =
    status === 'pending'
      ? `Attempt ${attemptCount + 1} of 6 ${nextRetryAt ? `follows at ${nextRetryAt}` : 'follows at once'}.`
      : kind === 'event'
        ? `No attempt follows after ${attemptCount}; replay it by hand.`
        : 'It is not sent again by itself.';
  found.set('retries', { state: 'note', finding, fix: null });
}
