import {
  ApiError,
  DEFAULT_CONTEXT_LIMIT,
  DEFAULT_TIMEOUT_SECONDS,
  type OperationInput,
  type Webhook,
  type WebhookRequest,
  type WebhookSetup,
} from '../../../common/contract/index.ts';
import { toDateTime } from '../../../common/rules/date-time.ts';
import { newId, newWebhookSecret } from '../../platform/random.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { RunInTransaction } from '../../store/database/transactions.ts';
import type { TestSubject, WebhookRow, WebhookStore } from '../../store/deliveries/webhooks.ts';
import { checkAddress } from '../checked-address.ts';

export interface WebhooksDeps {
  readonly clock: Clock;
  readonly store: WebhookStore;
  readonly inTransaction: RunInTransaction;
  readonly allowPrivateAddresses: () => boolean;
  /** Called after each change of the configuration. */
  readonly onChanged: () => void;
}

/** Where an agent's events go. */
export type Route =
  | { readonly kind: 'webhook'; readonly webhook: WebhookRow }
  | { readonly kind: 'nowhere'; readonly because: string };

/**
 * The webhook configuration: a default per account, and optionally one per agent, which then
 * receives that agent's events instead (docs/reference/provider/webhooks.md#where-an-event-goes).
 * An absent `agentId` means the default.
 */
export class Webhooks {
  readonly #deps: WebhooksDeps;

  constructor(deps: WebhooksDeps) {
    this.#deps = deps;
  }

  /** Null if none is set; the demo handler does not count. @throws `NOT_FOUND` for the agent */
  get(accountId: string, agentId: string | null): Webhook | null {
    this.#checkAgent(accountId, agentId);
    const row = this.#deps.store.find(accountId, agentId);
    return row && !row.demo ? shown(row) : null;
  }

  /**
   * Creates or replaces a webhook; every call generates a new secret. The first webhook of the
   * workspace replaces the demo handler.
   *
   * @throws `NOT_FOUND` for the agent, `VALIDATION_ERROR` for a forbidden address
   */
  set(accountId: string, agentId: string | null, request: WebhookRequest): Webhook {
    return shown(this.#save(accountId, agentId, request, newWebhookSecret()));
  }

  /**
   * Sets the project webhook that was given at the start, which is the same at each start.
   * @param secret null keeps the current one
   * @throws `VALIDATION_ERROR` for a forbidden address
   */
  preset(accountId: string, { url, secret }: { url: string; secret: string | null }): void {
    const there = this.#deps.store.find(accountId, null);
    const kept = there && !there.demo ? there : null;
    const wanted = secret ?? kept?.secret ?? newWebhookSecret();
    if (kept?.url === url && kept.secret === wanted) return;
    const { contextLimit, timeoutSeconds: timeout } = kept ?? {};
    this.#save(accountId, null, { url, contextLimit, timeout }, wanted);
  }

  /** The same as the person at this computer sees it. @throws `NOT_FOUND` for the agent */
  setup(accountId: string, agentId: string | null): WebhookSetup | null {
    this.#checkAgent(accountId, agentId);
    const row = this.#deps.store.find(accountId, agentId);
    return row && !row.demo ? setupOf(row) : null;
  }

  /** Registers or changes; what is left out stays as it is. @throws as `set` */
  change(
    accountId: string,
    agentId: string | null,
    change: Omit<OperationInput<'webhook.set'>, 'agentId'>,
  ): WebhookSetup {
    const kept = this.setup(accountId, agentId);
    const timeout = change.timeoutSeconds ?? kept?.timeoutSeconds;
    const contextLimit = change.contextLimit ?? kept?.contextLimit;
    const secret = change.secret ?? kept?.secret ?? newWebhookSecret();
    return setupOf(
      this.#save(accountId, agentId, { url: change.url, timeout, contextLimit }, secret),
    );
  }

  /** @throws `NOT_FOUND` when there is none */
  rotateSecret(accountId: string, agentId: string | null): WebhookSetup {
    const { url } = this.ownOrThrow(accountId, agentId);
    return this.change(accountId, agentId, { url, secret: newWebhookSecret() });
  }

  #save(
    accountId: string,
    agentId: string | null,
    request: WebhookRequest,
    secret: string,
  ): WebhookRow {
    const { clock, store, inTransaction, allowPrivateAddresses, onChanged } = this.#deps;
    this.#checkAgent(accountId, agentId);
    checkAddress('url', request.url, allowPrivateAddresses() ? 'link' : 'public');
    const row = inTransaction(() => {
      store.removeDemo();
      const existing = store.find(accountId, agentId);
      const saved: WebhookRow = {
        id: existing?.id ?? newId('webhook'),
        accountId,
        agentId,
        url: request.url,
        secret,
        contextLimit: request.contextLimit ?? DEFAULT_CONTEXT_LIMIT,
        timeoutSeconds: request.timeout ?? DEFAULT_TIMEOUT_SECONDS,
        demo: false,
        createdAt: existing?.createdAt ?? clock.now(),
      };
      store.save(saved);
      return saved;
    });
    onChanged();
    return row;
  }

  /** @throws `NOT_FOUND` if there is none */
  remove(accountId: string, agentId: string | null): void {
    const { store, onChanged } = this.#deps;
    store.remove(this.ownOrThrow(accountId, agentId).id);
    onChanged();
  }

  route(accountId: string, agentId: string | null): Route {
    const webhook = this.#deps.store.route(accountId, agentId);
    if (webhook) return { kind: 'webhook', webhook };
    return {
      kind: 'nowhere',
      because: agentId
        ? 'Sent nowhere, because neither the agent nor the project has a webhook. Set one with POST /v1/webhooks.'
        : 'Sent nowhere, because the number has no agent and the project has no webhook. Set one with POST /v1/webhooks.',
    };
  }

  /** Where the events of this agent go; null: of the project. @throws `NOT_FOUND` if nowhere */
  routeOrThrow(accountId: string, agentId: string | null): WebhookRow {
    this.#checkAgent(accountId, agentId);
    const route = this.route(accountId, agentId);
    if (route.kind === 'webhook') return route.webhook;
    throw noWebhook(agentId);
  }

  /** The webhook registered for exactly this agent or project. @throws `NOT_FOUND` if none is */
  ownOrThrow(accountId: string, agentId: string | null): WebhookRow {
    this.#checkAgent(accountId, agentId);
    const row = this.#deps.store.find(accountId, agentId);
    if (!row || row.demo) throw noWebhook(agentId);
    return row;
  }

  /** @throws `NOT_FOUND` if the named agent does not exist */
  testSubject(accountId: string, agentId: string | null): TestSubject | null {
    this.#checkAgent(accountId, agentId);
    return this.#deps.store.testSubject(accountId, agentId);
  }

  /**
   * Makes the demo handler an agent's webhook, for the starter workspace. `useDemo` sets its
   * address at each start.
   */
  addDemo(accountId: string, agentId: string): void {
    const { clock, store, onChanged } = this.#deps;
    store.save({
      id: newId('webhook'),
      accountId,
      agentId,
      url: 'http://127.0.0.1/',
      // A single handler serves all of them, and it knows only one secret.
      secret: store.demo()?.secret ?? newWebhookSecret(),
      contextLimit: DEFAULT_CONTEXT_LIMIT,
      timeoutSeconds: DEFAULT_TIMEOUT_SECONDS,
      demo: true,
      createdAt: clock.now(),
    });
    onChanged();
  }

  /** The demo handler's secret while it is in use, else null. */
  demoSecret(): string | null {
    return this.#deps.store.demo()?.secret ?? null;
  }

  setDemoUrl(url: string): void {
    this.#deps.store.setDemoUrl(url);
    this.#deps.onChanged();
  }

  /** What the window's top bar shows. */
  overview(accountId: string): {
    readonly webhookUrl: string | null;
    readonly demoHandler: boolean;
  } {
    return {
      webhookUrl: this.get(accountId, null)?.url ?? null,
      demoHandler: this.#deps.store.demo() !== null,
    };
  }

  #checkAgent(accountId: string, agentId: string | null): void {
    if (agentId !== null && !this.#deps.store.testSubject(accountId, agentId)) {
      throw new ApiError('NOT_FOUND', `There is no agent ${agentId} in this account.`);
    }
  }
}

function noWebhook(agentId: string | null): ApiError {
  return new ApiError(
    'NOT_FOUND',
    agentId
      ? `The agent ${agentId} has no webhook of its own. Set one with POST /v1/agents/${agentId}/webhook.`
      : 'The project has no webhook. Set one with POST /v1/webhooks.',
  );
}

function setupOf(row: WebhookRow): WebhookSetup {
  const { id, agentId, url, secret, timeoutSeconds, contextLimit } = row;
  const createdAt = toDateTime(row.createdAt);
  return { id, agentId, url, secret, timeoutSeconds, contextLimit, createdAt };
}

function shown(row: WebhookRow): Webhook {
  return {
    id: row.id,
    url: row.url,
    secret: row.secret,
    status: 'active',
    contextLimit: row.contextLimit,
    timeout: row.timeoutSeconds,
    createdAt: toDateTime(row.createdAt),
  };
}
