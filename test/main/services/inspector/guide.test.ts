import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { FaultSpec } from '../../../../common/contract/index.ts';
import { ACCOUNT, startEngine, textEvent } from '../../../doubles/app/webhook-engine.ts';
import { answersToJunk } from '../../../doubles/handlers/junk-signatures.ts';

const GUIDE = readFileSync('docs/guides/webhooks.md', 'utf8');

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function block(language: string): string {
  const found = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(GUIDE);
  if (!found?.[1]) throw new Error(`The guide has no ${language} block.`);
  return found[1];
}

function hasPython(): boolean {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Runs an example of the guide; returns its port and what it prints. */
async function runExample(command: string, file: string, source: string, secret: string) {
  const folder = mkdtempSync(join(tmpdir(), 'agentphone-guide-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, file), source);
  const child = spawn(command, [join(folder, file)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, WEBHOOK_SECRET: secret, PORT: '0' },
  });
  cleanups.push(() => child.kill('SIGKILL'));
  const printed: string[] = [];
  const lines = createInterface({ input: child.stdout });
  const port = await new Promise<number>((resolve) => {
    lines.on('line', (line) => {
      const listening = /^listening on (\d+)$/.exec(line);
      if (listening) resolve(Number(listening[1]));
      else printed.push(line);
    });
  });
  return { port, printed };
}

const EXAMPLES: readonly (readonly [string, string, string, string])[] = [
  ['Node', process.execPath, 'example.mjs', 'js'],
  ...(hasPython() ? [['Python', 'python3', 'example.py', 'python'] as const] : []),
];

describe.each(EXAMPLES)('the %s example of the guide', (_name, command, file, language) => {
  it('accepts what is genuine, once, and refuses everything else', async () => {
    const engine = await startEngine();
    cleanups.push(() => engine.stop());
    // The secret is made with the registration; the example gets it before it starts.
    const first = engine.webhooks.set(ACCOUNT, null, { url: 'http://127.0.0.1:9/' });
    const { port, printed } = await runExample(command, file, block(language), first.secret);
    engine.db.prepare('update webhooks set url = ?').run(`http://127.0.0.1:${port}/webhook`);

    const { deliveryId } = engine.events.enqueue(textEvent('héllo 👋'));
    await engine.until(deliveryId, 'success');
    const id = deliveryId ?? '';
    const outcome = async (copy: { id: string }) => {
      await engine.until(copy.id, 'success', 'failed');
      return engine.store.row(copy.id)?.lastHttpStatus;
    };
    const replay = (
      fault?: 'badSignature' | 'staleSignature' | 'missingSignature' | 'tamperedBody',
    ) => outcome(engine.deliveryCopies.replay({ id, resign: true, fault }));
    expect(await replay()).toBe(200);
    expect(await replay('badSignature')).toBe(401);
    expect(await replay('missingSignature')).toBe(401);
    expect(await replay('staleSignature')).toBe(401);
    expect(await replay('tamperedBody')).toBe(401);
    const refused = await answersToJunk(`http://127.0.0.1:${port}/webhook`);
    expect(new Set(refused)).toEqual(new Set([401]));
    // The replay came under the same X-Webhook-ID.
    expect(printed).toEqual(['agent.message']);
    expect(await engine.probes.probe(ACCOUNT, null)).toMatchObject({ ok: true });
  });
});

describe('the guide', () => {
  it('shows faults that can be set', () => {
    const faults = GUIDE.split('\n').filter((line) => line.startsWith('{ "target"'));
    expect(faults).toHaveLength(3);
    for (const fault of faults) expect(FaultSpec.safeParse(JSON.parse(fault)).success).toBe(true);
  });
});
