import { describe, expect, it } from 'vitest';
import {
  isFrameworkAnswer,
  refusedAnswer,
} from '../../../../common/rules/handler-faults/refused-answer.ts';
import type { FrameworkError } from '../../../doubles/handlers/framework-answer.ts';
import { JAVASCRIPT_ERRORS, PYTHON_ERRORS } from '../../../doubles/handlers/framework-errors.ts';
import { OTHER_ERRORS } from '../../../doubles/handlers/framework-errors-elsewhere.ts';

const answered = (
  { status, headers = {}, body }: Omit<FrameworkError, 'says'>,
  path = '/hook',
) => ({
  url: `http://127.0.0.1:9${path}`,
  status,
  headers: Object.entries(headers),
  body,
});
const rows = Object.entries({ ...PYTHON_ERRORS, ...JAVASCRIPT_ERRORS, ...OTHER_ERRORS });
const JSON_TYPE = { 'Content-Type': 'application/json' };
const json = (status: number, value: unknown) => ({
  status,
  headers: JSON_TYPE,
  body: JSON.stringify(value),
});
/** Statuses with their names. */
const STATUS = {
  400: '400 Bad Request',
  401: '401 Unauthorized',
  404: '404 Not Found',
  405: '405 Method Not Allowed',
  415: '415 Unsupported Media Type',
  500: '500 Internal Server Error',
  503: '503 Service Unavailable',
} as const;
/** Rows that no rule knows: what they wrote is quoted. */
const QUOTED = [
  'Django: GET only',
  'Spring: a login',
  'a redirect to https',
  'a redirect to the slash',
  'a redirect to nowhere',
  'a check of the signature',
  'a check of the signature, with the header of a login',
  'refused without a word',
  'words of its own',
  'a rate limit',
];
const page = (status: number, body: string, headers: Record<string, string> = {}) => ({
  status,
  headers: { 'Content-Type': 'text/html', ...headers },
  body,
});

describe('the answer of a framework', () => {
  it.each(rows)('%s is told in two whole sentences', (_name, error) => {
    const { finding, fix } = refusedAnswer(answered(error));
    for (const words of error.says) expect(`${finding} ${fix}`).toMatch(words);
    expect(finding).toMatch(/^The handler answered \d{3}\S?( [\w' ]+)?[:,.] \S.*[.”]$|\.$/);
    for (const sentence of [finding, fix]) {
      expect(sentence).toMatch(/^[A-Z].{10,}\.$/);
      expect(sentence).not.toMatch(/\.\.|“”| {2}/);
    }
  });

  it.each<[string, ReturnType<typeof json> | ReturnType<typeof page>, string, string]>([
    [
      'FastAPI: a POST to a route of none',
      json(405, { detail: 'Method Not Allowed' }),
      "405 Method Not Allowed: FastAPI's route /hook does not take POST.",
      'Declare it with @app.post.',
    ],
    [
      'FastAPI: what the path should hold',
      json(422, { detail: [{ type: 'int_parsing', loc: ['path', 'id'], msg: 'x' }] }),
      '422 Unprocessable Entity: FastAPI looks for “id” in the path and not in the body, so your function did not run.',
      'Annotate the parameter as a Pydantic model, or take request: Request and read await request.body().',
    ],
    [
      'FastAPI: what a cookie should hold',
      json(422, { detail: [{ type: 'missing', loc: ['cookie', 'sid'], msg: 'x' }] }),
      '422 Unprocessable Entity: FastAPI looks for “sid” in the cookie and not in the body, so your function did not run.',
      'Annotate the parameter as a Pydantic model, or take request: Request and read await request.body().',
    ],
    [
      'FastAPI: several places, of which the first is named',
      json(422, {
        detail: [
          { type: 'missing', loc: ['body', 'a', 0, 'b'], msg: 'x' },
          { type: 'missing', loc: ['header', 'c'], msg: 'x' },
          7,
          { loc: [] },
          { loc: 'body' },
          null,
        ],
      }),
      '422 Unprocessable Entity: your Pydantic model wants “a.0.b”, which this event does not have, so your function did not run.',
      'Make the field optional or give it the name and kind it has in the event; events of other kinds have other fields.',
    ],
    [
      'FastAPI: five of many fields',
      json(422, {
        detail: 'abcdefg'.split('').map((name) => ({ type: 'missing', loc: ['body', name] })),
      }),
      '422 Unprocessable Entity: your Pydantic model wants “a”, “b”, “c”, “d”, “e”, which this event does not have, so your function did not run.',
      'Make the field optional or give it the name and kind it has in the event; events of other kinds have other fields.',
    ],
    [
      'FastAPI with Pydantic 1: a body that is no JSON',
      json(422, {
        detail: [{ type: 'value_error.jsondecode', loc: ['body', 1], msg: 'Expecting' }],
      }),
      '422 Unprocessable Entity: FastAPI could not parse the body as JSON (“Expecting”).',
      'Look at the body that was sent: a fault or an edit may have broken it.',
    ],
    [
      'Django: an exception in a page',
      page(
        500,
        '<title>KeyError\n  at /hook</title><pre class="exception_value">&#x27;text&#x27;</pre>',
      ),
      "500 Internal Server Error: Django's view raised KeyError “'text'”.",
      'Mend the view; the traceback is in the answer and in your server’s log.',
    ],
    [
      'Django: an exception in plain text',
      page(500, "KeyError at /hook\n'text'\n\nRequest Method: POST"),
      "500 Internal Server Error: Django's view raised KeyError “'text'”.",
      'Mend the view; the traceback is in the answer and in your server’s log.',
    ],
    [
      'Django: an exception without words',
      page(500, 'KeyError at /hook\n'),
      "500 Internal Server Error: Django's view raised KeyError.",
      'Mend the view; the traceback is in the answer and in your server’s log.',
    ],
    [
      'uvicorn: words of the app',
      page(500, 'no database', { Server: 'Uvicorn/1' }),
      '500 Internal Server Error: the app behind uvicorn raised an exception: “no database”.',
      'Look into your terminal for its traceback.',
    ],
    [
      'uvicorn: no words',
      page(500, '', { Server: 'uvicorn' }),
      '500 Internal Server Error: the app behind uvicorn raised an exception.',
      'Look into your terminal for its traceback.',
    ],
    [
      'uvicorn: another status is of the app',
      page(503, 'no database', { Server: 'uvicorn' }),
      '503 Service Unavailable. It wrote: “no database”.',
      'Look whether the server behind the proxy runs and is ready; any 2xx counts as received.',
    ],
    [
      'Express: the first line of a stack',
      page(500, '<pre>TypeError: x is null<br> &nbsp; at hook (server.js:7:1)</pre>'),
      '500 Internal Server Error: your handler in Express threw “TypeError: x is null”.',
      'Mend the handler; the stack is in the answer and in your terminal.',
    ],
    [
      'Express: a body that is no JSON',
      page(400, '<pre>SyntaxError: Unexpected token &#39;&lt;&#39;, &quot;&lt;a&quot;<br>at</pre>'),
      `400 Bad Request: the JSON parser of Express refused the body: “SyntaxError: Unexpected token '<', "<a"”.`,
      'Look at the body that was sent: a fault or an edit may have broken it.',
    ],
    [
      'Fastify: an exception',
      json(500, { statusCode: 500, message: 'no database' }),
      '500 Internal Server Error: your handler threw “no database”.',
      'Mend the handler; the stack is in your terminal.',
    ],
    [
      'Fastify: a route',
      json(404, { statusCode: 404, message: 'Route POST:/hook not found' }),
      '404 Not Found: Fastify has no route for POST /hook.',
      'Correct the path of the webhook URL, or add the route.',
    ],
    [
      'Next.js: no POST, and nothing allowed',
      page(405, '', { 'X-Powered-By': 'Next.js' }),
      '405 Method Not Allowed: the route of Next.js exports no POST.',
      'Let the route accept POST. In route.ts: export async function POST(request: Request).',
    ],
    [
      'Next.js: GET only',
      page(405, '', { Vary: 'RSC, Next-Router-State-Tree', Allow: 'GET' }),
      '405 Method Not Allowed: the route of Next.js exports no POST, only GET.',
      'Let the route accept POST. In route.ts: export async function POST(request: Request).',
    ],
    [
      'Next.js: an exception without words',
      page(500, '', { 'X-Powered-By': 'Next.js' }),
      '500 Internal Server Error: your route handler in Next.js threw an error, or returned no Response.',
      'Look into the terminal of next for its stack.',
    ],
    [
      'Next.js: an exception',
      page(500, '<div id="__NEXT_DATA__"></div><pre>Error: no database</pre>'),
      '500 Internal Server Error: your route handler in Next.js threw “Error: no database”.',
      'Look into the terminal of next for its stack.',
    ],
    [
      'Rails: an exception with its message',
      page(
        500,
        '<title>Action Controller: Exception caught</title><h1>KeyError in HooksController</h1><h2>key not found</h2>',
      ),
      '500 Internal Server Error: your action in Rails raised “KeyError in HooksController key not found”.',
      'Mend the action; the trace is in the answer and in log/development.log.',
    ],
    [
      'Rails: an exception without words',
      page(500, '<title>Action Controller: Exception caught</title>'),
      '500 Internal Server Error: your action in Rails raised an exception.',
      'Mend the action; the trace is in the answer and in log/development.log.',
    ],
    ...(
      [
        [
          404,
          'Spring has no route for /hook',
          'Correct the path of the webhook URL, or add the route.',
        ],
        [405, "Spring's route /hook does not take POST", 'Map it with @PostMapping.'],
        [
          401,
          'Spring Security wants a login before your controller runs',
          'Give the path permitAll(); the signature takes the place of the login.',
        ],
        [
          400,
          "Spring could not bind the request to your method's parameters",
          'Compare them with the event and its headers; take @RequestBody String to check the signature over the bytes.',
        ],
        [
          415,
          "Spring's route does not take application/json",
          'Correct its consumes, or take @RequestBody String.',
        ],
        [
          500,
          'your controller in Spring threw an exception',
          'Look into its log for the stack trace.',
        ],
        [
          503,
          'your controller in Spring threw an exception',
          'Look into its log for the stack trace.',
        ],
      ] as const
    ).flatMap(([status, what, fix]): [string, ReturnType<typeof json>, string, string][] => [
      [
        `Spring: ${status}`,
        json(status, { timestamp: 1, status, path: '/hook' }),
        `${STATUS[status]}: ${what}.`,
        fix,
      ],
      [
        `Spring: ${status} with words`,
        json(status, { timestamp: 1, status, path: '/hook', message: 'so be it' }),
        `${STATUS[status]}: ${what}: “so be it”.`,
        fix,
      ],
    ]),
    [
      'Spring: words that are none',
      json(404, { timestamp: 1, status: 404, path: '/hook', message: 'No message available' }),
      '404 Not Found: Spring has no route for /hook.',
      'Correct the path of the webhook URL, or add the route.',
    ],
    [
      'Spring: a status of the handler itself',
      json(409, { timestamp: 1, status: 409, path: '/hook', message: 'twice' }),
      '409 Conflict. It wrote: “twice”.',
      "Look into your handler's log; any 2xx counts as received.",
    ],
    [
      'ASP.NET: five of many fields',
      {
        ...json(400, { errors: { a: [], b: [], c: [], d: [], e: [], f: [] } }),
        headers: { 'Content-Type': 'application/problem+json' },
      },
      '400 Bad Request: ASP.NET could not bind “a”, “b”, “c”, “d”, “e” of your model, so your action did not run.',
      'Make the fields nullable, or name them as the event does.',
    ],
    [
      'a login with its realm',
      page(401, '', { 'WWW-Authenticate': 'Basic realm="staging"' }),
      '401 Unauthorized: a login (Basic, “staging”) stands before the route, so the signature was never looked at.',
      "Exempt the webhook's path from the login; the signature takes its place.",
    ],
    [
      'a login without a realm',
      page(401, '', { 'WWW-Authenticate': 'bearer' }),
      '401 Unauthorized: a login (bearer) stands before the route, so the signature was never looked at.',
      "Exempt the webhook's path from the login; the signature takes its place.",
    ],
    [
      'a check of its own that asks for a login beside it',
      page(401, 'bad signature', { 'WWW-Authenticate': 'Bearer' }),
      '401 Unauthorized. It wrote: “bad signature”.',
      'Your own check of the signature refused it: run the signature clinic on it.',
    ],
    [
      'a proxy whose server is gone',
      page(502, '<center>nginx/1.27</center>'),
      '502 Bad Gateway: the proxy in front (“nginx”) got no answer from your server.',
      'Start your server, and check the port the proxy forwards to.',
    ],
    [
      'a proxy whose server is slow',
      page(504, '', { Via: '1.1 Caddy' }),
      '504 Gateway Timeout: the proxy in front (“1.1 Caddy”) got no answer from your server.',
      "Answer sooner, or raise the proxy's read timeout.",
    ],
    [
      'a proxy that hands on an answer',
      page(500, 'no database', { Via: '1.1 Caddy' }),
      '500 Internal Server Error. It wrote: “no database”.',
      "Look into your handler's log; any 2xx counts as received.",
    ],
    [
      'ngrok by its header',
      page(404, '', { 'Ngrok-Error-Code': 'ERR_NGROK_3200' }),
      '404 Not Found: the ngrok tunnel answered (“ERR_NGROK_3200”), and not your server: the tunnel is down, or nothing listens behind it.',
      'Start the tunnel and your server; a server on this computer needs no tunnel.',
    ],
    [
      'Vercel',
      page(500, '', { 'X-Vercel-Error': 'FUNCTION_INVOCATION_FAILED' }),
      '500 Internal Server Error: Vercel answered “FUNCTION_INVOCATION_FAILED”, and not your function.',
      "Look into the deployment's log.",
    ],
  ])('%s is told exactly', (_what, answer, finding, fix) => {
    expect(refusedAnswer(answered(answer))).toEqual({
      finding: `The handler answered ${finding}`,
      fix,
    });
  });

  it.each([
    ['FastAPI: details of another kind', json(422, { detail: { a: 1 } })],
    ['FastAPI: a list without places', json(422, { detail: [{ msg: 'x' }] })],
    ['no object', json(500, 'words')],
    ['nothing', json(500, null)],
    ['Fastify: words of the handler', json(403, { statusCode: 403, message: 'no' })],
    ['Fastify: an exception without words', json(500, { statusCode: 500 })],
    ['Next.js: another status', page(409, '', { 'X-Powered-By': 'Next.js' })],
    [
      'problem details of a handler',
      {
        ...json(400, { title: 'no' }),
        headers: { 'Content-Type': 'application/problem+json' },
      },
    ],
    [
      'problem details with one error in words',
      {
        ...json(400, { errors: 'no' }),
        headers: { 'Content-Type': 'application/problem+json' },
      },
    ],
    ['errors of a handler', json(400, { errors: { a: [] } })],
    ['a part of Spring', json(404, { timestamp: 1, status: 404 })],
    ['a login that is no scheme', page(401, '', { 'WWW-Authenticate': 'Basically no' })],
    ['a login with another status', page(403, '', { 'WWW-Authenticate': 'Basic' })],
    ['a word within words', page(404, 'We say 404 Not Found')],
  ])('is not seen in %s', (_what, answer) => {
    expect(isFrameworkAnswer(answered(answer))).toBe(false);
  });

  it('is seen in every other row', () => {
    const quoted = rows.filter(([, error]) => !isFrameworkAnswer(answered(error)));
    expect(quoted.map(([name]) => name)).toEqual(QUOTED);
  });
});
