import { parsedJson } from '../json-object.ts';
import { headerValue } from '../signatures/signing.ts';
import {
  type AnswerRule,
  bodyRule,
  headerRule,
  POST_FIX,
  pathOf,
  ROUTE_FIX,
} from './answer-rule.ts';
import { elementText, shortQuote } from './quoted-answer.ts';

/** Recognises the error pages of web frameworks for Node, Bun and Deno. */
export const JAVASCRIPT_ANSWERS: readonly AnswerRule[] = [
  bodyRule(/<pre>Cannot POST ([^<]{0,500})<\/pre>/, (_found, { url }) => ({
    what: `Express has no route for POST ${pathOf(url)}.`,
    fix: ROUTE_FIX,
  })),
  bodyRule(/PayloadTooLargeError|request entity too large/, () => ({
    what: "the body is larger than Express's parser takes.",
    fix: "Raise its limit: express.raw({ type: '*/*', limit: '1mb' }).",
  })),
  bodyRule(/<pre>(?:SyntaxError: )[^<]{0,500}(?:JSON|token)/, (_found, { body }) => ({
    what: `the JSON parser of Express refused the body: ${stack(body)}.`,
    fix: 'Look at the body that was sent: a fault or an edit may have broken it.',
  })),
  bodyRule(/<pre>(?:\w+: )[\s\S]{0,2000}(?:&nbsp;|<br>)/, (_found, { body }) => ({
    what: `your handler in Express threw ${stack(body)}.`,
    fix: 'Mend the handler; the stack is in the answer and in your terminal.',
  })),
  bodyRule(/<pre>Internal Server Error<\/pre>/, () => ({
    what: 'your handler in Express threw an error.',
    fix: 'Look into your terminal for its stack.',
  })),
  bodyRule(/FST_ERR_CTP_INVALID_MEDIA_TYPE/, () => ({
    what: 'Fastify has no parser for the Content-Type of the request.',
    fix: "Add one: app.addContentTypeParser('application/json', { parseAs: 'buffer' }, …).",
  })),
  (answer) => fastify(answer),
  bodyRule(/This page could not be found|__next_error__|id="__NEXT_DATA__"/, (_found, answer) =>
    next(answer),
  ),
  headerRule('x-powered-by', 'next.js', (_value, answer) => next(answer)),
  (answer) =>
    headerValue(answer.headers, 'vary')?.toLowerCase().includes('next-router')
      ? next(answer)
      : null,
  bodyRule(/Blocked request\. This host \(("|&quot;)?([^")&]{1,200})/, ([, , host = '']) => ({
    what: `Vite's server does not allow the host ${shortQuote(host)}.`,
    fix: 'Add it to server.allowedHosts, or point the webhook at the API server.',
  })),
  bodyRule(/^404 Not Found$/, (_found, { url }) => ({
    what: `Hono has no route for POST ${pathOf(url)}.`,
    fix: ROUTE_FIX,
  })),
];

function fastify({ body, url }: Parameters<AnswerRule>[0]): ReturnType<AnswerRule> {
  const parsed = parsedJson(body);
  if (typeof parsed !== 'object' || parsed === null || !('statusCode' in parsed)) return null;
  const message = 'message' in parsed && typeof parsed.message === 'string' ? parsed.message : '';
  if (/^Route POST:\S* not found/.test(message)) {
    return { what: `Fastify has no route for POST ${pathOf(url)}.`, fix: ROUTE_FIX };
  }
  if (parsed.statusCode !== 500 || message === '') return null;
  return {
    what: `your handler threw ${shortQuote(message)}.`,
    fix: 'Mend the handler; the stack is in your terminal.',
  };
}

function next({ status, url, headers, body }: Parameters<AnswerRule>[0]): ReturnType<AnswerRule> {
  switch (status) {
    case 404:
      return {
        what: `Next.js has no route for ${pathOf(url)}.`,
        fix: 'Correct the path of the webhook URL, or add app/…/route.ts (pages/api/… in the pages router) at that path.',
      };
    case 405: {
      const allowed = headerValue(headers, 'allow');
      return {
        what: `the route of Next.js exports no POST${allowed ? `, only ${allowed}` : ''}.`,
        fix: `${POST_FIX} In route.ts: export async function POST(request: Request).`,
      };
    }
    case 500: {
      const words = shortQuote(elementText(body, 'pre') ?? '');
      return {
        what: `your route handler in Next.js threw${words === null ? ' an error, or returned no Response' : ` ${words}`}.`,
        fix: 'Look into the terminal of next for its stack.',
      };
    }
    default:
      return null;
  }
}

/** The first line of the stack trace that Express prints. */
function stack(body: string): string {
  return (
    shortQuote(
      (elementText(body.replace(/<br>[\s\S]*/, '</pre>'), 'pre') ?? '').split('\n')[0] ?? '',
    ) ?? 'an error'
  );
}
