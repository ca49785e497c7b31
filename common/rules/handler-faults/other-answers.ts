import { parsedJson } from '../json-object.ts';
import { headerValue } from '../signatures/signing.ts';
import { type AnswerRule, bodyRule, pathOf, ROUTE_FIX } from './answer-rule.ts';
import { elementText, shortQuote } from './quoted-answer.ts';

/** Recognises the error pages of Rails, Spring, Laravel, ASP.NET, PHP and Go. */
export const OTHER_ANSWERS: readonly AnswerRule[] = [
  bodyRule(/No route matches \[POST\]/, (_found, { url }) => ({
    what: `Rails has no route for POST ${pathOf(url)}.`,
    fix: ROUTE_FIX,
  })),
  bodyRule(
    /InvalidAuthenticityToken|verify CSRF token authenticity|The change you wanted was rejected/,
    () => ({
      what: "Rails' CSRF check refused it before your action ran, so the signature was never looked at.",
      fix: 'Add skip_forgery_protection to the controller; the signature takes the place of the token.',
    }),
  ),
  bodyRule(/Blocked hosts?: ([^\s<]{1,200})/, ([, host = '']) => ({
    what: `Rails does not allow the host ${shortQuote(host)}.`,
    fix: 'Add it to config.hosts.',
  })),
  bodyRule(/The page you were looking for doesn(?:'|&#39;)t exist/, (_found, { url }) => ({
    what: `Rails has no route for POST ${pathOf(url)}.`,
    fix: ROUTE_FIX,
  })),
  bodyRule(/We(?:'|&#39;)re sorry, but something went wrong/, () => ({
    what: 'your action in Rails raised an exception.',
    fix: 'Look into log/production.log or log/development.log for it.',
  })),
  bodyRule(/Action Controller: Exception caught/, (_found, { body }) => ({
    what: `your action in Rails raised ${shortQuote([elementText(body, 'h1'), elementText(body, 'h2')].filter(Boolean).join(' ')) ?? 'an exception'}.`,
    fix: 'Mend the action; the trace is in the answer and in log/development.log.',
  })),
  (answer) => spring(answer),
  bodyRule(/Whitelabel Error Page/, (_found, { url, status }) => springWords(status, null, url)),
  bodyRule(/Page Expired/, () => ({
    what: "Laravel's CSRF check refused it before your controller ran, so the signature was never looked at.",
    fix: 'Take the route out of the check (validateCsrfTokens(except: …)), or put it into routes/api.php.',
  })),
  (answer) => aspNet(answer),
  bodyRule(/^404 page not found\s*$/, (_found, { url }) => ({
    what: `the Go server has no route for POST ${pathOf(url)}.`,
    fix: ROUTE_FIX,
  })),
  bodyRule(/(?:PHP )?(?:<b>)?Fatal error(?:<\/b>)?:\s+([^<\n]{1,300})/, ([, words = '']) => ({
    what: `PHP stopped with ${shortQuote(words)}.`,
    fix: 'Mend the script; the answer names file and line.',
  })),
];

/** Spring's error body: `{"timestamp":…,"status":404,"error":"Not Found","path":"/hook"}`. */
function spring({ body, status, url }: Parameters<AnswerRule>[0]): ReturnType<AnswerRule> {
  const parsed = parsedJson(body);
  if (typeof parsed !== 'object' || parsed === null) return null;
  if (!('timestamp' in parsed && 'status' in parsed && 'path' in parsed)) return null;
  const message = 'message' in parsed && typeof parsed.message === 'string' ? parsed.message : '';
  return springWords(
    status,
    message === '' || message === 'No message available' ? null : message,
    url,
  );
}

function springWords(status: number, message: string | null, url: string): ReturnType<AnswerRule> {
  const said = message === null ? '' : `: ${shortQuote(message)}`;
  switch (status) {
    case 404:
      return { what: `Spring has no route for ${pathOf(url)}${said}.`, fix: ROUTE_FIX };
    case 405:
      return {
        what: `Spring's route ${pathOf(url)} does not take POST${said}.`,
        fix: 'Map it with @PostMapping.',
      };
    case 403:
      return {
        what: `Spring Security refused it before your controller ran${said}, most likely its CSRF check.`,
        fix: 'Take the path out of it: csrf.ignoringRequestMatchers("/…") and permitAll() for it.',
      };
    case 401:
      return {
        what: `Spring Security wants a login before your controller runs${said}.`,
        fix: 'Give the path permitAll(); the signature takes the place of the login.',
      };
    case 400:
      return {
        what: `Spring could not bind the request to your method's parameters${said}.`,
        fix: 'Compare them with the event and its headers; take @RequestBody String to check the signature over the bytes.',
      };
    case 415:
      return {
        what: `Spring's route does not take application/json${said}.`,
        fix: 'Correct its consumes, or take @RequestBody String.',
      };
    default:
      return status >= 500
        ? {
            what: `your controller in Spring threw an exception${said}.`,
            fix: 'Look into its log for the stack trace.',
          }
        : null;
  }
}

/** The problem details of ASP.NET: `{"title":…,"status":400,"errors":{"field":["…"]}}`. */
function aspNet({ body, headers }: Parameters<AnswerRule>[0]): ReturnType<AnswerRule> {
  if (!headerValue(headers, 'content-type')?.includes('problem+json')) return null;
  const parsed = parsedJson(body);
  if (typeof parsed !== 'object' || parsed === null || !('errors' in parsed)) return null;
  const { errors } = parsed;
  if (typeof errors !== 'object' || errors === null) return null;
  const names = Object.keys(errors)
    .slice(0, 5)
    .map((name) => shortQuote(name) ?? '“”')
    .join(', ');
  return {
    what: `ASP.NET could not bind ${names} of your model, so your action did not run.`,
    fix: 'Make the fields nullable, or name them as the event does.',
  };
}

/** Recognises the error pages of what is between us and the handler: proxies, tunnels and hosts. */
export const PROXY_ANSWERS: readonly AnswerRule[] = [
  bodyRule(
    /The plain HTTP request was sent to HTTPS port|speaking plain HTTP to an SSL-enabled server port|Client sent an HTTP request to an HTTPS server|This combination of host and port requires TLS/,
    (_found, { url }) => ({
      what: 'the server speaks TLS on this port, and the webhook URL says http://.',
      fix: `Register ${url.replace(/^http:/, 'https:')}.`,
    }),
  ),
  (answer) => {
    const code =
      headerValue(answer.headers, 'ngrok-error-code') ?? /ERR_NGROK_\d+/.exec(answer.body)?.[0];
    return code
      ? {
          what: `the ngrok tunnel answered (${shortQuote(code)}), and not your server: the tunnel is down, or nothing listens behind it.`,
          fix: 'Start the tunnel and your server; a server on this computer needs no tunnel.',
        }
      : null;
  },
  bodyRule(/error code: (10\d\d)/, ([, code]) => ({
    what: `Cloudflare answered (error ${code}), and not your server: the tunnel is down, or nothing listens behind it.`,
    fix: 'Start the tunnel and your server; a server on this computer needs no tunnel.',
  })),
  (answer) => {
    const code = headerValue(answer.headers, 'x-vercel-error');
    return code
      ? {
          what: `Vercel answered ${shortQuote(code)}, and not your function.`,
          fix: "Look into the deployment's log.",
        }
      : null;
  },
  (answer) => {
    const proxy =
      /<center>(nginx|openresty|cloudflare)/i.exec(answer.body)?.[1] ??
      headerValue(answer.headers, 'via');
    if (!proxy || ![502, 503, 504].includes(answer.status)) return null;
    return {
      what: `the proxy in front (${shortQuote(proxy)}) got no answer from your server.`,
      fix:
        answer.status === 504
          ? "Answer sooner, or raise the proxy's read timeout."
          : 'Start your server, and check the port the proxy forwards to.',
    };
  },
];
