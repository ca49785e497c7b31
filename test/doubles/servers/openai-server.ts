import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** One thing that happens within a streamed answer, in order. */
export type ChatStep =
  /** One delta of content; several texts make several deltas. */
  | { readonly text: string }
  /** A tool call whose arguments are sent in `pieces` deltas (3 by default). */
  | {
      readonly tool: string;
      readonly args: unknown;
      readonly id?: string;
      readonly pieces?: number;
    }
  /** Continues when it resolves: the test delays the answer. */
  | { readonly until: Promise<unknown> }
  | { readonly delayMs: number }
  /** An error in the middle of the stream, in the form that providers send. */
  | { readonly error: string }
  /** Raw bytes, for invalid deltas. */
  | { readonly raw: string }
  /** The connection breaks here; as the first step, before any of the answer is sent. */
  | { readonly cut: true }
  /** The answer ends without a finish reason: only `[DONE]` follows, or not even that. */
  | { readonly unfinished: 'done' | 'closed' }
  /** Ends the answer early, with this reason; otherwise it is `stop`, or `tool_calls`. */
  | { readonly finish: 'stop' | 'length' | 'content_filter' | 'tool_calls' };

export interface ChatUsage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
}

/** A stream of steps, or a response that is not a stream. */
export type ChatReply =
  | { readonly steps: readonly ChatStep[]; readonly usage?: ChatUsage | null }
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** Strings are sent unchanged, everything else as JSON. */
      readonly body?: unknown;
    };

export interface ChatMessageSeen {
  readonly role: string;
  readonly content?: unknown;
  readonly tool_calls?: readonly {
    readonly id: string;
    readonly function: { readonly name: string; readonly arguments: string };
  }[];
  readonly tool_call_id?: string;
}

export interface ChatRequestSeen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** The body of a chat request; `{}` for any other request. */
  readonly body: {
    readonly model?: string;
    readonly stream?: boolean;
    readonly messages?: readonly ChatMessageSeen[];
    readonly tools?: readonly {
      readonly function: { readonly name: string; readonly parameters: unknown };
    }[];
  };
  /** The client's port, which identifies the connection. */
  readonly port: number;
  /** The value of `performance.now()` when the request was complete. */
  readonly atMs: number;
  /** Resolves when the answer is over, or the client closed the connection before that. */
  readonly closed: Promise<{ readonly atMs: number; readonly early: boolean }>;
}

const USAGE: ChatUsage = { prompt_tokens: 20, completion_tokens: 5 };

/**
 * A model provider on loopback with the streaming OpenAI chat API: a stand-in for OpenAI, and for
 * Ollama, LM Studio, llama.cpp and vLLM. The test says how it answers.
 */
export class OpenAiServer {
  /** The `baseUrl` for an engine. */
  readonly url: string;
  readonly port: number;
  /** All requests, both chats and lists of models, oldest first. */
  readonly seen: ChatRequestSeen[] = [];
  /** How chats are answered when the queued replies are used up. */
  answer: (request: ChatRequestSeen) => ChatReply = () => ({ steps: [{ text: 'Hello.' }] });
  /** Listed at `/v1/models` and, as Ollama does, at `/api/tags`. */
  models: readonly string[] = ['test-model'];
  /** If set, other keys are refused with 401. */
  key: string | null = null;
  readonly #queue: ChatReply[] = [];
  readonly #server: Server;
  #waiting: { count: number; resolve: () => void }[] = [];

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    this.url = `http://127.0.0.1:${this.port}/v1`;
    server.on('request', (request, response) => void this.#request(request, response));
  }

  static async start(): Promise<OpenAiServer> {
    const server = createServer({ keepAliveTimeout: 600_000 });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new OpenAiServer(server);
  }

  /** The chats so far, without lists of models. */
  get chats(): readonly ChatRequestSeen[] {
    return this.seen.filter(({ method }) => method === 'POST');
  }

  get last(): ChatRequestSeen {
    const last = this.chats.at(-1);
    if (!last) throw new Error('Nothing was asked.');
    return last;
  }

  /** Queues replies to the next chats, in order. */
  next(...replies: ChatReply[]): void {
    this.#queue.push(...replies);
  }

  /** Shorthand: the next chat is answered with these words, one delta each. */
  nextText(...texts: string[]): void {
    this.next({ steps: texts.map((text) => ({ text })) });
  }

  /** Resolves with the nth chat (from 1), as soon as it was requested. */
  async chat(number: number): Promise<ChatRequestSeen> {
    if (this.chats.length < number) {
      await new Promise<void>((resolve) => this.#waiting.push({ count: number, resolve }));
    }
    return this.chats[number - 1] as ChatRequestSeen;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #request(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = 'GET', url: path = '', headers } = request;
    const closed = new Promise<{ atMs: number; early: boolean }>((resolve) => {
      response.on('close', () =>
        resolve({ atMs: performance.now(), early: !response.writableFinished }),
      );
    });
    const text = Buffer.concat(chunks).toString();
    const seen: ChatRequestSeen = {
      method,
      path,
      headers,
      body: text === '' ? {} : JSON.parse(text),
      port: request.socket.remotePort ?? 0,
      atMs: performance.now(),
      closed,
    };
    this.seen.push(seen);
    this.#waiting = this.#waiting.filter(({ count, resolve }) => {
      if (this.chats.length < count) return true;
      resolve();
      return false;
    });
    await this.#reply(this.#replyTo(seen), seen, response);
  }

  #replyTo(seen: ChatRequestSeen): ChatReply {
    if (this.key !== null && seen.headers.authorization !== `Bearer ${this.key}`) {
      const error = { message: 'Incorrect API key provided.', code: 'invalid_api_key' };
      return { status: 401, body: { error } };
    }
    if (seen.method === 'POST') return this.#queue.shift() ?? this.answer(seen);
    if (seen.path === '/v1/models') {
      const data = this.models.map((id) => ({ id, object: 'model' }));
      return { status: 200, body: { object: 'list', data } };
    }
    if (seen.path === '/api/tags') {
      return { status: 200, body: { models: this.models.map((name) => ({ name, model: name })) } };
    }
    return { status: 404, body: { error: { message: 'Not found.' } } };
  }

  async #reply(reply: ChatReply, seen: ChatRequestSeen, response: ServerResponse): Promise<void> {
    if ('status' in reply) {
      const { status, headers = {}, body = '' } = reply;
      const plain = typeof body === 'string';
      response.writeHead(status, {
        'Content-Type': plain ? 'text/plain' : 'application/json',
        ...headers,
      });
      response.end(plain ? body : JSON.stringify(body));
      return;
    }
    await this.#stream(reply.steps, reply.usage, seen, response);
  }

  async #stream(
    steps: readonly ChatStep[],
    usage: ChatUsage | null = USAGE,
    seen: ChatRequestSeen,
    response: ServerResponse,
  ): Promise<void> {
    const chunk = (choices: readonly unknown[], more: object = {}) =>
      `data: ${JSON.stringify({
        id: 'chatcmpl-1',
        object: 'chat.completion.chunk',
        created: 1_700_000_000,
        model: seen.body.model ?? 'test-model',
        choices,
        ...more,
      })}\n\n`;
    const send = (text: string) => {
      if (!response.headersSent) {
        response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      }
      response.write(text);
    };
    const delta = (content: object) =>
      send(chunk([{ index: 0, delta: content, finish_reason: null }]));
    let tools = 0;
    let finish = 'stop';
    for (const step of steps) {
      if (response.destroyed) return;
      if ('text' in step) delta({ role: 'assistant', content: step.text });
      else if ('tool' in step) {
        for (const part of toolDeltas(step, tools)) delta({ tool_calls: [part] });
        tools += 1;
        finish = 'tool_calls';
      } else if ('until' in step) await step.until;
      else if ('delayMs' in step) await delay(step.delayMs);
      else if ('raw' in step) send(step.raw);
      else if ('error' in step) {
        const error = { message: step.error, type: 'server_error', code: null };
        send(`data: ${JSON.stringify({ error })}\n\n`);
      } else if ('unfinished' in step) {
        response.end(step.unfinished === 'done' ? 'data: [DONE]\n\n' : undefined);
        return;
      } else if ('cut' in step) {
        // Everything written must have left the process before the connection breaks.
        if (response.headersSent) await new Promise((resolve) => response.write('\n', resolve));
        response.destroy();
        return;
      } else finish = step.finish;
    }
    send(chunk([{ index: 0, delta: {}, finish_reason: finish }]));
    if (usage) {
      const { prompt_tokens, completion_tokens } = usage;
      const total_tokens = prompt_tokens + completion_tokens;
      send(chunk([], { usage: { prompt_tokens, completion_tokens, total_tokens } }));
    }
    response.end('data: [DONE]\n\n');
  }
}

/** Splits a call like OpenAI does: the name first, then the arguments in pieces. */
function toolDeltas(step: Extract<ChatStep, { tool: string }>, index: number): object[] {
  const text = typeof step.args === 'string' ? step.args : JSON.stringify(step.args);
  const size = Math.max(1, Math.ceil(text.length / (step.pieces ?? 3)));
  const id = step.id ?? `call_${index + 1}`;
  const first = { index, id, type: 'function', function: { name: step.tool, arguments: '' } };
  const rest: object[] = [];
  for (let at = 0; at < text.length; at += size) {
    rest.push({ index, function: { arguments: text.slice(at, at + size) } });
  }
  return [first, ...rest];
}
