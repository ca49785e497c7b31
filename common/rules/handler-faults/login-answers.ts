import { headerValue } from '../signatures/signing.ts';
import { type AnswerRule, bodyRule, type FrameworkWords } from './answer-rule.ts';
import { shortQuote } from './quoted-answer.ts';

/**
 * Recognises a demand for a login that comes before the handler's code: from a web server, a host
 * or a framework.
 */
export const LOGIN_ANSWERS: readonly AnswerRule[] = [
  ({ status, headers, body }) => {
    const asked = headerValue(headers, 'www-authenticate');
    const scheme = /^(Basic|Bearer|Digest|Negotiate|NTLM)\b/i.exec(asked ?? '')?.[1];
    // Some handlers send this header together with their own refusal of the signature.
    if (status !== 401 || !scheme || /signature|hmac/i.test(body)) return null;
    const realm = shortQuote(/realm="([^"]{1,200})"/i.exec(asked ?? '')?.[1] ?? '');
    return login(`(${scheme}${realm === null ? '' : `, ${realm}`})`);
  },
  bodyRule(/^\s*\{\s*"detail"\s*:\s*"Not authenticated"\s*\}\s*$/, () =>
    login('(a security dependency of FastAPI)'),
  ),
  bodyRule(/"Authentication credentials were not provided\."/, () =>
    login('(authentication of Django REST framework)'),
  ),
];

function login(which: string): FrameworkWords {
  return {
    what: `a login ${which} stands before the route, so the signature was never looked at.`,
    fix: "Exempt the webhook's path from the login; the signature takes its place.",
  };
}
