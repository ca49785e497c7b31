import { parsedJson } from '../json-object.ts';
import { headerValue, WEBHOOK_SIGNATURE_HEADER } from '../signatures/signing.ts';
import {
  type AnswerRule,
  type FrameworkWords,
  POST_FIX,
  pathOf,
  ROUTE_FIX,
} from './answer-rule.ts';
import { shortQuote } from './quoted-answer.ts';

/** One entry of FastAPI's `detail`: where it looked, and what was missing. */
interface Missed {
  readonly type: string;
  /** `["header", "x-…"]`, `["body", "data", "text"]`, `["query", "payload"]`. */
  readonly loc: readonly string[];
  readonly msg: string;
}

const MOST_NAMED = 5;

/** Reads the `detail` of FastAPI and Litestar: a list of what was missing, or plain words. */
export const readFastApi: AnswerRule = (answer) => {
  const parsed = parsedJson(answer.body);
  if (typeof parsed !== 'object' || parsed === null || !('detail' in parsed)) return null;
  const { detail } = parsed;
  if (detail === 'Not Found')
    return { what: `FastAPI has no route for ${pathOf(answer.url)}.`, fix: ROUTE_FIX };
  if (detail === 'Method Not Allowed') {
    const allowed = headerValue(answer.headers, 'allow');
    return {
      what: `FastAPI's route ${pathOf(answer.url)} does not take POST${allowed ? `, only ${allowed}` : ''}.`,
      fix: 'Declare it with @app.post.',
    };
  }
  if (typeof detail === 'string' && /^Method .POST. not allowed/.test(detail)) {
    return { what: `Django REST framework's view does not take POST.`, fix: POST_FIX };
  }
  if (!Array.isArray(detail)) return null;
  const missed = detail.slice(0, MOST_NAMED).flatMap((entry) => missedOf(entry) ?? []);
  const [first] = missed;
  return first ? wordsFor(first, missed) : null;
};

function missedOf(entry: unknown): Missed | null {
  if (typeof entry !== 'object' || entry === null || !('loc' in entry)) return null;
  if (!Array.isArray(entry.loc) || entry.loc.length === 0) return null;
  const text = (name: 'type' | 'msg'): string => {
    const value: unknown = (entry as Record<string, unknown>)[name];
    return typeof value === 'string' ? value : '';
  };
  return { type: text('type'), loc: entry.loc.map(String), msg: text('msg') };
}

function wordsFor(first: Missed, missed: readonly Missed[]): FrameworkWords {
  const [place, ...path] = first.loc;
  const names = missed
    .filter(({ loc }) => loc[0] === place)
    .map(({ loc }) => loc.slice(1).join('.'));
  const named = names.map((name) => shortQuote(name) ?? '“”').join(', ');
  switch (place) {
    case 'header':
      return {
        what: `FastAPI wants the header ${named}, which is not sent, so your function did not run and the signature was never looked at.`,
        fix: `The signature is in ${WEBHOOK_SIGNATURE_HEADER}: declare x_webhook_signature: str = Header(), or read request.headers.`,
      };
    case 'query':
    case 'path':
    case 'cookie':
      return {
        what: `FastAPI looks for ${named} in the ${place === 'path' ? 'path' : place} and not in the body, so your function did not run.`,
        fix: 'Annotate the parameter as a Pydantic model, or take request: Request and read await request.body().',
      };
    default:
      return wordsForBody(first, path, named);
  }
}

function wordsForBody(first: Missed, path: readonly string[], named: string): FrameworkWords {
  if (/json_invalid|value_error\.jsondecode/.test(first.type)) {
    return {
      what: `FastAPI could not parse the body as JSON (${shortQuote(first.msg)}).`,
      fix: 'Look at the body that was sent: a fault or an edit may have broken it.',
    };
  }
  if (path.length === 0) {
    return {
      what: `FastAPI could not make the parameter of your function from the body (${shortQuote(first.msg)}).`,
      fix: 'Annotate it as a Pydantic model or a dict, or take request: Request and read await request.body().',
    };
  }
  const isMissing = /missing/.test(first.type);
  return {
    what: isMissing
      ? `your Pydantic model wants ${named}, which this event does not have, so your function did not run.`
      : `your Pydantic model does not take ${named} as this event has it (${shortQuote(first.msg)}), so your function did not run.`,
    fix: 'Make the field optional or give it the name and kind it has in the event; events of other kinds have other fields.',
  };
}
