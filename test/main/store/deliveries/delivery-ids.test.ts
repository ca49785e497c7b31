import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DamageNotes } from '../../../../main/store/database/damage-notes.ts';
import { openDatabase } from '../../../../main/store/database/database.ts';
import { DeliveryStore } from '../../../../main/store/deliveries/deliveries.ts';
import { deliveryId, deliverySeq } from '../../../../main/store/deliveries/delivery-ids.ts';

const NOON = Date.parse('2026-11-02T12:00:00.000Z');

describe('a delivery’s id', () => {
  it('is the number of its row, both ways', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (seq) => {
        expect(deliverySeq(deliveryId(seq))).toBe(seq);
      }),
    );
  });

  it.each([
    '',
    'dlv_',
    'dlv_0',
    'dlv_01',
    'dlv_1e3',
    'dlv_ 1',
    'dlv_1x',
    'msg1',
    'dlv_99999999999999999',
  ])('leads nowhere when it is %j', (id) => {
    expect(deliverySeq(id)).toBe(-1);
  });

  it('sorts after all earlier ones, also within a millisecond and when the time was set back', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'agentphone-test-'));
    const db = await openDatabase(folder);
    const store = new DeliveryStore(db, new DamageNotes());
    const seqs = [NOON, NOON, NOON + 1, NOON - 60_000].map((ms) => deliverySeq(store.newId(ms)));
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
    expect(new Set(seqs).size).toBe(seqs.length);
    db.close();
    rmSync(folder, { recursive: true });
  });

  it('is not given out again by the next run, nor that of a delivery that was removed since', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'agentphone-test-'));
    const first = await openDatabase(folder);
    first.exec("insert into accounts (id, name, created_at) values ('acct_a', 'Test', 0)");
    const kept = new DeliveryStore(first, new DamageNotes()).newId(NOON);
    first
      .prepare(
        `insert into deliveries (seq, account_id, webhook_header_id, event, url, status, created_at)
         values (?, 'acct_a', 'x', 'agent.message', '', 'nowhere', 0)`,
      )
      .run(deliverySeq(kept));
    expect(first.prepare('select id from deliveries').pluck().get()).toBe(kept);
    first.close();

    const second = await openDatabase(folder);
    const store = new DeliveryStore(second, new DamageNotes());
    expect(deliverySeq(store.newId(NOON - 60_000))).toBeGreaterThan(deliverySeq(kept));
    second.exec('delete from deliveries');
    second.close();

    const third = await openDatabase(folder);
    expect(
      deliverySeq(new DeliveryStore(third, new DamageNotes()).newId(NOON + 1)),
    ).toBeGreaterThan(deliverySeq(kept));
    third.close();
    rmSync(folder, { recursive: true });
  });
});
