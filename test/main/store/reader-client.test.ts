import { afterEach, describe, expect, it } from 'vitest';
import { DamageNotes } from '../../../main/store/database/damage-notes.ts';
import { ReaderClient } from '../../../main/store/reader/reader-client.ts';
import { startEngine } from '../../doubles/app/webhook-engine.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function client(entry: string, dataDir: string, died: Error[] = []): ReaderClient {
  const reader = new ReaderClient({
    damage: new DamageNotes(),
    entry: new URL(entry, import.meta.url),
    dataDir,
    onDied: (error) => died.push(error),
  });
  cleanups.push(() => reader.close());
  return reader;
}

describe('ReaderClient', () => {
  it('sees what the writing connection has committed', async () => {
    const engine = await startEngine();
    cleanups.push(() => engine.stop());
    const input = { terms: [], limit: 5, before: null, sort: 'newest' as const, skip: 0 };
    expect((await engine.reader.ask('deliveries.list', input)).total).toBe(0);
    await engine.voiceTurns.send(
      {
        accountId: 'acct_a',
        callId: 'call_a',
        turn: 1,
        agentId: 'agt_a',
        numberId: null,
        from: '+1',
        to: '+2',
        direction: 'inbound',
        transcript: '',
        confidence: 1,
        history: [],
      },
      { requestSent: () => {}, responseStarted: () => {}, responseBytes: () => {} },
      new AbortController().signal,
    );
    expect((await engine.reader.ask('deliveries.list', input)).total).toBe(1);
  });

  it('starts the thread again when it dies and asks once more', async () => {
    const engine = await startEngine();
    cleanups.push(() => engine.stop());
    const died: Error[] = [];
    const reader = client('../../doubles/storage/dying-reader.ts', engine.dataDir, died);
    const answer = reader.ask('deliveries.get', { id: 'second time lucky' });
    await expect(answer).rejects.toThrow('ended with code');
    expect(died).toHaveLength(2);
  });

  it('rejects what is asked after the end', async () => {
    const reader = client('../../doubles/storage/dying-reader.ts', '/nowhere');
    await reader.close();
    await expect(reader.ask('deliveries.get', { id: 'x' })).rejects.toThrow('closed');
  });
});
