import { headerValue } from '../signatures/signing.ts';
import { type AnswerRule, type FrameworkWords, POST_FIX, ROUTE_FIX } from './answer-rule.ts';
import type { HandlerFault, RecordedAnswer } from './handler-fault.ts';
import { JAVASCRIPT_ANSWERS } from './javascript-answers.ts';
import { LOGIN_ANSWERS } from './login-answers.ts';
import { OTHER_ANSWERS, PROXY_ANSWERS } from './other-answers.ts';
import { PYTHON_ANSWERS } from './python-answers.ts';
import { quotedAnswer } from './quoted-answer.ts';
import { statusName } from './status-names.ts';

const FRAMEWORKS: readonly AnswerRule[] = [
  ...PROXY_ANSWERS,
  ...PYTHON_ANSWERS,
  ...JAVASCRIPT_ANSWERS,
  ...OTHER_ANSWERS,
  // After the frameworks above, which recognise their own logins more precisely.
  ...LOGIN_ANSWERS,
];

/**
 * Explains an answer outside 2xx: by a rule if we recognise the framework that wrote it, else by
 * quoting it.
 */
export function refusedAnswer(answer: RecordedAnswer): HandlerFault {
  const { status } = answer;
  const name = statusName(status);
  const answered = `The handler answered ${status}${name ? ` ${name}` : ''}`;
  if (status >= 300 && status < 400) return redirected(answer, answered);
  const words = frameworkWords(answer);
  if (words) return { finding: `${answered}: ${words.what}`, fix: words.fix };
  const quote = quotedAnswer(answer.body);
  const wrote = quote === null ? ', without a word.' : `. It wrote: ${quote}.`;
  return { finding: `${answered}${wrote}`, fix: fixFor(answer) };
}

/**
 * Whether it was written by a framework, a proxy or a tunnel rather than by the user's own code.
 */
export function isFrameworkAnswer(answer: RecordedAnswer): boolean {
  return frameworkWords(answer) !== null;
}

function frameworkWords(answer: RecordedAnswer): FrameworkWords | null {
  for (const rule of FRAMEWORKS) {
    const words = rule(answer);
    if (words) return words;
  }
  return null;
}

function fixFor({ status, headers, body }: RecordedAnswer): string {
  switch (status) {
    case 400:
    case 422:
      return /signature|hmac|digest/i.test(body)
        ? CLINIC
        : 'Compare the body that was sent with what your handler expects.';
    case 401:
    case 403:
      return /signature|hmac|digest|timestamp/i.test(body)
        ? CLINIC
        : `Most likely its signature: run the signature clinic on it. If a login stands before the route, exempt the path.`;
    case 404:
      return ROUTE_FIX;
    case 405: {
      const allowed = headerValue(headers, 'allow');
      return allowed ? `${POST_FIX} It allows ${allowed}.` : POST_FIX;
    }
    case 408:
      return 'Read the whole body before you work on it.';
    case 411:
    case 413:
      return 'Let the server take larger bodies.';
    case 415:
      return 'Let the route take application/json.';
    case 429:
      return "Exempt the webhook's path from the rate limit.";
    case 502:
    case 503:
    case 504:
      return 'Look whether the server behind the proxy runs and is ready; any 2xx counts as received.';
    default:
      return "Look into your handler's log; any 2xx counts as received.";
  }
}

const CLINIC = 'Your own check of the signature refused it: run the signature clinic on it.';

/**
 * Redirects are not followed, because a signed request would go to an address that nobody
 * registered.
 */
function redirected({ url, headers }: RecordedAnswer, answered: string): HandlerFault {
  const given = headerValue(headers, 'location');
  if (given === null || !URL.canParse(given, url)) {
    return {
      finding: `${answered}, and names no address. Redirects are not followed.`,
      fix: 'Answer 2xx where the webhook is registered.',
    };
  }
  const from = new URL(url);
  const to = new URL(given, url);
  const finding = `${answered}, to ${to.href.slice(0, 300)}. Redirects are not followed.`;
  return { finding, fix: redirectFix(from, to).fix };
}

function redirectFix(from: URL, to: URL): Pick<FrameworkWords, 'fix'> {
  if (/\/(login|log-in|signin|sign-in|auth|oauth2?|sso)\b/i.test(to.pathname)) {
    return {
      fix: "A login stands before the route: exempt the webhook's path from it; the signature takes its place.",
    };
  }
  if (from.host === to.host && from.protocol === to.protocol) {
    const [longer, shorter] = to.pathname.length > from.pathname.length ? [to, from] : [from, to];
    if (longer.pathname === `${shorter.pathname}/`) {
      const wants = longer === to ? 'ends in a slash' : 'has no slash at its end';
      return { fix: `The route ${wants}: register ${to.href.slice(0, 300)}.` };
    }
  }
  return { fix: 'Register the address it points to.' };
}
