import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { FastifyInstance } from 'fastify';
import type { LiveChange } from '../../common/contract/index.ts';
import { RateLimiter } from '../../main/api/rate-limit.ts';
import type { ApiRoute } from '../../main/api/route.ts';
import { createApiServer, type ProvokedFailure } from '../../main/api/server.ts';
import { v1Routes } from '../../main/api/v1/routes.ts';
import type { Carrier, OutboundText } from '../../main/carriers/carrier.ts';
import { ProductClock, type RealTime } from '../../main/platform/clock.ts';
import { Accounts } from '../../main/services/accounts.ts';
import { Agents } from '../../main/services/agents.ts';
import { ApiKeys } from '../../main/services/api-keys.ts';
import { ChangeFeed } from '../../main/services/changes.ts';
import { Contacts } from '../../main/services/contacts.ts';
import { Conversations } from '../../main/services/conversations.ts';
import { Handsets } from '../../main/services/handsets.ts';
import { InboundTexts } from '../../main/services/messages/inbound-texts.ts';
import { OutboundTexts } from '../../main/services/messages/outbound-texts.ts';
import { Threads } from '../../main/services/messages/threads.ts';
import { NumberMessages } from '../../main/services/number-messages.ts';
import { Numbers } from '../../main/services/numbers.ts';
import type { OutgoingEvent } from '../../main/services/outgoing-events.ts';
import { Plan } from '../../main/services/plan.ts';
import { Usage } from '../../main/services/usage.ts';
import { Voices } from '../../main/services/voices.ts';
import { AccountStore } from '../../main/store/accounts.ts';
import { AgentStore } from '../../main/store/agents.ts';
import { ApiKeyStore } from '../../main/store/api-keys.ts';
import { ContactStore } from '../../main/store/contacts.ts';
import { ConversationStore } from '../../main/store/conversations.ts';
import { openDatabase } from '../../main/store/database.ts';
import { HandsetStore } from '../../main/store/handsets.ts';
import { MessageStore } from '../../main/store/messages.ts';
import { NumberStore } from '../../main/store/numbers.ts';
import { SettingStore } from '../../main/store/settings.ts';
import { transactionsOf } from '../../main/store/transactions.ts';
import { UsageStore } from '../../main/store/usage.ts';
import { ManualTime } from './manual-time.ts';
import { MemoryCalls } from './memory-calls.ts';

export const API_KEY = 'sk_live_test0000000000000000000000000000000000';

export interface ApiWorldOptions {
  readonly numberAllowance?: number;
  readonly requestsPerMinute?: number;
  readonly real?: RealTime;
}

/** The API on a real database in a temporary folder; calls, carrier and webhooks are doubles. */
export type ApiWorld = Awaited<ReturnType<typeof openApiWorld>>;

export async function openApiWorld(options: ApiWorldOptions = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'agentphone-api-'));
  const db = await openDatabase(dataDir);
  const real = options.real ?? new ManualTime();
  const clock = new ProductClock({ real });
  const transact = transactionsOf(db);
  const changes = new ChangeFeed();
  const published: LiveChange[] = [];
  changes.subscribe((list) => published.push(...list));

  const accounts = new Accounts({ accounts: new AccountStore(db), clock });
  const accountId = accounts.ensureWorkspaceAccount();
  const apiKeys = new ApiKeys({ keys: new ApiKeyStore(db), clock });
  apiKeys.setWorkspaceKey(accountId, API_KEY);
  const settings = new SettingStore(db);
  const plan = new Plan(settings, options.numberAllowance);
  const numberStore = new NumberStore(db);
  const messageStore = new MessageStore(db);
  const conversationStore = new ConversationStore(db);
  const agents = new Agents({
    agents: new AgentStore(db),
    numbers: numberStore,
    clock,
    changes,
    transact,
  });
  const numbers = new Numbers({
    numbers: numberStore,
    accounts,
    agents,
    plan,
    clock,
    changes,
    transact,
  });
  const contacts = new Contacts({ contacts: new ContactStore(db), clock, transact });
  const conversations = new Conversations({
    conversations: conversationStore,
    messages: messageStore,
    agents,
    contacts,
    changes,
  });
  const threads = new Threads({
    store: conversationStore,
    messages: messageStore,
    conversations,
    changes,
    clock,
  });
  const usage = new Usage({ usage: new UsageStore(db), numbers, accounts, plan, clock });
  const handsets = new Handsets({ handsets: new HandsetStore(db), numbers: numberStore, clock });

  const events: OutgoingEvent[] = [];
  const inboundTexts = new InboundTexts({
    numbers,
    threads,
    store: conversationStore,
    messages: messageStore,
    conversations,
    contacts,
    transact,
    events: {
      enqueue: (event) => {
        events.push(event);
        return { deliveryId: `dlv_${events.length}` };
      },
    },
  });
  const sentTexts: OutboundText[] = [];
  const carrier: Carrier = {
    name: 'simulated',
    placeCall: () => {
      throw new Error('no calls here');
    },
    sendText: async (text) => void sentTexts.push(text),
  };
  const outboundTexts = new OutboundTexts({
    numbers,
    agents,
    handsets,
    threads,
    store: conversationStore,
    messages: messageStore,
    transact,
    carrierOf: () => carrier,
    checkAllowed: (id) => usage.checkTexts(id),
    onCarrierFailure: (_messageId, error) => defects.push(error),
  });
  const calls = new MemoryCalls({ agents, numbers, clock });

  const defects: unknown[] = [];
  const provoked: { next: ProvokedFailure | null } = { next: null };
  const routes = v1Routes({
    agents,
    voices: new Voices(),
    contacts,
    handsets,
    conversations,
    calls,
    webCalls: calls,
    numbers,
    numberMessages: new NumberMessages({ numbers, messages: messageStore }),
    outboundTexts,
    usage,
    real,
    agentName: (id) => agents.find(id)?.name ?? null,
  });
  const app: FastifyInstance = createApiServer({
    routes,
    access: {
      verify: (key) => apiKeys.verify(key),
      isSubAccount: (parent, child) => accounts.isSubAccount(parent, child),
    },
    rateLimiter: new RateLimiter(real, () => options.requestsPerMinute ?? null),
    provokeFailure: () => {
      const failure = provoked.next;
      provoked.next = null;
      return failure;
    },
    onDefect: (error) => defects.push(error),
    checkAnswer,
  });

  return {
    app,
    db,
    dataDir,
    clock,
    real,
    routes,
    accountId,
    accounts,
    apiKeys,
    settings,
    plan,
    agents,
    numbers,
    contacts,
    conversations,
    handsets,
    inboundTexts,
    outboundTexts,
    usage,
    calls,
    events,
    sentTexts,
    published,
    defects,
    provoked,
    /** A request with the workspace's key, its answer parsed. */
    async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
      const response = await app.inject({
        method: method as 'GET',
        url: path,
        headers: { host: '127.0.0.1:4747', authorization: `Bearer ${API_KEY}`, ...headers },
        ...(body === undefined ? {} : { payload: body as object }),
      });
      const isJson = String(response.headers['content-type']).includes('json');
      return {
        status: response.statusCode,
        headers: response.headers,
        text: response.body,
        // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
        body: (isJson && response.body ? JSON.parse(response.body) : undefined) as any,
      };
    },
    async close() {
      await app.close();
      clock.stop();
      db.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Throws when an answer has a missing, misspelled, surplus or wrong field. */
export function checkAnswer(route: ApiRoute, answer: unknown): void {
  const parsed = route.answer?.parse(answer);
  const plain = JSON.parse(JSON.stringify(answer ?? null)) as unknown;
  if (!isDeepStrictEqual(parsed ?? null, plain)) {
    throw new Error(`${route.operation} answered fields that its schema does not have`);
  }
}
