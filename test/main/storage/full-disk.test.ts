import { readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import type { CallEvent } from '../../../common/contract/index.ts';
import { readWav } from '../../../main/speech/wav.ts';
import { type StartedApp, TestApp } from '../../doubles/app/running-app.ts';
import { WebServer } from '../../doubles/servers/web-server.ts';
import { SmallDisk } from '../../doubles/storage/small-disk.ts';

const PERSON = '+15550100147';
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const probe = SmallDisk.make(1);
const cannot = probe instanceof SmallDisk ? null : probe.why;
if (probe instanceof SmallDisk) probe.remove();

/** The whole app on a separate disk, with an agent whose handler echoes. */
async function onSmallDisk() {
  const disk = SmallDisk.make(24);
  if (!(disk instanceof SmallDisk)) throw new Error(disk.why);
  cleanups.push(() => disk.remove());
  const dataDir = join(disk.path, 'data');
  const testApp = new TestApp();
  cleanups.push(() => testApp.clear());
  const app = await testApp.start({ dataDir });
  const handler = await WebServer.start((request, response) => {
    const { data } = JSON.parse(request.body.toString());
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ text: `You said ${data?.transcript ?? 'nothing'}.` }));
  });
  cleanups.push(() => handler.stop());
  await app.sdk.webhooks.createOrUpdateWebhook({ body: { url: handler.url } });
  const to = (await app.sdk.numbers.listNumbers()).data[0]?.phoneNumber ?? '';
  return { disk, dataDir, testApp, app, handler, to };
}

const problemOf = async ({ control }: StartedApp) => (await control.run('storage.get', {})).problem;
const countOf = async (app: StartedApp) => (await app.control.run('call.list', {})).total;
const refused = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error as { code?: string; status?: number; message: string },
  );

/** A log that was written before has room of its own, which a full disk does not take away. */
function emptyWriteAheadLog(dataDir: string): void {
  const db = new Sqlite(join(dataDir, 'agentphone.db'));
  db.pragma('wal_checkpoint(truncate)');
  db.close();
}

describe.skipIf(cannot !== null)(`a disk that fills up${cannot ? ` (${cannot})` : ''}`, () => {
  it('during a call leaves the call going, says what is not kept, and loses nothing that was said', async () => {
    const { disk, dataDir, testApp, app, handler, to } = await onSmallDisk();
    const { control } = app;
    const { callId } = await control.run('call.place', { from: PERSON, to });
    await control.run('call.waitFor', { callId, event: 'greeted' });
    disk.fill();
    await control.run('call.say', { callId, text: 'Is anybody there?' });
    const answered = await control.run('call.waitFor', { callId, event: 'agentTurn', turn: 1 });
    expect(answered.turns[1]).toMatchObject({ caller: 'Is anybody there?', outcome: 'heard' });
    expect(handler.seen.at(-1)?.body.toString()).toContain('Is anybody there?');
    const problem = await problemOf(app);
    expect(problem).toMatchObject({ cause: 'full', message: expect.stringMatching(/Make room/) });
    expect(problem?.notKept.join()).toMatch(/texts, calls/);
    // It ends too, and is shown as ended.
    const ended = await control.run('call.hangUp', { callId });
    expect(ended).toMatchObject({ phase: 'ended', status: 'completed' });
    expect((await control.run('call.list', {})).items[0]).toMatchObject({
      id: callId,
      status: 'completed',
      turns: [{ index: 0 }, { index: 1, caller: 'Is anybody there?' }],
    });

    disk.makeRoom();
    await expect.poll(() => problemOf(app)).toBe(null);
    expect((await control.run('storage.get', {})).notices).toEqual([]);
    // Its end is reported, once, and everything is on the disk.
    await expect
      .poll(() => handler.seen.filter(({ body }) => body.includes('agent.call_ended')).length)
      .toBe(1);
    const events = (await control.run('call.events', { callId })).items as CallEvent[];
    await testApp.stop();
    const db = new Sqlite(join(dataDir, 'agentphone.db'), { readonly: true });
    const stored = db.prepare('select count(*) from call_events where call_id = ?').pluck();
    expect(stored.get(callId)).toBe(events.length);
    expect(db.prepare('select status from calls where id = ?').pluck().get(callId)).toBe(
      'completed',
    );
    db.close();
    const { channels, sampleRateHz } = readWav(
      readFileSync(join(dataDir, 'recordings', `${callId}.wav`)),
    );
    expect([channels, sampleRateHz]).toEqual([2, 16_000]);
    // Its sound is missing from some point on, and the log says from which.
    expect(events.map((event) => event.type === 'warning' && event.data.code)).toContain(
      'recording_stopped',
    );
  });

  it('refuses what would have to be kept in one sentence, leaves no half of it, and takes it once there is room', async () => {
    const { disk, app, dataDir, to } = await onSmallDisk();
    const { control, ready } = app;
    const before = await countOf(app);
    emptyWriteAheadLog(dataDir);
    disk.fill();
    const asked = await refused(control.run('call.place', { from: PERSON, to }));
    expect(asked?.message).toMatch(/Not kept.*full.*Make room/);
    const answer = await fetch(`${ready.api}/v1/agents`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ready.apiKey}`, 'content-type': 'application/json' },
      body: '{"name":"Somebody"}',
    });
    expect(answer.status).toBe(507);
    expect(await answer.json()).toMatchObject({ error: { code: 'STORAGE_UNAVAILABLE' } });
    expect(
      await refused(control.run('text.receive', { from: PERSON, to, body: 'Hello' })),
    ).not.toBe(null);
    expect(await countOf(app)).toBe(before);
    expect(readdirSync(join(dataDir, 'recordings'))).toEqual([]);
    // Reading works the whole time.
    expect((await app.sdk.agents.listAgents()).data).toHaveLength(1);

    disk.makeRoom();
    const { callId } = await control.run('call.place', { from: PERSON, to });
    await control.run('call.hangUp', { callId });
    await expect.poll(() => problemOf(app)).toBe(null);
    expect(await countOf(app)).toBe(before + 1);
  });
});

describe.skipIf(cannot !== null)(
  `a disk without room for an import${cannot ? ` (${cannot})` : ''}`,
  () => {
    it('refuses it in one sentence, changes nothing, and leaves no file of it', async () => {
      const { disk, dataDir, app } = await onSmallDisk();
      const { control } = app;
      const file = await control.run('workspace.export', {});
      const [agent] = file.tables.agents ?? [];
      // More rows than the disk has room for.
      const contacts = Array.from({ length: 2_000 }, (_, n) => ({
        id: `ct_${n}`,
        account_id: file.accountId,
        phone_number: `+1202${5550000 + n}`,
        name: 'Somebody',
        email: null,
        notes: 'x'.repeat(10_000),
        created_at: agent?.created_at,
        updated_at: agent?.created_at,
      }));
      const larger = { ...file, tables: { ...file.tables, contacts } };
      disk.fill(8 * 1024 * 1024);
      expect(await control.send('workspace.import', { workspace: larger })).toMatchObject({
        status: 507,
        body: {
          error: {
            code: 'STORAGE_UNAVAILABLE',
            message: expect.stringMatching(
              /^Nothing was imported, and nothing was changed\. .*full/,
            ),
          },
        },
      });
      expect(await problemOf(app)).toMatchObject({ cause: 'full' });
      expect((await app.sdk.contacts.listContacts()).data).toEqual([]);
      const [tmp = ''] = readdirSync(join(dataDir, 'tmp'));
      expect(readdirSync(join(dataDir, 'tmp', tmp))).toEqual([]);
      await expect.poll(() => problemOf(app)).toBe(null);
      await control.run('workspace.import', { workspace: file });
    });
  },
);

describe('a data folder that vanishes', () => {
  it('stops what is acknowledged and says so; reading goes on, and so do calls', async () => {
    const testApp = new TestApp();
    cleanups.push(() => testApp.clear());
    const app = await testApp.start();
    const { control } = app;
    const to = (await app.sdk.numbers.listNumbers()).data[0]?.phoneNumber ?? '';
    const { callId } = await control.run('call.place', { from: PERSON, to });
    await control.run('call.waitFor', { callId, event: 'answered' });
    renameSync(testApp.dataDir, `${testApp.dataDir}-elsewhere`);
    const error = await refused(control.run('text.receive', { from: PERSON, to, body: 'Hello' }));
    expect(error?.message).toMatch(/Not kept.*not where it was/);
    const { ready } = app;
    const { status } = await fetch(`${ready.api}/v1/agents`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ready.apiKey}`, 'content-type': 'application/json' },
      body: '{"name":"Somebody"}',
    });
    expect(status).toBe(507);
    expect((await app.sdk.agents.listAgents()).data).toHaveLength(1);
    expect(await problemOf(app)).toMatchObject({
      cause: 'gone',
      notKept: ['anything that is new'],
    });
    expect(await control.run('call.hangUp', { callId })).toMatchObject({ phase: 'ended' });

    renameSync(`${testApp.dataDir}-elsewhere`, testApp.dataDir);
    await expect.poll(() => problemOf(app)).toBe(null);
    await control.run('text.receive', { from: PERSON, to, body: 'Hello again' });
  });
});
