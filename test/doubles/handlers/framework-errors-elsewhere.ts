import { bare, type FrameworkError, HTML, html, json, ROUTE, text } from './framework-answer.ts';

const spring = (status: number, error: string, more: object = {}) => ({
  timestamp: '2026-11-02T09:15:04.000+00:00',
  status,
  error,
  path: '/hook',
  ...more,
});

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
  'a login of the web server': bare(
    401,
    { 'WWW-Authenticate': 'Basic realm="Staging"' },
    /a login \(Basic, “Staging”\) stands before the route/,
    /Exempt the webhook's path/,
  ),
  'a bearer token that nobody sends': {
    ...json(401, { detail: 'Not authenticated' }, /a login \(Bearer\) stands before the route/),
    headers: { 'Content-Type': 'application/json', 'WWW-Authenticate': 'Bearer' },
  },
  'FastAPI: a login, as older versions refuse': json(
    403,
    { detail: 'Not authenticated' },
    /a login \(a security dependency of FastAPI\) stands before/,
  ),
  'Django REST framework: a login': json(
    403,
    { detail: 'Authentication credentials were not provided.' },
    /a login \(authentication of Django REST framework\)/,
  ),
  'a check of the signature, with the header of a login': {
    ...json(401, { error: 'bad signature' }, /It wrote: “bad signature”/, /signature clinic/),
    headers: { 'Content-Type': 'application/json', 'WWW-Authenticate': 'Bearer' },
  },
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
