import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CallArchive } from '../../../../main/services/calls/call-archive.ts';
import { LiveCalls } from '../../../../main/services/calls/live-calls.ts';
import { CallStore } from '../../../../main/store/calls/calls.ts';
import { DamageNotes } from '../../../../main/store/database/damage-notes.ts';
import { type Database, openDatabase } from '../../../../main/store/database/database.ts';
import { EventScript } from '../../../doubles/calls/call-events.ts';

let folder = '';
let db: Database;
let store: CallStore;
let archive: CallArchive;
let agentNames: Record<string, string> = {};
beforeEach(async () => {
  agentNames = { agt_a: 'Front desk' };
  folder = mkdtempSync(join(tmpdir(), 'agentphone-archive-'));
  db = await openDatabase(folder);
  db.pragma('foreign_keys = off');
  store = new CallStore(db, folder, new DamageNotes());
  archive = new CallArchive({
    store,
    live: new LiveCalls(),
    apiUrl: () => 'http://127.0.0.1:1',
    agentName: (id) => agentNames[id] ?? null,
  });
  store.insert({
    id: 'call_1',
    startedAtMs: 0,
    status: 'completed',
    answeredAtMs: 0,
    endedAtMs: 9_000,
    accountId: 'acct_a',
    agentId: 'agt_a',
    numberId: null,
    phoneNumber: null,
    direction: 'inbound',
    carrier: 'simulated',
    from: '+12025550147',
    to: '+14155550123',
    settings: { voice: 'slt', systemPrompt: null, metadata: null },
    recordingPath: null,
    reason: 'user_hangup',
    snippet: null,
  });
  store.append('call_1', new EventScript().typed(1, 500, 'Hi').events);
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the view of a call that is over', () => {
  it('reads the log once, however often it is listed', () => {
    const events = vi.spyOn(store, 'events');
    const first = archive.view('call_1');
    const { items } = archive.views('acct_a', { limit: 200, offset: 0 });
    expect(items).toEqual([first]);
    expect(first.turns).toMatchObject([{ index: 1, caller: 'Hi' }]);
    expect(events).toHaveBeenCalledTimes(1);
  });

  it('follows what is noted after the end', () => {
    expect(archive.view('call_1').usage.inputTokens).toBe(0);
    const usage = { provider: 'openai', model: 'm', inputTokens: 7, outputTokens: 2 };
    const [used] = new EventScript().add(9_000, 'model.used', null, {
      ...usage,
      purpose: 'analysis',
    }).events;
    if (used) store.append('call_1', [{ ...used, seq: 4 }]);
    expect(archive.view('call_1').usage.inputTokens).toBe(7);
  });

  it('follows the row, e.g. when its agent was deleted', () => {
    expect(archive.view('call_1').agentId).toBe('agt_a');
    db.exec('update calls set agent_id = null');
    expect(archive.view('call_1').agentId).toBeNull();
  });
});

describe('a call in the API', () => {
  it('names its agent as it is called now, and nobody once it is deleted', () => {
    const named = () => [
      archive.detail('acct_a', 'call_1').agentName,
      archive.list('acct_a', { limit: 1, offset: 0 }).items[0]?.agentName,
    ];
    expect(named()).toEqual(['Front desk', 'Front desk']);
    agentNames = { agt_a: 'Reception' };
    expect(named()).toEqual(['Reception', 'Reception']);
    agentNames = {};
    expect(named()).toEqual([null, null]);
  });
});
