import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildTimeline } from '../../../../common/rules/timeline/timeline.ts';
import { CallStore } from '../../../../main/store/calls/calls.ts';
import { DamageNotes } from '../../../../main/store/database/damage-notes.ts';
import { type Database, openDatabase } from '../../../../main/store/database/database.ts';
import { CallReader } from '../../../../main/store/reader/call-reader.ts';
import { anyEventLog, EventScript } from '../../../doubles/calls/call-events.ts';

let folder = '';
let db: Database;
let calls: CallStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'agentphone-calls-'));
  db = await openDatabase(folder);
  // The rows around a call do not matter here.
  db.pragma('foreign_keys = off');
  calls = new CallStore(db, folder, new DamageNotes());
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

function insert(id: string, startedAtMs: number, status: 'completed' | 'in-progress'): void {
  calls.insert({
    id,
    startedAtMs,
    status,
    answeredAtMs: startedAtMs,
    endedAtMs: null,
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
    reason: null,
    snippet: null,
  });
}

const itemsOf = (bytes: Uint8Array) =>
  (JSON.parse(Buffer.from(bytes).toString()) as { items: unknown }).items;

describe('the log of a call, read as text', () => {
  it('is the same, event by event, as what was written', () => {
    let n = 0;
    fc.assert(
      fc.property(anyEventLog, (events) => {
        n += 1;
        const id = `call_${n}`;
        insert(id, 0, 'completed');
        calls.append(id, events);
        const reader = new CallReader(db, new DamageNotes());
        expect(itemsOf(reader.events({ callId: id, afterSeq: -1 }))).toEqual(events);
        const lines = reader.eventLines(id).split('\n').slice(0, -1);
        expect(lines.map((line) => JSON.parse(line))).toEqual(events);
        expect(reader.timeline(id)).toEqual(buildTimeline(id, events));
      }),
      { numRuns: 30 },
    );
  });

  it('keeps quotes, line ends and letters of every script', () => {
    const text = 'He said "no"\n\\ and 東京 😀 \u2028';
    insert('call_1', 0, 'completed');
    calls.append('call_1', new EventScript().typed(1, 5, text).events);
    const reader = new CallReader(db, new DamageNotes());
    expect(itemsOf(reader.events({ callId: 'call_1', afterSeq: 2 }))).toMatchObject([
      { seq: 3, type: 'transcript.final', data: { text } },
    ]);
    expect(reader.eventLines('call_1').split('\n')).toHaveLength(5);
  });

  it('is empty for a call without events, and after its last one', () => {
    insert('call_1', 0, 'completed');
    const reader = new CallReader(db, new DamageNotes());
    expect(itemsOf(reader.events({ callId: 'call_1', afterSeq: -1 }))).toEqual([]);
    expect(reader.eventLines('call_1')).toBe('');
  });
});

describe('latencies over calls', () => {
  const budgets = { budgetMs: 800, silenceBudgetMs: 2_000 };
  const query = { accountId: 'acct_a', agentId: null, limit: 10, ...budgets };
  const turn = (index: number, waitMs: number) =>
    new EventScript()
      .typed(index, 0, 'Hi')
      .add(1, 'request.sent', index, { deliveryId: 'dlv_1', url: 'http://127.0.0.1/' })
      .add(2, 'response.started', index, { status: 200, contentType: null })
      .add(3, 'response.line', index, {
        line: 0,
        text: 'Yes.',
        interim: false,
        action: null,
        digits: null,
      })
      .spoken(index, index, 'Yes.', [4, 5, waitMs, waitMs + 100]).events;

  it('are of the newest calls of the account, newest first', () => {
    for (const [n, waitMs] of [500, 900, 700].entries()) {
      insert(`call_${n}`, n * 1_000, 'completed');
      calls.append(`call_${n}`, turn(1, waitMs));
    }
    const reader = new CallReader(db, new DamageNotes());
    const { overall, calls: measured } = reader.latency({ ...query, limit: 2 });
    expect(measured.map(({ callId }) => callId)).toEqual(['call_2', 'call_1']);
    expect(overall).toMatchObject({ turns: 2, overBudget: 1, responseLatency: { p50: 700 } });
    expect(reader.latency({ ...query, agentId: 'agt_b' }).overall.turns).toBe(0);
    expect(reader.latency({ ...query, accountId: 'acct_b' }).overall.turns).toBe(0);
  });

  it('follow a call that still goes on', () => {
    insert('call_1', 0, 'in-progress');
    const reader = new CallReader(db, new DamageNotes());
    expect(reader.latency(query).overall.turns).toBe(0);
    calls.append('call_1', turn(1, 500));
    expect(reader.latency(query).overall.turns).toBe(1);
  });
});
