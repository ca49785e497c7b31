import {
  bare,
  type FrameworkError,
  html,
  JSON_TYPE,
  json,
  ROUTE,
  text,
} from './framework-answer.ts';

const missing = (...loc: string[]) => ({
  type: 'missing',
  loc,
  msg: 'Field required',
  input: null,
});
const werkzeug = (name: string, code: number, words: string) =>
  `<!doctype html>\n<html lang=en>\n<title>${code} ${name}</title>\n<h1>${name}</h1>\n<p>${words}</p>\n`;
const express = (pre: string) =>
  `<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n<body>\n<pre>${pre}</pre>\n</body>\n</html>\n`;

export const PYTHON_ERRORS: Readonly<Record<string, FrameworkError>> = {
  'FastAPI: no route': json(404, { detail: 'Not Found' }, /FastAPI has no route for \/hook/, ROUTE),
  'FastAPI: GET only': {
    ...json(405, { detail: 'Method Not Allowed' }, /does not take POST, only GET/, /@app\.post/),
    headers: { ...JSON_TYPE, Allow: 'GET' },
  },
  'FastAPI: a header that is not sent': json(
    422,
    { detail: [missing('header', 'x-agentphone-signature')] },
    /header “x-agentphone-signature”, which is not sent/,
    /signature was never looked at/,
    /X-Webhook-Signature/,
  ),
  "FastAPI: a model's missing fields": json(
    422,
    { detail: [missing('body', 'data', 'text'), missing('body', 'sender')] },
    /Pydantic model wants “data\.text”, “sender”/,
    /Make the field optional/,
  ),
  'FastAPI: a field of another kind': json(
    422,
    {
      detail: [
        {
          type: 'string_type',
          loc: ['body', 'data', 'mediaUrl'],
          msg: 'Input should be a valid string',
        },
      ],
    },
    /does not take “data\.mediaUrl” .*“Input should be a valid string”/,
  ),
  'FastAPI: a parameter taken from the query': json(
    422,
    { detail: [missing('query', 'payload')] },
    /looks for “payload” in the query and not in the body/,
    /request: Request/,
  ),
  'FastAPI: the whole body of another kind': json(
    422,
    { detail: [{ type: 'string_type', loc: ['body'], msg: 'Input should be a valid string' }] },
    /could not make the parameter/,
  ),
  'FastAPI: a body that is no JSON': json(
    422,
    { detail: [{ type: 'json_invalid', loc: ['body', 0], msg: 'JSON decode error' }] },
    /could not parse the body as JSON/,
  ),
  'uvicorn: an exception': {
    ...text(500, 'Internal Server Error', /behind uvicorn raised an exception/, /terminal/),
    headers: { Server: 'uvicorn', 'Content-Type': 'text/plain; charset=utf-8' },
  },
  'Flask: no route': html(
    404,
    werkzeug(
      'Not Found',
      404,
      'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
    ),
    /Flask has no route for \/hook/,
    ROUTE,
  ),
  'Flask: GET only': html(
    405,
    werkzeug('Method Not Allowed', 405, 'The method is not allowed for the requested URL.'),
    /does not take POST/,
    /methods=\["POST"\]/,
  ),
  'Flask: no JSON content type': html(
    415,
    werkzeug(
      'Unsupported Media Type',
      415,
      "Did not attempt to load JSON data because the request Content-Type was not 'application/json'.",
    ),
    /Content-Type: application\/json/,
  ),
  'Flask: a key of the form': html(
    400,
    werkzeug(
      'Bad Request',
      400,
      'The browser (or proxy) sent a request that this server could not understand.',
    ),
    /key that is not in it/,
    /get_json/,
  ),
  'Flask: an exception': html(
    500,
    werkzeug(
      'Internal Server Error',
      500,
      'The server encountered an internal error and was unable to complete your request. Either the server is overloaded or there is an error in the application.',
    ),
    /Flask view raised an exception/,
  ),
  'Flask: the debugger': html(
    500,
    '<!doctype html>\n<html lang=en>\n  <head>\n    <title>KeyError: &#39;transcript&#39;\n // Werkzeug Debugger</title>\n  </head>\n<body></body></html>',
    /Flask view raised “KeyError: 'transcript'”/,
  ),
  'Django: CSRF': html(
    403,
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n  <title>403 Forbidden</title>\n</head>\n<body>\n<h1>Forbidden <span>(403)</span></h1>\n  <p>CSRF verification failed. Request aborted.</p>\n</body></html>',
    /Django's CSRF check refused it/,
    /never looked at/,
    /@csrf_exempt/,
  ),
  'Django REST framework: CSRF': json(
    403,
    { detail: 'CSRF Failed: CSRF token missing.' },
    /CSRF check/,
    /@csrf_exempt/,
  ),
  'Django: a host that is not allowed': html(
    400,
    '<title>DisallowedHost at /hook</title><pre class="exception_value">Invalid HTTP_HOST header: &#x27;app.localhost:8000&#x27;. You may need to add &#x27;app.localhost&#x27; to ALLOWED_HOSTS.</pre>',
    /does not allow the host “app\.localhost:8000”/,
    /ALLOWED_HOSTS/,
  ),
  'Django: the slash at the end': html(
    500,
    '<title>RuntimeError at /hook</title><pre class="exception_value">You called this URL via POST, but the URL doesn&#x27;t end in a slash and you have APPEND_SLASH set.</pre>',
    /ends in a slash/,
    /\/hook\//,
  ),
  'Django: no route, DEBUG': html(
    404,
    '<title>Page not found at /hook</title><p>Using the URLconf defined in <code>site.urls</code>, Django tried these URL patterns</p>',
    /Django has no route for \/hook/,
    /patterns it tried/,
  ),
  'Django: no route': html(
    404,
    '\n<!doctype html>\n<html lang="en">\n<head>\n  <title>Not Found</title>\n</head>\n<body>\n  <h1>Not Found</h1><p>The requested resource was not found on this server.</p>\n</body>\n</html>\n',
    /Django has no route/,
    ROUTE,
  ),
  'Django: an exception, DEBUG': html(
    500,
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n  <title>KeyError\n          at /hook</title>\n</head><body><pre class="exception_value">&#x27;transcript&#x27;</pre></body></html>',
    /Django's view raised KeyError “'transcript'”/,
  ),
  'Django: an exception, DEBUG, as text': text(
    500,
    "KeyError at /hook\n'transcript'\n\nRequest Method: POST\n",
    /Django's view raised KeyError “'transcript'”/,
  ),
  'Django: an exception': html(
    500,
    '\n<!doctype html>\n<html lang="en">\n<head>\n  <title>Server Error (500)</title>\n</head>\n<body>\n  <h1>Server Error (500)</h1><p></p>\n</body>\n</html>\n',
    /Django's view raised an exception/,
  ),
  'Django: GET only': bare(
    405,
    { Allow: 'GET' },
    /405 Method Not Allowed/,
    /accept POST. It allows GET/,
  ),
};

export const JAVASCRIPT_ERRORS: Readonly<Record<string, FrameworkError>> = {
  'Express: no route': html(
    404,
    express('Cannot POST /hook'),
    /Express has no route for POST \/hook/,
    ROUTE,
  ),
  'Express: an error': html(
    500,
    express(
      'TypeError: Cannot read properties of undefined (reading &#39;name&#39;)<br> &nbsp; &nbsp;at /app/server.js:12:31<br> &nbsp; &nbsp;at Layer.handle',
    ),
    /threw “TypeError: Cannot read properties of undefined \(reading 'name'\)”/,
  ),
  'Express: an error in production': html(
    500,
    express('Internal Server Error'),
    /Express threw an error/,
  ),
  'Express: too large': html(
    413,
    express('PayloadTooLargeError: request entity too large<br> &nbsp; &nbsp;at readStream'),
    /larger than Express's parser takes/,
    /limit/,
  ),
  'Express: a body that is no JSON': html(
    400,
    express(
      'SyntaxError: Unexpected token &#39;x&#39;, &quot;xx&quot; is not valid JSON<br> &nbsp; &nbsp;at JSON.parse',
    ),
    /JSON parser of Express refused the body: “SyntaxError/,
  ),
  'Fastify: no route': json(
    404,
    { message: 'Route POST:/hook not found', error: 'Not Found', statusCode: 404 },
    /Fastify has no route for POST \/hook/,
  ),
  'Fastify: an error': json(
    500,
    { statusCode: 500, error: 'Internal Server Error', message: 'data.text is undefined' },
    /your handler threw “data\.text is undefined”/,
  ),
  'Fastify: no parser': json(
    415,
    {
      statusCode: 415,
      code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE',
      error: 'Unsupported Media Type',
      message: 'Unsupported Media Type',
    },
    /no parser for the Content-Type/,
  ),
  'Hono: no route': text(404, '404 Not Found', /Hono has no route for POST \/hook/),
  'Next.js: no route': html(
    404,
    '<!DOCTYPE html><html lang="en"><head><title>404: This page could not be found.</title></head><body><h2>This page could not be found.</h2></body></html>',
    /Next\.js has no route for \/hook/,
    /route\.ts/,
  ),
  'Next.js: no POST': bare(
    405,
    { Vary: 'RSC, Next-Router-State-Tree, Next-Router-Prefetch' },
    /exports no POST/,
    /export async function POST/,
  ),
  'Next.js: an error': bare(
    500,
    { Vary: 'rsc, next-router-state-tree' },
    /route handler in Next\.js threw/,
  ),
  'Vite: a host that is not allowed': text(
    403,
    'Blocked request. This host ("app.localhost") is not allowed.\nTo allow this host, add "app.localhost" to `server.allowedHosts` in vite.config.js.',
    /does not allow the host “app\.localhost”/,
    /allowedHosts/,
  ),
};
