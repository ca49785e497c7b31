import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgentPhoneClient } from 'agentphone';
import Sqlite from 'better-sqlite3';
import type { RunningApp } from '../../../main/app.ts';
import { startApp } from '../../../main/app.ts';
import type { Host } from '../../../main/assembly/base.ts';
import type { AppOptions } from '../../../main/platform/process/options.ts';
import { onceExited, type SpawnProcess } from '../../../main/platform/process/process-spawner.ts';
import { MemorySecretStore } from '../../../main/platform/secret-store.ts';
import type { SpeechCommand } from '../../../main/speech/process/messages.ts';
import { squareWave } from '../calls/call-harness.ts';
import { ENTRY_POINTS, VAD_MODEL } from '../processes/entry-points.ts';
import { faultyEvents } from './checked-events.ts';
import { ControlClient } from './control-client.ts';

/** A stand-in for the speech process: speaks at once, with 20 ms of a square wave per letter. */
const scriptedSpeech: SpawnProcess = () => {
  const listeners: ((message: unknown) => void)[] = [];
  let exit = () => {};
  return {
    send(message) {
      const command = message as SpeechCommand;
      if (command.type !== 'synthesize') return;
      const samples = new Uint8Array(squareWave(command.text.length * 20).buffer);
      queueMicrotask(() => {
        for (const listener of listeners) listener({ type: 'audio', id: command.id, samples });
      });
    },
    onMessage: (listener) => listeners.push(listener),
    onExit: onceExited((end) => {
      exit = () => end({ code: null, signal: 'SIGKILL' });
    }),
    kill: () => exit(),
  };
};

/** The window's files, as created by the build. */
function builtWindow(folder: string): string {
  const root = join(folder, 'window');
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(
    join(root, 'index.html'),
    '<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__">',
  );
  writeFileSync(join(root, 'assets', 'index-abc123.js'), 'export {};');
  return root;
}

/** The whole app in this process, with everything real except the speech process. */
export class TestApp {
  readonly folder: string;
  readonly dataDir: string;
  readonly #rowsByHand: boolean;
  #running: RunningApp | null = null;

  /** `rowsByHand`: the test writes rows itself, whose events may be in any form. */
  constructor(options: { readonly rowsByHand?: boolean } = {}) {
    this.#rowsByHand = options.rowsByHand ?? false;
    this.folder = mkdtempSync(join(tmpdir(), 'agentphone-app-'));
    this.dataDir = join(this.folder, 'data');
  }

  async start(options: Partial<AppOptions> = {}, host: Partial<Host> = {}) {
    const running = await startApp(
      {
        apiPort: 0,
        controlPort: 0,
        ingressPort: 0,
        dataDir: this.dataDir,
        apiKey: null,
        numberAllowance: null,
        rateLimitPerMinute: null,
        allowedHosts: [],
        webhook: null,
        seed: 'starter',
        json: true,
        open: false,
        logLevel: 'silent',
        ...options,
      },
      {
        spawn: scriptedSpeech,
        secrets: new MemorySecretStore({}),
        entryPoints: ENTRY_POINTS,
        vadModel: VAD_MODEL,
        staticDir: builtWindow(this.folder),
        version: '0.0.0-test',
        ...host,
      },
    );
    this.#running = running;
    const { ready } = running;
    return {
      ready,
      running,
      control: new ControlClient(ready),
      sdk: new AgentPhoneClient({ token: ready.apiKey, environment: ready.api, maxRetries: 0 }),
    };
  }

  async stop(): Promise<void> {
    const wasRunning = this.#running !== null;
    await this.#running?.stop();
    this.#running = null;
    if (wasRunning && !this.#rowsByHand) this.#checkEvents();
  }

  /** Whatever a test did, the events that were sent must have the documented form. */
  #checkEvents(): void {
    const file = join(this.dataDir, 'agentphone.db');
    if (!existsSync(file)) return;
    // Writable, so that closing it leaves no write-ahead log behind.
    const db = new Sqlite(file);
    const faulty = faultyEvents(db);
    db.close();
    if (faulty.length > 0) throw new Error(faulty.join('\n'));
  }

  async clear(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export type StartedApp = Awaited<ReturnType<TestApp['start']>>;
