import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallEvent } from '../../../common/contract/index.ts';
import { StartFailure } from '../../../main/platform/start-failure.ts';
import { openDatabase } from '../../../main/store/database/database.ts';
import { MIGRATIONS } from '../../../main/store/migrations/index.ts';
import { type StartedApp, TestApp } from '../../doubles/app/running-app.ts';
import { type DiskFault, FailingDisk, STDERR } from '../../doubles/storage/failing-disk.ts';

const PERSON = '+15550100147';
const disk = new FailingDisk();
afterAll(() => disk.remove());

let testApp: TestApp;
let app: StartedApp;
let to: string;
beforeEach(async () => {
  testApp = new TestApp();
  app = await testApp.start();
  to = (await app.sdk.numbers.listNumbers()).data[0]?.phoneNumber ?? '';
});
afterEach(async () => {
  disk.heal();
  await testApp.clear();
});

const everything = (path: string) => path.startsWith(testApp.dataDir);
const recordings = (path: string) => path.startsWith(join(testApp.dataDir, 'recordings'));

const problem = async () => (await app.control.run('storage.get', {})).problem;
const healed = async () => {
  disk.heal();
  await expect.poll(problem).toBe(null);
  expect(await app.control.run('storage.get', {})).toMatchObject({ waiting: 0, notices: [] });
};
const agents = async () => (await app.sdk.agents.listAgents()).data.map(({ name }) => name);
const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
  const { ready } = app;
  const response = await fetch(`${ready.api}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${ready.apiKey}`,
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
};
/** On a frozen clock, a call takes no longer than its work. */
const place = async () => {
  await app.control.run('clock.freeze', {});
  const { callId } = await app.control.run('call.place', { from: PERSON, to });
  await app.control.run('call.waitFor', { callId, event: 'greeted' });
  return callId;
};
const talk = async (callId: string, turn: number) => {
  await app.control.run('call.say', { callId, text: 'Is anybody there?' });
  return app.control.run('call.waitFor', { callId, event: 'agentTurn', turn });
};
const liveCalls = () => {
  let live = 0;
  app.running.onLiveCalls((calls) => {
    live = calls.length;
  });
  return live;
};
/** What a new start would find. */
const stored = (sql: string, ...values: unknown[]) => {
  const db = new Sqlite(join(testApp.dataDir, 'agentphone.db'), { readonly: true });
  try {
    return db
      .prepare(sql)
      .pluck()
      .all(...values);
  } finally {
    db.close();
  }
};
const nextStart = async () => {
  try {
    app = await testApp.start();
    await testApp.stop();
    return null;
  } catch (error) {
    if (error instanceof StartFailure) return error;
    throw error;
  }
};

const FAULTS: readonly [DiskFault, string, RegExp][] = [
  ['ENOSPC', 'full', /Make room/],
  ['EROFS', 'readOnly', /Make it writable/],
  ['EIO', 'failing', /Look at the disk/],
];

describe.each(FAULTS)('a disk that answers %s', (fault, cause, wayOut) => {
  const refusal = {
    status: 507,
    body: {
      error: { code: 'STORAGE_UNAVAILABLE', message: expect.stringMatching(wayOut) },
    },
  };

  it('to a request: it is refused, leaves nothing, and works once the disk does', async () => {
    disk.fail(fault, everything);
    expect(await post('/v1/agents', { name: 'Somebody' })).toMatchObject(refusal);
    const key = { 'idempotency-key': 'once' };
    expect(await post('/v1/agents', { name: 'Other' }, key)).toMatchObject(refusal);
    expect(await app.control.send('media.add', MEDIA)).toMatchObject(refusal);
    expect(await app.control.send('text.receive', { from: PERSON, to, body: 'Hi' })).toMatchObject(
      refusal,
    );
    expect(await problem()).toMatchObject({ cause, notKept: [expect.stringMatching(/texts/)] });
    expect(await agents()).toEqual(['Front desk']);
    expect(readdirSync(join(testApp.dataDir, 'media'))).toEqual([]);
    await healed();
    expect((await post('/v1/agents', { name: 'Other' }, key)).status).toBe(200);
    expect((await post('/v1/agents', { name: 'Other' }, key)).status).toBe(200);
    expect((await agents()).sort()).toEqual(['Front desk', 'Other']);
  });

  it('to a call: it goes on, and all of it is kept once the disk works', async () => {
    const callId = await place();
    disk.fail(fault, everything);
    expect((await talk(callId, 1)).turns[1]?.outcome).toBe('heard');
    expect(await app.control.run('call.hangUp', { callId })).toMatchObject({ phase: 'ended' });
    expect(await problem()).toMatchObject({ cause });
    await healed();
    const events = (await app.control.run('call.events', { callId })).items as CallEvent[];
    await testApp.stop();
    expect(stored('select count(*) from call_events where call_id = ?', callId)).toEqual([
      events.length,
    ]);
    expect(stored('select status from calls where id = ?', callId)).toEqual(['completed']);
    expect(stored(`select count(*) from deliveries where event = 'agent.call_ended'`)).toEqual([1]);
  });

  it('to a call that is asked for: there is none, and repeating it makes one', async () => {
    const [agent] = (await app.sdk.agents.listAgents()).data;
    const request = { agentId: agent?.id, toNumber: PERSON };
    const web = { agentId: agent?.id };
    const key = (n: string) => ({ 'idempotency-key': n });
    disk.fail(fault, everything);
    expect(await post('/v1/calls', request)).toMatchObject(refusal);
    expect(await post('/v1/calls', request, key('one'))).toMatchObject(refusal);
    expect(await post('/v1/calls/web', web)).toMatchObject(refusal);
    expect(await post('/v1/calls/web', web, key('two'))).toMatchObject(refusal);
    const { items } = await app.control.run('call.list', {});
    expect(items).toEqual([]);
    expect(liveCalls()).toBe(0);
    await healed();
    for (let time = 0; time < 2; time += 1) {
      expect((await post('/v1/calls', request, key('one'))).status).toBe(200);
      expect((await post('/v1/calls/web', web, key('two'))).status).toBe(200);
    }
    expect((await app.control.run('call.list', {})).total).toBe(2);
    expect(liveCalls()).toBe(2);
  });

  it('to a recording: the call goes on, and its sound is kept again', async () => {
    const callId = await place();
    disk.fail(fault, recordings);
    await talk(callId, 1);
    expect(await problem()).toMatchObject({ cause, notKept: ['recordings of calls'] });
    disk.heal();
    await talk(callId, 2);
    await expect.poll(problem).toBe(null);
    await app.control.run('call.hangUp', { callId });
    const events = (await app.control.run('call.events', { callId })).items as CallEvent[];
    expect(events.flatMap(({ type, data }) => (type === 'warning' ? [data.code] : []))).toContain(
      'recording_stopped',
    );
    const wav = readFileSync(join(testApp.dataDir, 'recordings', `${callId}.wav`));
    expect(wav.readUInt32LE(40)).toBe(wav.length - 44);
  });

  it('to the recording of a whole call: there is none, and the call is whole', async () => {
    disk.fail(fault, recordings);
    const callId = await place();
    await app.control.run('call.hangUp', { callId });
    expect(await problem()).toBe(null);
    await testApp.stop();
    expect(stored('select recording_path from calls where id = ?', callId)).toEqual([null]);
    expect(existsSync(join(testApp.dataDir, 'recordings', `${callId}.wav`))).toBe(false);
  });

  it('to a timer: what it does happens, and is kept once the disk works', async () => {
    await app.control.run('clock.freeze', {});
    await app.control.run('callee.set', { behaviour: 'noAnswer' });
    const [agent] = (await app.sdk.agents.listAgents()).data;
    const call = await post('/v1/calls', { agentId: agent?.id, toNumber: PERSON });
    const callId = call.body.id as string;
    disk.fail(fault, everything);
    const ended = await app.control.run('call.waitFor', { callId, event: 'ended' });
    expect(ended).toMatchObject({ phase: 'ended', status: 'failed' });
    expect(await problem()).toMatchObject({ cause });
    await healed();
    await testApp.stop();
    expect(stored('select disconnection_reason from calls where id = ?', callId)).toEqual([
      'dial_no_answer',
    ]);
  });

  it('to moves of the clock: it stands where it was', async () => {
    await app.control.run('clock.freeze', {});
    const { now } = await app.control.run('clock.get', {});
    disk.fail(fault, everything);
    expect(await app.control.send('clock.advance', { by: 'PT5M' })).toMatchObject(refusal);
    expect(await app.control.send('clock.run', { until: 'idle' })).toMatchObject(refusal);
    expect((await app.control.run('clock.get', {})).now).toBe(now);
    await healed();
    const moved = await app.control.run('clock.advance', { by: 'PT5M' });
    expect(Date.parse(moved.now) - Date.parse(now)).toBe(300_000);
  });

  it('to a reset: everything is as it was', async () => {
    await app.control.run('text.receive', { from: PERSON, to, body: 'Hello' });
    disk.fail(fault, everything);
    expect(await app.control.send('workspace.reset', { seed: 'empty' })).toMatchObject(refusal);
    expect(await agents()).toEqual(['Front desk']);
    expect((await app.sdk.conversations.listConversations()).data).toHaveLength(1);
    await healed();
    await app.control.run('workspace.reset', { seed: 'empty' });
    expect(await agents()).toEqual([]);
  });

  it('to an import: everything is as it was', async () => {
    const file = await app.control.run('workspace.export', {});
    await app.control.run('text.receive', { from: PERSON, to, body: 'Hello' });
    disk.fail(fault, everything);
    expect(await app.control.send('workspace.import', { workspace: file })).toMatchObject(refusal);
    expect(await agents()).toEqual(['Front desk']);
    expect((await app.sdk.conversations.listConversations()).data).toHaveLength(1);
    await healed();
    await app.control.run('workspace.import', { workspace: file });
    expect((await app.sdk.conversations.listConversations()).data).toHaveLength(0);
  });

  it('to a new control token: the one there is stays good', async () => {
    const file = join(testApp.dataDir, 'control.json');
    const before = readFileSync(file, 'utf8');
    disk.fail(fault, everything);
    expect(await app.control.send('token.rotate', {})).toMatchObject(refusal);
    expect(readFileSync(file, 'utf8')).toBe(before);
    await healed();
    expect((await app.control.send('token.rotate', {})).status).toBe(200);
  });

  it('to the log: nothing else is the matter, and it goes on once it can', async () => {
    await testApp.stop();
    app = await testApp.start({ logLevel: 'info' });
    disk.log = '';
    const callId = await place();
    disk.fail(fault, (path) => path === STDERR || everything(path));
    await talk(callId, 1);
    await app.control.run('call.hangUp', { callId });
    expect(disk.log).toBe('');
    await healed();
    expect(disk.log).toMatch(wayOut);
    expect(disk.log).toContain('Everything is kept again.');
  });

  it('to the end of the app: it ends in order all the same', async () => {
    const callId = await place();
    disk.fail(fault, everything);
    await testApp.stop();
    disk.heal();
    app = await testApp.start();
    const { items } = await app.control.run('call.list', {});
    expect(items).toMatchObject([{ id: callId, phase: 'ended' }]);
    expect(readdirSync(join(testApp.dataDir, 'tmp'))).toHaveLength(1);
  });

  it('to a migration at the start: it ends in one sentence, and changes nothing', async () => {
    await testApp.clear();
    testApp = new TestApp();
    await startedBefore(testApp.dataDir);
    const content = () => [
      stored('select sql from sqlite_schema'),
      stored('select name from kysely_migration'),
    ];
    const before = content();
    for (const where of [everything, isCopy, (path: string) => path.endsWith('agentphone.db')]) {
      disk.fail(fault, where);
      const failure = await nextStart();
      expect(failure?.code).toBe('DATA_DIR_UNWRITABLE');
      expect(failure?.message).not.toMatch(/\n| {4}at /);
      expect(content()).toEqual(before);
      disk.heal();
    }
    expect(await nextStart()).toBe(null);
    expect(readdirSync(testApp.dataDir).filter(isCopy)).toHaveLength(1);
  });
});

const MEDIA = { base64: Buffer.from('picture').toString('base64'), contentType: 'image/png' };
const isCopy = (path: string) => path.includes('.before-');

/** The data folder of a version with one migration less. */
async function startedBefore(dataDir: string): Promise<void> {
  mkdirSync(dataDir, { recursive: true });
  const known = Object.entries(MIGRATIONS).slice(0, -1);
  (await openDatabase(dataDir, Object.fromEntries(known))).close();
}
