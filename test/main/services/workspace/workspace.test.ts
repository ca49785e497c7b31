import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LiveWatcher } from '../../../doubles/live-watcher.ts';
import { oldWorkspace } from '../../../doubles/old-workspace.ts';
import { type StartedApp, TestApp } from '../../../doubles/running-app.ts';

const app = new TestApp({ rowsByHand: true });
let started: StartedApp;

beforeAll(async () => {
  started = await app.start();
});
afterAll(() => app.clear());

const world = async () => {
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
    const [agent] = (await world()).agents;
    const to = agent?.numbers?.[0]?.phoneNumber ?? '';
    await control.run('text.receive', { from: '+12025550147', to, body: 'Do you rent tandems?' });
    const agentId = agent?.id ?? '';
    await control.run('agentPreferences.set', { agentId, keepMarkup: true });
    const before = await world();

    const file = await control.run('workspace.export', {});
    await control.run('workspace.reset', { seed: 'empty' });
    expect((await world()).agents).toEqual([]);
    const { rows } = await control.run('workspace.import', { workspace: file });

    expect(rows).toBeGreaterThan(4);
    expect((await world()).contacts).toEqual(before.contacts);
    expect((await world()).agents).toEqual(before.agents);
    expect(await control.run('agentPreferences.get', { agentId })).toEqual({ keepMarkup: true });
    // The demo handler may have answered the text meanwhile, before the export or after it.
    expect((await world()).conversations.map(({ id }) => id)).toEqual(
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
    const [agent] = (await world()).agents;
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
    const before = await world();
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
    expect((await world()).agents).toEqual(before.agents);
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

  it('gets the starter contents a second time beside what is there', async () => {
    const { control } = started;
    const { agentId, numberId } = await control.run('workspace.seed', {});
    const { agents } = await world();
    const added = agents.find(({ id }) => id === agentId);
    expect(added?.numbers?.map(({ id }) => id)).toEqual([numberId]);
  });
});
