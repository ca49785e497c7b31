import { type CustomTool, CustomTool as CustomToolShape } from '../../../common/contract/index.ts';
import { maskedHeaders, maskedUrl } from '../../../common/rules/masked-secrets.ts';
import { stockLanguage, stockSentence } from '../../../common/rules/speech-text/stock-sentences.ts';
import type { ExchangeLog } from '../../outbound/exchange-log.ts';
import type { HttpClient, OutboundResult } from '../../outbound/http-client.ts';
import type { HeaderList } from '../../outbound/request.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { HostedTool, ToolOutcome, ToolSite } from '../../voice/responding/hosted-tool.ts';
import { ArgumentCheck, parametersOf } from '../agents/schema-check.ts';
import { isSuccess } from '../deliveries/attempt-outcome.ts';

export interface CustomToolDeps {
  readonly clock: Clock;
  readonly client: HttpClient;
  readonly exchanges: ExchangeLog;
  /** For the `User-Agent`. */
  readonly version: string;
}

const DEFAULT_TIMEOUT_MS = 30_000;
/** How much of an answer the model gets. */
const TOLD_BYTES = 64 * 1024;
/** How much of an error's body the model gets. */
const TOLD_OF_ERROR = 1_000;
/** Headers that the connection itself sets. */
const CONNECTION_HEADERS: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
]);

/** The agent that owns the tool. */
interface ToolOwner {
  readonly accountId: string;
  readonly agentId: string;
  /** BCP 47. */
  readonly language: string;
}

/**
 * The tools that the agent's owner defined. Invalid ones, stored by another version, are left out.
 */
export function customTools(
  stored: readonly Readonly<Record<string, unknown>>[],
  owner: ToolOwner,
  deps: CustomToolDeps,
): HostedTool[] {
  return stored.flatMap((given) => {
    const tool = CustomToolShape.safeParse(given);
    return tool.success ? [customTool(tool.data, owner, deps)] : [];
  });
}

function customTool(tool: CustomTool, owner: ToolOwner, deps: CustomToolDeps): HostedTool {
  const parameters = parametersOf(tool.parameters);
  const check = new ArgumentCheck(parameters);
  const speaks = tool.speakDuringExecution ?? Boolean(tool.executionMessage);
  const announcement = speaks
    ? tool.executionMessage || stockSentence('oneMoment', stockLanguage(owner.language))
    : null;
  return {
    name: tool.name,
    description: tool.description,
    parameters,
    builtIn: false,
    url: maskedUrl(tool.url),
    announcement: (args) => (check.fault(args) === null ? announcement : null),
    async run(args, site, signal) {
      const fault = check.fault(args);
      if (fault !== null) {
        return failed(
          `The model called ${tool.name} with wrong arguments, so it was not sent: ${fault}. Say in the tool's description and parameters what it takes.`,
          {
            error: `Wrong arguments: ${fault}.`,
          },
        );
      }
      return new ToolRequest(tool, owner, deps).send(args, site, signal);
    },
  };
}

/** One call of a tool over HTTP. */
class ToolRequest {
  readonly #tool: CustomTool;
  readonly #owner: ToolOwner;
  readonly #deps: CustomToolDeps;

  constructor(tool: CustomTool, owner: ToolOwner, deps: CustomToolDeps) {
    this.#tool = tool;
    this.#owner = owner;
    this.#deps = deps;
  }

  async send(
    args: Readonly<Record<string, unknown>>,
    site: ToolSite,
    signal: AbortSignal,
  ): Promise<ToolOutcome> {
    const { clock, client } = this.#deps;
    const { method } = this.#tool;
    const timeoutMs = this.#tool.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    const url = method === 'GET' ? withQuery(this.#tool.url, args) : this.#tool.url;
    const body =
      method === 'GET' ? null : Buffer.from(JSON.stringify(this.#envelope(args, site)), 'utf8');
    const headers = this.#headers(body !== null);
    const startedAtMs = clock.now();
    // The limit applies to the whole answer, because a person is waiting on the phone.
    const late = new AbortController();
    const timer = clock.after(timeoutMs, () => late.abort());
    const result = await client.send(
      { method, url, headers, body, timeoutMs, keepBytes: TOLD_BYTES },
      {},
      AbortSignal.any([signal, late.signal]),
    );
    timer.cancel();
    const isLate = late.signal.aborted && !signal.aborted;
    const why = this.#whyFailed(result, isLate, timeoutMs);
    const deliveryId = this.#record({ url, headers, body, site, startedAtMs, result, why, isLate });
    return { ...outcome(result, why), deliveryId };
  }

  #envelope(args: Readonly<Record<string, unknown>>, site: ToolSite) {
    const { agentId } = this.#owner;
    const call = site && {
      callId: site.callId,
      agentId,
      numberId: site.numberId,
      direction: site.direction,
      from: site.from,
      to: site.to,
    };
    return { name: this.#tool.name, args, call };
  }

  #headers(hasBody: boolean): HeaderList {
    const own = Object.entries(this.#tool.headers ?? {}).flatMap(
      ([name, value]): [string, string][] =>
        value === null || CONNECTION_HEADERS.has(name.toLowerCase()) ? [] : [[name, value]],
    );
    const given = new Set(own.map(([name]) => name.toLowerCase()));
    const ours: [string, string][] = [
      ...(hasBody ? [['Content-Type', 'application/json'] as [string, string]] : []),
      ['Accept', 'application/json'],
      ['User-Agent', `AgentPhone-Desktop/${this.#deps.version}`],
    ];
    return [...ours.filter(([name]) => !given.has(name.toLowerCase())), ...own];
  }

  /** Why the call failed, in words; null if the tool answered as it should. */
  #whyFailed(result: OutboundResult, isLate: boolean, timeoutMs: number): string | null {
    const { name } = this.#tool;
    if (isLate) {
      return `The tool ${name} did not answer within ${timeoutMs / 1000} s. Answer faster, or raise its timeoutMs.`;
    }
    const { failure, status } = result;
    if (failure?.why === 'aborted') {
      return `The tool ${name} was broken off: the caller spoke or the call ended before it answered.`;
    }
    if (failure) {
      return `The tool ${name} failed. ${failure.message.replaceAll('webhook URL', "tool's URL")}`;
    }
    if (status === null || isSuccess(status)) return null;
    if (status >= 300 && status < 400) {
      return `The tool ${name} answered ${status}. Redirects are not followed; give the tool the address it points to.`;
    }
    return `The tool ${name} answered ${status}, so the model was told that it failed. Answer any 2xx; look into your server's log.`;
  }

  #record(made: {
    readonly url: string;
    readonly headers: HeaderList;
    readonly body: Uint8Array | null;
    readonly site: ToolSite;
    readonly startedAtMs: number;
    readonly result: OutboundResult;
    readonly why: string | null;
    readonly isLate: boolean;
  }): string {
    const { result, site } = made;
    const sent = result.requestHeaders.length > 0 ? result.requestHeaders : made.headers;
    return this.#deps.exchanges.record({
      kind: 'tool',
      ...this.#owner,
      event: `tool.${this.#tool.name}`,
      method: this.#tool.method,
      url: maskedUrl(made.url),
      numberId: site?.numberId ?? null,
      callId: site?.callId ?? null,
      turn: site?.turn ?? null,
      startedAtMs: made.startedAtMs,
      requestHeaders: maskedHeaders(sent),
      requestBody: made.body ?? new Uint8Array(),
      status: result.status,
      responseHeaders: maskedHeaders(result.responseHeaders),
      responseBody: result.status === null ? null : result.body,
      responseSizeBytes: result.bodySizeBytes,
      timing: result.timing,
      error: made.why,
      failure: made.isLate ? 'timeout' : (result.failure?.kind ?? null),
    });
  }
}

function outcome(result: OutboundResult, why: string | null): Omit<ToolOutcome, 'deliveryId'> {
  const { status } = result;
  const text = Buffer.from(result.body).toString('utf8');
  const none = { status, action: null, digits: null };
  if (why !== null) {
    const answered = text === '' || result.failure ? {} : { answer: text.slice(0, TOLD_OF_ERROR) };
    return { ok: false, answer: { error: why, ...answered }, message: why, ...none };
  }
  const isCut = result.bodySizeBytes > result.body.byteLength;
  const answer = isCut ? { cut: true, text } : jsonOrText(text);
  return { ok: true, answer, message: null, ...none };
}

function failed(message: string, answer: unknown): ToolOutcome {
  const none = { status: null, deliveryId: null, action: null, digits: null };
  return { ok: false, answer, message, ...none };
}

/** Plain values as they are; lists and objects as JSON. */
function withQuery(text: string, args: Readonly<Record<string, unknown>>): string {
  const url = new URL(text);
  for (const [name, value] of Object.entries(args)) {
    if (value === undefined || value === null) continue;
    url.searchParams.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
  return url.href;
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
