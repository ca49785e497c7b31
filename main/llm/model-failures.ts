import { ModelFailure } from './language-model.ts';

/**
 * How to reach a model: at the provider itself, or at a user's own server with a compatible API.
 */
export interface ModelAccess {
  readonly kind: 'openai' | 'anthropic' | 'google';
  /** The name shown in messages. */
  readonly label: string;
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** Whether it is the provider's own address. */
  readonly isProviders: boolean;
  /** Null if the user's own server requires none. */
  readonly apiKey: string | null;
  /** The provider's name for the model. */
  readonly model: string;
}

/** How much of a provider's own message is shown. */
const EXCERPT = 200;

const WHERE = 'under Settings, Engines';

/** A refusal in words: what happened, why, and what to do. */
export function refusal(
  access: ModelAccess,
  status: number,
  body: string,
  retryAfter: string | null,
): ModelFailure {
  const { label, model, baseUrl } = access;
  // A provider's message about a key may contain part of the key.
  if (status === 401 || status === 403) {
    const message = `${label} refused the API key (${status}). Check it ${WHERE}.`;
    return new ModelFailure('refusedKey', message);
  }
  const words = excerpt(body, access);
  const said = words === '' ? '' : ` It said: ${words}`;
  if (NO_TOOLS.test(words)) {
    const message = `${model} takes no tools (${label} answered ${status}), so the agent's tools cannot be used. Choose a model with tool calling ${WHERE}.${said}`;
    return new ModelFailure('noTools', message);
  }
  if (status === 404 || /model.{0,60}(not found|does not exist|not exist)/i.test(words)) {
    const message = `${label} at ${baseUrl} knows no model "${model}" (${status}). Choose one that it has ${WHERE}.${said}`;
    return new ModelFailure('unknownModel', message);
  }
  if (status === 429) {
    const seconds = retryAfter !== null && /^\d+$/.test(retryAfter) ? ` ${retryAfter} seconds` : '';
    const message = `${label} is over its rate limit or quota (429). Wait${seconds}, or check that account.${said}`;
    return new ModelFailure('rateLimited', message);
  }
  if (status === 402) {
    const message = `${label} wants to be paid first (402). Check the plan of that account.${said}`;
    return new ModelFailure('rateLimited', message);
  }
  const meaning =
    status >= 500
      ? `has a problem of its own (${status}). Try again.`
      : `refused the request (${status}). Check the model ${WHERE}.`;
  return new ModelFailure('providerError', `${label} ${meaning}${said}`);
}

/** Known from an earlier refusal. */
export function toolsUnused({ model }: ModelAccess): string {
  return `${model} takes no tools, so the agent's tools cannot be used. Choose a model with tool calling ${WHERE}.`;
}

/** How servers word it that a model, or the way it is run, does not support tool calls. */
const NO_TOOLS =
  /does(?:n't| not) support (?:tool|function)|(?:tool|function)(?:s| calling| calls| use)? (?:is|are)(?:n't| not) (?:supported|enabled)|no (?:endpoints? found that )?support (?:for )?tool|requires --jinja|--enable-auto-tool-choice|tool_choice.{0,40}(?:not|requires)/i;

export function unreachable(access: ModelAccess, error: unknown): ModelFailure {
  return new ModelFailure(
    'unreachable',
    `${access.label} could not be reached at ${access.baseUrl} (${reason(error)}). Check the address ${WHERE}, and that the server runs.`,
  );
}

export function silent({ label }: ModelAccess, seconds: number): ModelFailure {
  return new ModelFailure(
    'timeout',
    `${label} sent nothing for ${seconds} seconds. Try again, or choose another model ${WHERE}.`,
  );
}

export function brokenOff({ label }: ModelAccess, error: unknown): ModelFailure {
  return new ModelFailure(
    'providerError',
    `${label} broke off in the middle of its answer (${reason(error)}). Try again.`,
  );
}

/** An error that the provider sent within the stream. */
export function streamError(access: ModelAccess, error: unknown): ModelFailure {
  const words = excerpt(typeof error === 'string' ? error : JSON.stringify(error), access);
  return new ModelFailure(
    'providerError',
    `${access.label} reported an error in the middle of its answer: ${words}${/[.!?…]$/.test(words) ? '' : '.'} Try again.`,
  );
}

export function malformed({ label, baseUrl }: ModelAccess, what: string): ModelFailure {
  return new ModelFailure(
    'malformed',
    `${label} at ${baseUrl} did not answer as it should: ${what}. Is it a server of that kind, and is its version current? Check it ${WHERE}.`,
  );
}

export function missingKey({ label }: ModelAccess): ModelFailure {
  return new ModelFailure(
    'refusedKey',
    `${label} needs an API key. Enter it ${WHERE}, or choose another model there.`,
  );
}

/**
 * The message in one of the usual forms of JSON errors, or the beginning of the text; without the
 * key.
 */
function excerpt(body: string, { apiKey }: ModelAccess): string {
  let text = body;
  try {
    text = messageIn(JSON.parse(body)) ?? body;
  } catch {
    // Not JSON.
  }
  const bare = apiKey === null ? text : text.replaceAll(apiKey, '…');
  const line = bare.replace(/\s+/g, ' ').trim();
  return line.length > EXCERPT ? `${line.slice(0, EXCERPT)}…` : line;
}

function messageIn(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return messageIn(value[0]);
  if (typeof value !== 'object' || value === null) return null;
  for (const name of ['message', 'error', 'detail']) {
    const inner = messageIn((value as Record<string, unknown>)[name]);
    if (inner) return inner;
  }
  return null;
}

/** Node's fetch hides the reason in `cause`. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return 'no reason given';
  const { cause } = error;
  const { code, message } = (cause instanceof Error ? cause : error) as NodeJS.ErrnoException;
  return code === undefined || code === 'ADDRESS_REFUSED' ? message : code;
}
