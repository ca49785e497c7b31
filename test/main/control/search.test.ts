import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedApp, TestApp } from '../../doubles/app/running-app.ts';

const PERSON = '+12025550147';
const testApp = new TestApp();
let app: StartedApp;
let number = '';
beforeAll(async () => {
  app = await testApp.start();
  await app.control.run('clock.freeze', {});
  const { data } = await app.sdk.numbers.listNumbers();
  number = data[0]?.phoneNumber ?? '';
});
afterAll(() => testApp.clear());

/** Asks until everything has been read for it: on a busy machine one question may not wait for all. */
async function find(query: string) {
  for (;;) {
    const answer = await app.control.run('search', { query });
    if (answer.indexed.done === answer.indexed.total) return answer;
  }
}
const ids = async (query: string) =>
  (await find(query)).items.map(({ kind, id }) => `${kind} ${id}`);

describe('the operation search', () => {
  it('finds a text, its delivery, and a line of a call, as soon as they are there', async () => {
    const text = await app.control.run('text.receive', {
      from: PERSON,
      to: number,
      body: 'Is the velodrome open?',
    });
    const { callId } = await app.control.run('call.place', { from: PERSON, to: number });
    await app.control.run('call.waitFor', { callId, event: 'greeted' });
    await app.control.run('call.say', { callId, text: 'Tell me of the velodrome' });
    await app.control.run('call.waitFor', { callId, event: 'agentTurn', turn: 1 });
    const live = await ids('velodrome');
    expect(live).toEqual(expect.arrayContaining([`message ${text.messageId}`, `call ${callId}#1`]));
    await app.control.run('call.hangUp', { callId });
    const found = await find('velodrome');
    const turn = found.items.find(({ kind }) => kind === 'call');
    expect(turn).toMatchObject({ callId, turn: 1, person: PERSON });
    expect(turn?.excerpt.filter(({ hit }) => hit)[0]?.text).toBe('velodrome');
    expect(found.items.find(({ kind }) => kind === 'delivery')?.deliveryId).toBeTruthy();
    const only = await app.control.run('search', { query: 'velodrome', kinds: ['call'], limit: 1 });
    expect(only.items.map(({ kind }) => kind)).toEqual(['call']);
  });

  it('is refused nothing that anybody could type', async () => {
    for (const query of ['', '"', '* OR (', '\u0000', 'x'.repeat(200_000), '日'.repeat(50_000)]) {
      expect((await app.control.send('search', { query })).status).toBe(200);
    }
  });

  it('finds nothing of before once the workspace was reset, and all of what is imported', async () => {
    const workspace = await app.control.run('workspace.export', {});
    await app.control.run('workspace.reset', { seed: 'starter' });
    expect(await ids('velodrome')).toEqual([]);
    await app.control.run('workspace.import', { workspace });
    expect((await ids('velodrome')).length).toBeGreaterThan(2);
  });

  it('goes on after a start with a damaged index', async () => {
    await testApp.stop();
    writeFileSync(join(testApp.dataDir, 'agentphone.search.db'), 'no index');
    rmSync(join(testApp.dataDir, 'agentphone.search.db-wal'), { force: true });
    app = await testApp.start();
    expect((await ids('velodrome')).length).toBeGreaterThan(2);
  });
});
