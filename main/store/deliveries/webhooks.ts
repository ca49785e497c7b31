import type { DamageNotes } from '../database/damage-notes.ts';
import type { Database } from '../database/database.ts';
import { WEBHOOKS } from '../tables/agent-tables.ts';

/** A webhook as stored. `agentId` is null for the project's default webhook. */
export interface WebhookRow {
  readonly id: string;
  readonly accountId: string;
  readonly agentId: string | null;
  readonly url: string;
  readonly secret: string;
  readonly contextLimit: number;
  readonly timeoutSeconds: number;
  /** The built-in demo handler, which the API does not show. */
  readonly demo: boolean;
  readonly createdAt: number;
}

type SqlRow = Omit<WebhookRow, 'demo'> & { readonly demo: number };

/** An agent and one of its numbers, for the payload of a test event. */
export interface TestSubject {
  readonly agentId: string;
  readonly numberId: string | null;
  readonly phoneNumber: string | null;
}

const COLUMNS = {
  id: 'id',
  accountId: 'account_id',
  agentId: 'agent_id',
  url: 'url',
  secret: 'secret',
  contextLimit: 'context_limit',
  timeoutSeconds: 'timeout_seconds',
  demo: 'demo',
  createdAt: 'created_at',
} as const;

/**
 * The configured webhooks: at most one per agent and one per account. Every event needs its route,
 * so routes are cached until the table changes, whatever the source of the change. One instance per
 * connection.
 */
export class WebhookStore {
  readonly #rows;
  readonly #find;
  readonly #upsert;
  readonly #all;
  readonly #remove;
  readonly #demo;
  readonly #removeDemo;
  readonly #setDemoUrl;
  readonly #subject;
  readonly #routes = new Map<string, WebhookRow | null>();
  #mayRemember = true;

  constructor(db: Database, damage: DamageNotes) {
    this.#rows = WEBHOOKS.reader<SqlRow>(COLUMNS, damage);
    const { select } = this.#rows;
    db.function('webhooks_changed', () => this.#forgetRoutes());
    for (const change of ['insert', 'update', 'delete']) {
      db.exec(
        `create temp trigger webhooks_${change} after ${change} on main.webhooks
         begin select webhooks_changed(); end`,
      );
    }
    // The same expression as in the unique index.
    this.#find = db.prepare<[string, string], unknown>(
      `select ${select} from webhooks where account_id = ? and ifnull(agent_id, '') = ?`,
    );
    this.#upsert = db.prepare<[Record<string, unknown>]>(
      `insert into webhooks (id, account_id, agent_id, url, secret, context_limit, timeout_seconds, demo, created_at)
       values (@id, @accountId, @agentId, @url, @secret, @contextLimit, @timeoutSeconds, @demo, @createdAt)
       on conflict (id) do update set url = excluded.url, secret = excluded.secret,
         context_limit = excluded.context_limit, timeout_seconds = excluded.timeout_seconds`,
    );
    this.#all = db.prepare<[], unknown>(`select ${select} from webhooks order by created_at`);
    this.#remove = db.prepare<[string]>('delete from webhooks where id = ?');
    this.#demo = db.prepare<[], unknown>(`select ${select} from webhooks where demo = 1 limit 1`);
    this.#removeDemo = db.prepare<[]>('delete from webhooks where demo = 1');
    this.#setDemoUrl = db.prepare<[string]>('update webhooks set url = ? where demo = 1');
    this.#subject = db.prepare<[string, string | null, string | null], TestSubject>(
      `select a.id as agentId, n.id as numberId, n.phone_number as phoneNumber
       from agents a left join numbers n on n.agent_id = a.id and n.status = 'active'
       where a.account_id = ? and (? is null or a.id = ?)
       order by a.created_at, a.id, n.attached_at, n.id limit 1`,
    );
  }

  #forgetRoutes(): null {
    this.#routes.clear();
    // The change may still be rolled back. Transactions are synchronous, so it is final after this
    // turn of the event loop.
    this.#mayRemember = false;
    queueMicrotask(() => {
      this.#mayRemember = true;
    });
    return null;
  }

  find(accountId: string, agentId: string | null): WebhookRow | null {
    return fromSql(this.#rows.read(this.#find.get(accountId, agentId ?? '')));
  }

  /** Where this agent's events go: to its own webhook, else to the project's, else nowhere. */
  route(accountId: string, agentId: string | null): WebhookRow | null {
    const key = `${accountId} ${agentId ?? ''}`;
    const known = this.#routes.get(key);
    if (known !== undefined) return known;
    const own = agentId === null ? null : this.find(accountId, agentId);
    const route = own ?? this.find(accountId, null);
    if (this.#mayRemember) this.#routes.set(key, route);
    return route;
  }

  /** Every webhook of the workspace. */
  all(): WebhookRow[] {
    return this.#rows.readAll(this.#all.all()).flatMap((row) => fromSql(row) ?? []);
  }

  save(row: WebhookRow): void {
    this.#upsert.run({ ...row, demo: row.demo ? 1 : 0 });
  }

  remove(id: string): void {
    this.#remove.run(id);
  }

  demo(): WebhookRow | null {
    return fromSql(this.#rows.read(this.#demo.get()));
  }

  /** Returns whether there was one. */
  removeDemo(): boolean {
    return this.#removeDemo.run().changes > 0;
  }

  setDemoUrl(url: string): void {
    this.#setDemoUrl.run(url);
  }

  /** The agent given, or the account's first one; null if there is none. */
  testSubject(accountId: string, agentId: string | null): TestSubject | null {
    return this.#subject.get(accountId, agentId, agentId) ?? null;
  }
}

function fromSql(row: SqlRow | undefined): WebhookRow | null {
  return row
    ? (Object.assign<object, { demo: boolean }>(row, { demo: row.demo === 1 }) as WebhookRow)
    : null;
}
