import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgentPhoneClient } from 'agentphone';
import Sqlite from 'better-sqlite3';
import type { ReadyLine } from '../../../common/contract/index.ts';
import { WebServer } from '../servers/web-server.ts';
import { ControlClient } from './control-client.ts';
import type { AppLauncher, LaunchedApp } from './launched-app.ts';

/** The result of a run of kills; all lists are empty if everything is well. */
export interface KillTally {
  readonly kills: number;
  readonly acknowledged: number;
  readonly recordedSuccesses: number;
  readonly callsCutOff: number;
  /** Acknowledged writes that are missing. */
  readonly lost: readonly string[];
  /** Deliveries whose success was recorded before a kill, and that arrived again after it. */
  readonly sentAgain: readonly string[];
  /** Calls that did not end exactly once, or whose end was not reported exactly once. */
  readonly notEndedOnce: readonly string[];
  /** Recordings of calls that are not valid WAV files. */
  readonly brokenRecordings: readonly string[];
}

const WORKERS = 4;
const CALLS = 2;
const WAV_HEADER_BYTES = 44;

type Connected = Awaited<ReturnType<typeof connect>>;

async function connect(app: LaunchedApp) {
  const ready: ReadyLine = await app.ready();
  const sdk = new AgentPhoneClient({ token: ready.apiKey, environment: ready.api, maxRetries: 0 });
  return { app, ready, sdk, control: new ControlClient(ready) };
}

/**
 * Kills the real app by SIGKILL at times decided by a seed, under a load of texts, contacts, calls
 * and their deliveries, restarts it on what was left, and counts.
 */
export class KillRun {
  readonly #apps: AppLauncher;
  readonly #random: () => number;
  readonly #dataDir: string;
  readonly #messages = new Set<string>();
  readonly #contacts = new Set<string>();
  readonly #calls = new Set<string>();
  /** How often each had been received when its success was found recorded. */
  readonly #successes = new Map<string, number>();
  #written = 0;

  /** @param random returns numbers from 0 up to 1 */
  constructor(apps: AppLauncher, random: () => number) {
    this.#apps = apps;
    this.#random = random;
    this.#dataDir = apps.folder();
  }

  async run(kills: number): Promise<KillTally> {
    const server = await WebServer.start((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end('{"text":"All of our bicycles are out today, come back tomorrow morning."}');
    });
    try {
      for (let kill = 0; kill < kills; kill += 1) {
        const connected = await connect(this.#apps.launch([], this.#dataDir));
        if (kill === 0) {
          await connected.sdk.webhooks.createOrUpdateWebhook({ body: { url: server.url } });
        }
        await this.#loadUntilKilled(connected);
        this.#noteSuccesses(server);
      }
      const last = await connect(this.#apps.launch([], this.#dataDir));
      await this.#delivered(last);
      await last.app.stop();
      return this.#tally(kills, server);
    } finally {
      await server.stop();
    }
  }

  async #loadUntilKilled({ app, ready, sdk, control }: Connected): Promise<void> {
    const [number] = (await sdk.numbers.listNumbers()).data;
    const to = number?.phoneNumber ?? '';
    for (let n = 0; n < CALLS; n += 1) {
      const { callId } = await control.run('call.place', { from: `+1202555014${n}`, to });
      this.#calls.add(callId);
    }
    const load = Array.from({ length: WORKERS }, (_, worker) =>
      this.#work(worker, to, sdk, control),
    );
    // Requests cut off by the kill get no response.
    const talk = [...this.#calls].slice(-CALLS).map((callId) =>
      control
        .run('call.waitFor', { callId, event: 'greeted' })
        .then(() => control.run('call.say', { callId, text: 'Do you have a tandem?' }))
        .catch(() => null),
    );
    await new Promise((resolve) => setTimeout(resolve, 20 + this.#random() * 1_000));
    process.kill(ready.pid, 'SIGKILL');
    await app.end;
    await Promise.all([...load, ...talk]);
  }

  /** Writes until there is no response any more; every response counts as acknowledged. */
  async #work(worker: number, to: string, sdk: AgentPhoneClient, control: ControlClient) {
    for (;;) {
      this.#written += 1;
      const n = this.#written;
      try {
        if (worker === 0) {
          const phoneNumber = `+1202556${String(n).padStart(4, '0')}`;
          const contact = await sdk.contacts.createContact({ name: `Person ${n}`, phoneNumber });
          this.#contacts.add((contact as { id: string }).id);
        } else {
          const from = `+1202557010${worker}`;
          const text = await control.run('text.receive', { from, to, body: `Text ${n}` });
          this.#messages.add(text.messageId);
        }
      } catch {
        return;
      }
    }
  }

  #noteSuccesses(server: WebServer): void {
    const received = receivedTimes(server);
    for (const id of this.#read(
      `select webhook_header_id from deliveries where status = 'success' and kind = 'event'`,
    )) {
      if (!this.#successes.has(id)) this.#successes.set(id, received.get(id) ?? 0);
    }
  }

  /** Waits until no delivery is waiting to be sent. */
  async #delivered({ control }: Connected): Promise<void> {
    for (;;) {
      const pending = await control.run('delivery.list', { filter: 'status:pending', limit: 1 });
      const sending = await control.run('delivery.list', { filter: 'status:sending', limit: 1 });
      if (pending.total + sending.total === 0) return;
    }
  }

  #tally(kills: number, server: WebServer): KillTally {
    const received = receivedTimes(server);
    const messages = new Set(this.#read('select id from messages'));
    const contacts = new Set(this.#read('select id from contacts'));
    const ended = this.#read(`select call_id from call_events where type = 'call.ended'`);
    const closed = this.#read(`select id from calls where status <> 'in-progress'`);
    const told = this.#read(`select call_id from deliveries where event = 'agent.call_ended'`);
    const recorded = this.#read(
      'select recording_path from calls where recording_path is not null',
    );
    const calls = [...this.#calls];
    const once = (list: readonly string[], id: string) =>
      list.filter((each) => each === id).length === 1;
    return {
      kills,
      acknowledged: this.#messages.size + this.#contacts.size + calls.length,
      recordedSuccesses: this.#successes.size,
      callsCutOff: calls.length,
      lost: [
        ...[...this.#messages].filter((id) => !messages.has(id)),
        ...[...this.#contacts].filter((id) => !contacts.has(id)),
        ...calls.filter((id) => !closed.includes(id)),
      ],
      sentAgain: [...this.#successes].flatMap(([id, times]) =>
        (received.get(id) ?? 0) === times ? [] : [id],
      ),
      notEndedOnce: calls.filter((id) => !once(ended, id) || !once(closed, id) || !once(told, id)),
      brokenRecordings: recorded.filter(
        (name) => !isWholeWav(join(this.#dataDir, 'recordings', name)),
      ),
    };
  }

  /**
   * One column of a killed app's database. Reads a copy, because reading the original would repair
   * it.
   */
  #read(sql: string): string[] {
    const folder = mkdtempSync(join(tmpdir(), 'agentphone-killed-'));
    try {
      for (const name of ['agentphone.db', 'agentphone.db-wal']) {
        const file = join(this.#dataDir, name);
        if (existsSync(file)) copyFileSync(file, join(folder, name));
      }
      const db = new Sqlite(join(folder, 'agentphone.db'));
      const rows = db.prepare<[], string>(sql).pluck().all();
      db.close();
      return rows;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

function receivedTimes(server: WebServer): Map<string, number> {
  const times = new Map<string, number>();
  for (const { headers } of server.seen) {
    const id = headers['x-webhook-id'] ?? '';
    times.set(id, (times.get(id) ?? 0) + 1);
  }
  return times;
}

/** Whether header and file agree on the length. */
function isWholeWav(path: string): boolean {
  const bytes = readFileSync(path);
  const isWav =
    bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 36, 40) === 'data';
  return isWav && bytes.readUInt32LE(40) === bytes.length - WAV_HEADER_BYTES;
}
