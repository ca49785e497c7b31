/** The answer of a framework as it really writes it. */
export interface FrameworkError {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /** What a person needs to hear of it. */
  readonly says: readonly RegExp[];
}

const HTML = { 'Content-Type': 'text/html; charset=utf-8' };
const JSON_TYPE = { 'Content-Type': 'application/json' };
const ROUTE = /Correct the path/;

function html(status: number, body: string, ...says: RegExp[]): FrameworkError {
  return { status, headers: HTML, body, says };
}
function json(status: number, value: unknown, ...says: RegExp[]): FrameworkError {
  return { status, headers: JSON_TYPE, body: JSON.stringify(value), says };
}
function text(status: number, body: string, ...says: RegExp[]): FrameworkError {
  return { status, headers: { 'Content-Type': 'text/plain' }, body, says };
}
function bare(
  status: number,
  headers: Readonly<Record<string, string>>,
  ...says: RegExp[]
): FrameworkError {
  return { status, headers, body: '', says };
}
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
const spring = (status: number, error: string, more: object = {}) => ({
  timestamp: '2026-11-02T09:15:04.000+00:00',
  status,
  error,
  path: '/hook',
  ...more,
});

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

export const OTHER_ERRORS: Readonly<Record<string, FrameworkError>> = {
  'Rails: no route': html(
    404,
    '<!DOCTYPE html><html lang="en"><head><title>Action Controller: Exception caught</title></head><body><h1>Routing Error</h1><h2>No route matches [POST] &quot;/hook&quot;</h2></body></html>',
    /Rails has no route for POST \/hook/,
  ),
  'Rails: CSRF': html(
    422,
    '<title>Action Controller: Exception caught</title><h1>ActionController::InvalidAuthenticityToken in HooksController#create</h1><h2>Can&#39;t verify CSRF token authenticity.</h2>',
    /Rails' CSRF check/,
    /skip_forgery_protection/,
  ),
  'Rails: CSRF in production': html(
    422,
    '<!DOCTYPE html><html><head><title>The change you wanted was rejected (422)</title></head></html>',
    /Rails' CSRF check/,
  ),
  'Rails: a host that is not allowed': html(
    403,
    '<header><h1>Blocked hosts: app.localhost:3000</h1></header>',
    /does not allow the host “app\.localhost:3000”/,
    /config\.hosts/,
  ),
  'Rails: an exception': html(
    500,
    '<title>Action Controller: Exception caught</title><h1>NoMethodError in HooksController#create</h1><h2>undefined method &#39;fetch&#39; for nil</h2>',
    /raised “NoMethodError in HooksController#create undefined method 'fetch' for nil”/,
  ),
  'Rails: an exception in production': html(
    500,
    "<title>We're sorry, but something went wrong (500)</title>",
    /action in Rails raised/,
  ),
  'Spring: no route': json(404, spring(404, 'Not Found'), /Spring has no route for \/hook/, ROUTE),
  'Spring: GET only': json(
    405,
    spring(405, 'Method Not Allowed'),
    /does not take POST/,
    /@PostMapping/,
  ),
  'Spring: CSRF': json(
    403,
    spring(403, 'Forbidden'),
    /Spring Security refused it/,
    /ignoringRequestMatchers/,
  ),
  'Spring: a header that is not sent': json(
    400,
    spring(400, 'Bad Request', {
      message:
        "Required request header 'X-Signature' for method parameter type String is not present",
    }),
    /could not bind .*“Required request header 'X-Signature'/,
  ),
  'Spring: an exception': json(
    500,
    spring(500, 'Internal Server Error'),
    /controller in Spring threw/,
  ),
  'Spring: a login': bare(
    302,
    { Location: '/login' },
    /to http:\/\/127[^ ]+\/login/,
    /login stands before/,
  ),
  'Laravel: CSRF': html(
    419,
    '<title>Page Expired</title>',
    /Laravel's CSRF check/,
    /validateCsrfTokens/,
  ),
  'ASP.NET: a model': {
    status: 400,
    headers: { 'Content-Type': 'application/problem+json' },
    body: JSON.stringify({
      title: 'One or more validation errors occurred.',
      status: 400,
      errors: { Sender: ['The Sender field is required.'] },
    }),
    says: [/could not bind “Sender” of your model/],
  },
  'Go: no route': text(404, '404 page not found\n', /Go server has no route/),
  'PHP: a fatal error': html(
    500,
    '<br />\n<b>Fatal error</b>:  Uncaught TypeError: strlen(): Argument #1 must be of type string in /app/hook.php:3',
    /PHP stopped with “Uncaught TypeError/,
  ),
  'nginx: TLS behind http://': html(
    400,
    '<html><head><title>400 The plain HTTP request was sent to HTTPS port</title></head><body><center><h1>400 Bad Request</h1></center><hr><center>nginx</center></body></html>',
    /speaks TLS on this port/,
    /Register https:\/\/127/,
  ),
  'nginx: nobody behind it': html(
    502,
    '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>',
    /proxy in front \(“nginx”\) got no answer/,
    /port the proxy forwards to/,
  ),
  'ngrok: the tunnel is down': {
    ...html(404, '<html><body>ERR_NGROK_3200</body></html>', /ngrok tunnel answered/),
    headers: { ...HTML, 'ngrok-error-code': 'ERR_NGROK_3200' },
  },
  'a redirect to https': bare(
    301,
    { Location: 'https://127.0.0.1/hook' },
    /to https:\/\/127\.0\.0\.1\/hook/,
    /not followed/,
  ),
  'a redirect to the slash': bare(
    307,
    { Location: '/hook/' },
    /ends in a slash: register http:\/\/127[^ ]+\/hook\/\./,
  ),
  'a redirect to nowhere': bare(302, {}, /names no address/),
  'a check of the signature': json(
    401,
    { error: 'invalid signature' },
    /It wrote: “invalid signature”/,
    /signature clinic/,
  ),
  'refused without a word': bare(403, {}, /403 Forbidden, without a word/, /clinic/),
  'words of its own': json(
    500,
    { error: { message: "Cannot read properties of undefined (reading 'name')" } },
    /It wrote: “Cannot read properties of undefined \(reading 'name'\)”/,
  ),
  'a rate limit': text(
    429,
    'Too many requests, please try again later.',
    /“Too many requests/,
    /rate limit/,
  ),
};
