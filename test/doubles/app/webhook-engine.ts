import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeliverySummary } from '../../../common/contract/index.ts';
import { CleanUp } from '../../../main/assembly/clean-up.ts';
import { assembleWebhookEngine } from '../../../main/assembly/webhook-engine.ts';
import { StorageHealth } from '../../../main/platform/storage-health.ts';
import { ProductClock, type RealTime, systemTime } from '../../../main/platform/time/clock.ts';
import { ChangeFeed } from '../../../main/services/changes.ts';
import type { OutgoingEvent } from '../../../main/services/outgoing-events.ts';
import { SettingStore } from '../../../main/store/accounts/settings.ts';
import { DamageNotes } from '../../../main/store/database/damage-notes.ts';
import { type Database, openDatabase } from '../../../main/store/database/database.ts';
import { KeptWrites } from '../../../main/store/database/kept-writes.ts';
import { SharedCommits } from '../../../main/store/database/shared-commits.ts';
import { transactionHooksOf, transactionsOf } from '../../../main/store/database/transactions.ts';
import { ReaderClient } from '../../../main/store/reader/reader-client.ts';
import { ENTRY_POINTS } from '../processes/entry-points.ts';
import { faultyEvents } from './checked-events.ts';

export const ACCOUNT = 'acct_a';
export const AGENT = 'agt_a';
const OTHER_AGENT = 'agt_b';
export const NUMBER = 'num_a';

export interface EngineOptions {
  readonly time?: RealTime;
  readonly frozen?: boolean;
  /** Reuses the folder of an engine that has ended. */
  readonly dataDir?: string;
  /** Does not start the loop. */
  readonly stopped?: boolean;
  /** No further attempt after a 4xx answer. */
  readonly clientErrorsAreFinal?: boolean;
  /** The test writes rows itself, whose events may be in any form. */
  readonly rowsByHand?: boolean;
  /** Uses this empty folder. */
  readonly newDataDir?: string;
}

/** The webhook engine with a real database in a separate folder, with two agents and a number. */
export async function startEngine(options: EngineOptions = {}) {
  const dataDir =
    options.dataDir ?? options.newDataDir ?? mkdtempSync(join(tmpdir(), 'agentphone-test-'));
  const cleanUp = new CleanUp();
  const db = await openDatabase(dataDir);
  if (!options.dataDir) addPeople(db);
  const clock = new ProductClock({
    real: options.time ?? systemTime,
    frozen: options.frozen ?? false,
  });
  cleanUp.push(() => clock.stop());
  const transact = transactionsOf(db);
  const hooks = transactionHooksOf(db);
  const changes = new ChangeFeed(hooks.afterCommit);
  const published: DeliverySummary[] = [];
  changes.subscribe((list) => {
    for (const change of list) if (change.kind === 'delivery') published.push(change.item);
  });
  const defects: unknown[] = [];
  const onDefect = (error: unknown) => {
    defects.push(error);
  };
  const damage = new DamageNotes();
  const reader = new ReaderClient({
    damage,
    entry: ENTRY_POINTS.reader,
    dataDir,
    onDied: onDefect,
  });
  cleanUp.push(() => reader.close());
  const health = new StorageHealth({ real: clock.real, onChange: () => {} });
  const writes = new KeptWrites({ real: clock.real, health, probe: () => {}, onDefect });
  const parts = assembleWebhookEngine(
    {
      cleanUp,
      db,
      damage,
      settings: new SettingStore(db, damage),
      transact,
      hooks,
      changes,
      clock,
      reader,
      writes,
      onDefect,
      host: { version: '0.0.0-test' },
      folder: { root: dataDir },
    },
    {
      callConversations: {
        of: (_numberId, counterparty) => ({ id: 'conv_a', metadata: { knows: counterparty } }),
      },
      preferences: {
        get: () => ({
          allowPrivateAddresses: false,
          retryClientErrors: !options.clientErrorsAreFinal,
        }),
      },
    },
    () => {},
  );
  const { loop, deliveries: store } = parts;
  const engine = {
    ...parts,
    dataDir,
    db,
    clock,
    store,
    inTransaction: transact,
    inSharedTransaction: new SharedCommits(db).run,
    changes,
    published,
    defects,
    health,
    writes,
    reader,
    log: parts.deliveryLog,
    /** Resolves once the delivery is in one of these states. */
    async until(id: string | null, ...states: DeliverySummary['status'][]): Promise<void> {
      while (!states.includes(store.row(id ?? '')?.status ?? 'held')) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    async stop(keepData = false): Promise<void> {
      await cleanUp.run();
      const faulty = options.rowsByHand ? [] : faultyEvents(db);
      db.close();
      if (!keepData) rmSync(dataDir, { recursive: true, force: true });
      if (faulty.length > 0) throw new Error(faulty.join('\n'));
    },
  };
  if (!options.stopped) loop.start();
  return engine;
}

export type Engine = Awaited<ReturnType<typeof startEngine>>;

type TextOutgoing = Extract<OutgoingEvent, { readonly event: 'agent.message' }>;

/** An inbound text on the test number. */
export function textEvent(text: string, more: Partial<TextOutgoing> = {}): TextOutgoing {
  const messageId = more.messageId ?? `msg${text.replace(/\W/g, '')}`;
  return {
    accountId: ACCOUNT,
    agentId: AGENT,
    numberId: NUMBER,
    conversationId: 'conv_a',
    callId: null,
    messageId,
    event: 'agent.message',
    channel: 'sms',
    data: {
      messageId,
      externalMessageId: null,
      conversationId: 'conv_a',
      numberId: NUMBER,
      externalId: null,
      from: '+12025550147',
      to: '+14155550123',
      contact: null,
      message: text,
      mediaUrl: null,
      mediaUrls: [],
      direction: 'inbound',
      receivedAt: '2026-11-02T09:15:04.000Z',
      senderIdentifier: null,
      group: null,
      reactionType: null,
    },
    conversationState: null,
    history: [],
    occurredAtMs: Date.parse('2026-11-02T09:15:04.000Z'),
    ...more,
  };
}

function addPeople(db: Database): void {
  db.exec(`
    insert into accounts (id, name, created_at) values ('${ACCOUNT}', 'Test', 0), ('acct_b', 'Other', 0);
    insert into agents (id, account_id, name, settings_json, created_at)
      values ('${AGENT}', '${ACCOUNT}', 'Front desk', '{}', 1), ('${OTHER_AGENT}', '${ACCOUNT}', 'Workshop', '{}', 2);
    insert into numbers (id, account_id, phone_number, country, status, agent_id, attached_at, created_at)
      values ('${NUMBER}', '${ACCOUNT}', '+14155550123', 'US', 'active', '${AGENT}', 1, 1);
  `);
}
