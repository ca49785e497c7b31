import { type AnswerRule, bodyRule, headerRule, pathOf, ROUTE_FIX } from './answer-rule.ts';
import { readFastApi } from './fastapi-answers.ts';
import { between, elementText, plainText, shortQuote } from './quoted-answer.ts';

/** Recognises the error pages of Python's web frameworks. */
export const PYTHON_ANSWERS: readonly AnswerRule[] = [
  bodyRule(/CSRF verification failed|CSRF Failed:/, () => ({
    what: "Django's CSRF check refused it before your view ran, so the signature was never looked at.",
    fix: 'Put @csrf_exempt on the view; the signature takes the place of the CSRF token.',
  })),
  bodyRule(/Invalid HTTP_HOST header: (?:'|&#x27;)([^'&]{1,200})/, ([, host = '']) => ({
    what: `Django does not allow the host ${shortQuote(host)}.`,
    fix: 'Add it to ALLOWED_HOSTS.',
  })),
  bodyRule(/APPEND_SLASH set/, (_found, { url }) => ({
    what: "the URL of Django's view ends in a slash, the one that is registered does not.",
    fix: `Register it with the path ${pathOf(url)}/.`,
  })),
  bodyRule(/Using the URLconf defined in/, (_found, { url }) => ({
    what: `Django has no route for ${pathOf(url)}.`,
    fix: `${ROUTE_FIX} Its page lists the patterns it tried.`,
  })),
  bodyRule(/The requested resource was not found on this server\./, (_found, { url }) => ({
    what: `Django has no route for ${pathOf(url)}.`,
    fix: ROUTE_FIX,
  })),
  bodyRule(/<title>(\w+)\s+at \/[^<]*<\/title>|^(\w+) at \/\S*\n/, ([, page, text], { body }) => {
    const value = between(body, 'class="exception_value">', '</pre>');
    const said = shortQuote(value === null ? (body.split('\n')[1] ?? '') : plainText(value));
    return {
      what: `Django's view raised ${page ?? text}${said === null ? '' : ` ${said}`}.`,
      fix: 'Mend the view; the traceback is in the answer and in your server’s log.',
    };
  }),
  bodyRule(/Server Error \(500\)/, () => ({
    what: "Django's view raised an exception.",
    fix: "Look into your server's log for its traceback, or set DEBUG = True while you develop.",
  })),
  bodyRule(/\/\/ Werkzeug Debugger/, (_found, { body }) => ({
    what: `the Flask view raised ${shortQuote((elementText(body, 'title') ?? '').replace('// Werkzeug Debugger', ''))}.`,
    fix: 'Mend the view; the traceback is in the answer and in your terminal.',
  })),
  bodyRule(/Did not attempt to load JSON data because the request Content-Type was not/, () => ({
    what: 'Flask found no Content-Type: application/json on the request.',
    fix: 'Keep that header on the way to the app, or read request.get_data() and parse it yourself.',
  })),
  bodyRule(/The method is not allowed for the requested URL/, (_found, { url }) => ({
    what: `Flask's route ${pathOf(url)} does not take POST.`,
    fix: 'Add methods=["POST"] to the route.',
  })),
  bodyRule(/The requested URL was not found on the server/, (_found, { url }) => ({
    what: `Flask has no route for ${pathOf(url)}.`,
    fix: ROUTE_FIX,
  })),
  bodyRule(/The browser \(or proxy\) sent a request that this server could not understand/, () => ({
    what: 'Flask refused the request: it could not parse the body, or the view asked for a key that is not in it.',
    fix: 'Read the event with request.get_json(), not request.form, and ask for keys with .get().',
  })),
  bodyRule(/The server encountered an internal error and was unable to complete/, () => ({
    what: 'the Flask view raised an exception.',
    fix: "Look into your server's log for its traceback.",
  })),
  readFastApi,
  (answer) => (answer.status === 500 ? UVICORN(answer) : null),
];

/**
 * A plain 500 is the only answer that uvicorn writes itself; any other text is from the app behind
 * it and is quoted.
 */
const UVICORN = headerRule('server', 'uvicorn', (_value, { body }) => {
  const words = shortQuote(body);
  const said = words === null || words === '“Internal Server Error”' ? '' : `: ${words}`;
  return {
    what: `the app behind uvicorn raised an exception${said}.`,
    fix: 'Look into your terminal for its traceback.',
  };
});
