import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LiveWatcher } from '../../../doubles/app/live-watcher.ts';
import { type StartedApp, TestApp } from '../../../doubles/app/running-app.ts';
import { oldWorkspace } from '../../../doubles/storage/old-workspace.ts';

const app = new TestApp({ rowsByHand: true });
let started: StartedApp;

beforeAll(async () => {
  started = await app.start();
});
afterAll(() => app.clear());

const harness = async () => {
  const { sdk } = started;
  const agents = (await sdk.agents.listAgents()).data;
  const conversations = (await sdk.conversations.listConversations()).data;
  const messages = await Promise.all(
    conversations.map((c) => sdk.conversations.getConversation({ conversation_id: c.id })),
  );
  return { agents, conversations, messages, contacts: (await sdk.contacts.listContacts()).data };
};

describe('a workspace', () => {
  it('comes back whole from an export after everything was deleted', async () => {
    const { control, sdk } = started;
    await sdk.contacts.createContact({ phoneNumber: '+12025550147', name: 'Caller' });
    const [agent] = (await harness()).agents;
    const to = agent?.numbers?.[0]?.phoneNumber ?? '';
    await control.run('text.receive', { from: '+12025550147', to, body: 'Do you rent tandems?' });
    const agentId = agent?.id ?? '';
    await control.run('agentPreferences.set', { agentId, keepMarkup: true });
    const before = await harness();

    const file = await control.run('workspace.export', {});
    await control.run('workspace.reset', { seed: 'empty' });
    expect((await harness()).agents).toEqual([]);
    const { rows } = await control.run('workspace.import', { workspace: file });

    expect(rows).toBeGreaterThan(4);
    expect((await harness()).contacts).toEqual(before.contacts);
    expect((await harness()).agents).toEqual(before.agents);
    expect(await control.run('agentPreferences.get', { agentId })).toEqual({ keepMarkup: true });
    // The demo handler may have answered the text in the meantime, before or after the export.
    expect((await harness()).conversations.map(({ id }) => id)).toEqual(
      before.conversations.map(({ id }) => id),
    );
  });

  it('takes in deliveries that were made later than now, and new ones come after them', async () => {
    const { control } = started;
    const file = await control.run('workspace.export', {});
    const aYearUs = 365 * 24 * 3_600 * 1_000_000;
    const tables = Object.fromEntries(
      Object.entries(file.tables).map(([table, rows]) => [
        table,
        rows.map((row) => (typeof row.seq === 'number' ? { ...row, seq: row.seq + aYearUs } : row)),
      ]),
    );
    await control.run('workspace.import', { workspace: { ...file, tables } });
    const [newest] = (await control.run('delivery.list', {})).items;
    const [agent] = (await harness()).agents;
    const to = agent?.numbers?.[0]?.phoneNumber ?? '';
    await control.run('text.receive', { from: '+12025550147', to, body: 'And on Mondays?' });
    const [now, before] = (await control.run('delivery.list', {})).items;
    expect(newest).toBeDefined();
    expect(before?.id).toBe(newest?.id);
    expect(now?.id).not.toBe(newest?.id);
  });

  it('takes in the file of an earlier version, in which ids of deliveries were stored', async () => {
    const { control } = started;
    const file = await control.run('workspace.export', {});
    const deliveries = (file.tables.deliveries ?? []).map((row) => ({ ...row, id: 'dlv_k3v9' }));
    expect(deliveries).not.toEqual([]);
    const tables = { ...file.tables, deliveries };
    await control.run('workspace.import', { workspace: { ...file, tables } });
    expect((await control.run('delivery.list', {})).total).toBe(deliveries.length);
  });

  it('is exported without secrets unless they are asked for', async () => {
    const { control, sdk } = started;
    const { secret } = await sdk.webhooks.createOrUpdateWebhook({
      body: { url: 'http://127.0.0.1:9/hook' },
    });
    const open = JSON.stringify(await control.run('workspace.export', {}));
    const full = JSON.stringify(await control.run('workspace.export', { includeSecrets: true }));
    expect(open).not.toContain(secret);
    expect(open).not.toContain('whsec_');
    expect(open).not.toContain(started.ready.apiKey);
    expect(full).toContain(secret);
    expect(full).not.toContain(started.ready.apiKey);
  });

  it('gives webhooks that come without a secret a fresh one', async () => {
    const { control, sdk } = started;
    const file = await control.run('workspace.export', {});
    await control.run('workspace.import', { workspace: file });
    expect((await sdk.webhooks.getWebhook())?.secret).toMatch(/^whsec_\w{20,}/);
  });

  it('is left as it was by a file that does not fit', async () => {
    const { control } = started;
    const before = await harness();
    const file = await control.run('workspace.export', {});
    const tables = { ...file.tables, agents: [{ id: 'agt_x', shoe_size: 44 }] };
    const refused = await control.send('workspace.import', { workspace: { ...file, tables } });
    expect(refused.status).toBe(400);
    expect(JSON.stringify(refused.body)).toContain('shoe_size');
    const foreign = { ...file.tables, kysely_migration: [{ name: 'x' }] };
    const other = await control.send('workspace.import', {
      workspace: { ...file, tables: foreign },
    });
    expect(other.status).toBe(400);
    expect((await harness()).agents).toEqual(before.agents);
  });

  it('takes no path of a recording from a file', async () => {
    const { control, ready } = started;
    const file = oldWorkspace();
    const calls = (file.tables.calls ?? []).map((call) => ({
      ...call,
      recording_path: '../agentphone.db',
    }));
    await control.run('workspace.import', {
      workspace: { ...file, tables: { ...file.tables, calls } },
    });
    for (const { id } of file.tables.calls ?? []) {
      const answer = await fetch(`${ready.api}/v1/calls/${String(id)}/recording`, {
        headers: { authorization: `Bearer ${ready.apiKey}` },
      });
      expect(answer.status).toBe(404);
    }
  });

  it('sends nothing that was waiting where it comes from, and says how much that is', async () => {
    const { control } = started;
    const received: string[] = [];
    let arrived = () => {};
    const handler = createServer((request, response) => {
      received.push(String(request.headers['x-webhook-id']));
      arrived();
      request.resume();
      response.end('{}');
    });
    await new Promise<void>((resolve) => handler.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(handler.address() as AddressInfo).port}/`;
    try {
      const file = oldWorkspace();
      const statuses = ['pending', 'sending', 'held', 'pending'];
      const all = (file.tables.deliveries ?? []).filter(({ kind }) => kind === 'event');
      expect(all.length).toBeGreaterThanOrEqual(statuses.length);
      const waiting = new Map(all.map(({ seq }, index) => [seq, statuses[index]]));
      const tables = {
        ...file.tables,
        webhooks: (file.tables.webhooks ?? []).map((row) => ({ ...row, url })),
        deliveries: (file.tables.deliveries ?? []).map((row) => {
          const status = waiting.get(row.seq ?? null);
          if (status === undefined) return { ...row, status: 'failed', next_attempt_at: null };
          const due = status === 'pending' ? Number(row.created_at) : null;
          return { ...row, status, next_attempt_at: due, held_since: null };
        }),
        delivery_attempts: (file.tables.delivery_attempts ?? []).map((row) =>
          waiting.has(row.seq ?? null) ? { ...row, outcome: 'inFlight' } : row,
        ),
        // Otherwise its end would be reported as well.
        calls: (file.tables.calls ?? []).map((row, index) =>
          index === 0 ? { ...row, status: 'in-progress', ended_at: null } : row,
        ),
      };
      const { notSent } = await control.run('workspace.import', {
        workspace: { ...file, tables },
      });
      expect(notSent).toBe(statuses.length);
      const { items, total } = await control.run('delivery.list', { limit: 200 });
      expect(total).toBe(file.tables.deliveries?.length);
      const cancelled = items.filter(({ status }) => status === 'cancelled');
      expect(cancelled.map(({ error }) => error)).toEqual(
        statuses.map(() => expect.stringContaining('an import sends nothing')),
      );
      expect((await control.run('clock.advance', { by: 'P2D' })).ran).toBe(0);
      await app.stop();
      started = await app.start();
      await started.control.run('clock.advance', { by: 'P2D' });
      expect(received).toEqual([]);

      const id = cancelled[0]?.id ?? '';
      const first = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      await started.control.run('delivery.replay', { id, resign: true });
      await first;
      expect(received.length).toBe(1);
    } finally {
      handler.close();
    }
  });

  it('leaves nothing on its way when it is replaced, not even for a row of the same id', async () => {
    const { control, sdk } = started;
    let asked = () => {};
    const reached = new Promise<void>((resolve) => {
      asked = resolve;
    });
    // This handler never answers.
    const handler = createServer(() => asked());
    await new Promise<void>((resolve) => handler.listen(0, '127.0.0.1', resolve));
    try {
      await control.run('workspace.reset', { seed: 'starter' });
      const url = `http://127.0.0.1:${(handler.address() as AddressInfo).port}/`;
      await sdk.webhooks.createOrUpdateWebhook({ body: { url } });
      const [agent] = (await harness()).agents;
      const to = agent?.numbers?.[0]?.phoneNumber ?? '';
      await control.run('text.receive', { from: '+12025550147', to, body: 'One' });
      // This one waits behind the first.
      await control.run('text.receive', { from: '+12025550147', to, body: 'Two' });
      await reached;
      const file = await control.run('workspace.export', { includeSecrets: true });
      const { notSent } = await control.run('workspace.import', { workspace: file });
      expect(notSent).toBe(2);
      await control.run('clock.advance', { by: 'PT1M' });
      const { items } = await control.run('delivery.list', {});
      expect(items.map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
    } finally {
      handler.closeAllConnections();
      handler.close();
    }
  });

  it('is shown as it was imported, whatever was remembered of calls with the same ids', async () => {
    const { control } = started;
    const file = oldWorkspace();
    const seen = async () => ({
      latency: await control.run('latency.summary', {}),
      calls: await control.run('call.list', {}),
    });
    await control.run('workspace.import', { workspace: file });
    const before = await seen();
    // The last event of each call is unchanged, so that only words and times differ.
    const events = file.tables.call_events ?? [];
    const last = new Map(events.map(({ call_id: id, seq }) => [id, seq]));
    const tables = {
      ...file.tables,
      call_events: events.filter(
        ({ call_id: id, seq }) => seq === 0 || seq === 1 || last.get(id) === seq,
      ),
    };
    await control.run('workspace.import', { workspace: { ...file, tables } });
    const after = await seen();
    expect(after.latency).not.toEqual(before.latency);
    expect(after.calls.items.every(({ turns }) => turns.length <= 1)).toBe(true);
    expect(before.calls.items.some(({ turns }) => turns.length > 1)).toBe(true);
  });

  it('deletes files of its own alone when it begins anew', async () => {
    const { control } = started;
    const bytes = Buffer.from('x').toString('base64');
    await control.run('media.add', { base64: bytes, contentType: 'image/png' });
    const put = (path: string) => {
      const file = join(app.dataDir, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, 'x');
      return file;
    };
    const others = [
      'recordings/notes.txt',
      'recordings/call_.wav',
      'recordings/call_k3v9.wav.bak',
      'recordings/mine/call_k3v9.wav',
      'recordings/call_folder.wav/x',
      'media/holiday.png',
      `media/${'A'.repeat(40)}.png`,
      `media/${'a'.repeat(40)}.png/x`,
    ].map(put);
    const own = ['recordings/call_k3v9.wav', `media/${'b'.repeat(40)}.png`].map(put);
    await control.run('workspace.reset', { seed: 'starter' });
    expect(others.filter((file) => !existsSync(file))).toEqual([]);
    expect(own.filter((file) => existsSync(file))).toEqual([]);
    expect(readdirSync(join(app.dataDir, 'media')).length).toBe(3);
  });

  it('tells how far its import is, and that it is over', async () => {
    const { control, ready } = started;
    const watcher = new LiveWatcher(ready);
    expect((await watcher.opened).importing).toBeNull();
    const file = await control.run('workspace.export', {});
    await control.run('workspace.import', { workspace: file });
    for (const phase of ['reading', 'checking', 'writing', 'replacing']) {
      await watcher.seen((change) => change.kind === 'importing' && change.item?.phase === phase);
    }
    await watcher.seen((change) => change.kind === 'importing' && change.item === null);
    watcher.close();
  });

  it('forgets with a reset that a client sent an Idempotency-Key', async () => {
    const { control, sdk, ready } = started;
    const keyAt = async () => {
      const watcher = new LiveWatcher(ready);
      const { workspace } = await watcher.opened;
      watcher.close();
      return workspace.idempotencyKeyAt;
    };
    await sdk.contacts.createContact(
      { phoneNumber: '+12025550163', name: 'Twice' },
      { headers: { 'Idempotency-Key': 'once' } },
    );
    expect(await keyAt()).toBe('POST /v1/contacts');
    await control.run('workspace.reset', { seed: 'starter' });
    expect(await keyAt()).toBeNull();
  });

  it('gets the starter contents a second time beside what is there', async () => {
    const { control } = started;
    const { agentId, numberId } = await control.run('workspace.seed', {});
    const { agents } = await harness();
    const added = agents.find(({ id }) => id === agentId);
    expect(added?.numbers?.map(({ id }) => id)).toEqual([numberId]);
  });
});
