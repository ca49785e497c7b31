import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { textAddress } from '../../../common/rules/phone/text-sender.ts';
import type { HttpClient } from '../../outbound/http-client.ts';
import { TIME_LIMITS } from '../../platform/http/listener-manners.ts';
import type { Clock } from '../../platform/time/clock.ts';
import { type DemoAnswer, demoAnswer } from './demo-answers.ts';

export interface DemoHandlerDeps {
  readonly clock: Clock;
  readonly client: HttpClient;
  /** Its webhook's secret; null once a webhook of the user has replaced it. */
  readonly secret: () => string | null;
  /** The base URL of the emulated API and a key for it, once it listens. */
  readonly api: () => { readonly url: string; readonly key: string };
  /** Called with a message if an answer to a text could not be sent. */
  readonly onProblem: (message: string) => void;
}

const MAX_BODY_BYTES = 1024 * 1024;
/** Identifies the demo handler among the app's clients. */
export const DEMO_USER_AGENT = 'AgentPhone-Desktop-demo-handler';
const TOLERANCE_SECONDS = 300;
const REMEMBERED_IDS = 1_000;
const API_TIMEOUT_MS = 15_000;

const Event = z.object({
  event: z.string(),
  channel: z.string(),
  agentId: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
});
type Event = z.infer<typeof Event>;

const TextData = z.object({
  numberId: z.string().nullable(),
  from: z.string(),
  message: z.string(),
});

const VoiceData = z.object({ transcript: z.string() });

/**
 * The handler of the starter workspace's agent: a web server like one a user would write. It
 * verifies signatures, ignores repeated deliveries, streams its answers to callers line by line,
 * and answers texts through the public API. It knows nothing that a user's server would not know.
 */
export class DemoHandler {
  readonly #deps: DemoHandlerDeps;
  readonly #server: Server;
  readonly #seen = new Set<string>();

  constructor(deps: DemoHandlerDeps) {
    this.#deps = deps;
    this.#server = createServer(TIME_LIMITS, (request, response) =>
      this.#receive(request, response),
    );
  }

  /** Listens on a free loopback port and returns its webhook URL. */
  async start(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/demo-handler`;
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #receive(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) request.destroy();
      else chunks.push(chunk);
    });
    request.on('end', () => void this.#handle(request, Buffer.concat(chunks), response));
  }

  async #handle(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    const refusal = this.#whyNotGenuine(request, body);
    if (request.method !== 'POST' || refusal) {
      response.writeHead(refusal ? 401 : 405, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ error: refusal ?? 'Only POST is answered here.' }));
      return;
    }
    const event = readEvent(body);
    if (!event) {
      response.writeHead(422, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ error: 'The body is not an AgentPhone event.' }));
      return;
    }
    if (event.event === 'agent.message' && event.channel === 'voice') {
      const turn = VoiceData.safeParse(event.data);
      await this.#speak(demoAnswer(turn.success ? turn.data.transcript : ''), response);
      return;
    }
    // Texts are answered through the API; the response to the webhook only says "received".
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end('{"received":true}');
    const id = String(request.headers['x-webhook-id'] ?? '');
    if (event.event === 'agent.message' && this.#isNew(id)) await this.#answerText(event, id);
  }

  /** What a careful receiver checks before it trusts a request; null if everything is in order. */
  #whyNotGenuine(request: IncomingMessage, body: Buffer): string | null {
    const secret = this.#deps.secret();
    if (secret === null) return 'The demo handler has been replaced by a webhook.';
    const timestamp = String(request.headers['x-webhook-timestamp'] ?? '');
    const sent = Buffer.from(String(request.headers['x-webhook-signature'] ?? ''));
    if (!/^\d{1,12}$/.test(timestamp)) return 'X-Webhook-Timestamp is missing or no number.';
    const ageSeconds = Math.abs(this.#deps.clock.real.now() / 1000 - Number(timestamp));
    if (ageSeconds > TOLERANCE_SECONDS) return 'The timestamp is more than five minutes off.';
    const mac = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
    const expected = Buffer.from(`sha256=${mac}`);
    const genuine = sent.length === expected.length && timingSafeEqual(sent, expected);
    return genuine ? null : 'The signature is wrong.';
  }

  /** A delivery may arrive twice (docs/reference/provider/webhooks.md#repetition). */
  #isNew(id: string): boolean {
    if (this.#seen.has(id)) return false;
    this.#seen.add(id);
    const [oldest] = this.#seen;
    if (this.#seen.size > REMEMBERED_IDS && oldest !== undefined) this.#seen.delete(oldest);
    return true;
  }

  /** Streams NDJSON: the opening at once, then sentence by sentence; the last one ends the turn. */
  async #speak(answer: DemoAnswer, response: ServerResponse): Promise<void> {
    response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
    response.write(ndjson({ text: answer.opening, interim: true }));
    const last = answer.sentences.length - 1;
    for (const [index, text] of answer.sentences.entries()) {
      await this.#pause(index === 0 ? 250 : 150 + ((text.length * 7) % 200));
      // The caller continued speaking, or hung up, so the request was aborted.
      if (response.destroyed) return;
      if (index < last) response.write(ndjson({ text, interim: true }));
      else response.end(ndjson({ text, ...closing(answer) }));
    }
  }

  async #answerText(event: Event, webhookId: string): Promise<void> {
    const { api, client, onProblem } = this.#deps;
    const text = TextData.safeParse(event.data);
    // A hidden or named sender cannot be answered.
    if (!text.success || textAddress(text.data.from) === null) return;
    const { url, key } = api();
    const result = await client.send({
      method: 'POST',
      url: `${url}/v1/messages`,
      headers: [
        ['Authorization', `Bearer ${key}`],
        ['Content-Type', 'application/json'],
        ['User-Agent', DEMO_USER_AGENT],
        // After a restart, the same text may be delivered again.
        ['Idempotency-Key', webhookId],
      ],
      body: Buffer.from(
        JSON.stringify({
          ...(text.data.numberId ? { number_id: text.data.numberId } : { agent_id: event.agentId }),
          to_number: text.data.from,
          ...(event.channel === 'whatsapp' ? { channel: event.channel } : {}),
          body: textReply(demoAnswer(text.data.message)),
        }),
      ),
      timeoutMs: API_TIMEOUT_MS,
    });
    if (result.failure) onProblem(`The demo handler could not answer: ${result.failure.message}`);
    else if (result.status !== 200) {
      onProblem(
        `The demo handler could not answer: POST /v1/messages said ${result.status} ${Buffer.from(result.body).toString('utf8')}`,
      );
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      // In real time, like any other server: with a frozen clock, product time would never pass.
      this.#deps.clock.real.after(ms, resolve);
    });
  }
}

function readEvent(body: Buffer): Event | null {
  try {
    return Event.safeParse(JSON.parse(body.toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
}

function ndjson(line: Record<string, unknown>): string {
  return `${JSON.stringify(line)}\n`;
}

function closing(answer: DemoAnswer): { hangup?: true; digits?: string } {
  return {
    ...(answer.hangup ? { hangup: true } : {}),
    ...(answer.digits ? { digits: answer.digits } : {}),
  };
}

function textReply(answer: DemoAnswer): string {
  return answer.sentences.join(' ');
}
