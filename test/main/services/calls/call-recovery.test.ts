import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readWav } from '../../../../main/speech/wav.ts';
import { copyKilledFiles } from '../../../doubles/app/killed-files.ts';
import { type StartedApp, TestApp } from '../../../doubles/app/running-app.ts';
import { WebServer } from '../../../doubles/servers/web-server.ts';

const PERSON = '+15550100147';

/** An app that is killed during a call: its files, as they are on the disk at that time. */
let dying: TestApp;
let next: TestApp;
let app: StartedApp;
let server: WebServer;
let number: { phoneNumber: string; agentId: string };

beforeEach(async () => {
  [dying, next] = [new TestApp(), new TestApp()];
  app = await dying.start();
  await app.control.run('clock.freeze', {});
  server = await WebServer.start((_request, response) => void response.end('{}'));
  await app.sdk.webhooks.createOrUpdateWebhook({ body: { url: server.url } });
  const [first] = (await app.sdk.numbers.listNumbers()).data;
  number = { phoneNumber: first?.phoneNumber ?? '', agentId: first?.agentId ?? '' };
});
afterEach(async () => {
  await Promise.all([dying.clear(), next.clear()]);
  await server.stop();
});

async function place(): Promise<string> {
  const { callId } = await app.control.run('call.place', { from: PERSON, to: number.phoneNumber });
  await app.control.run('clock.advance', { by: 4_000 });
  await written(callId);
  return callId;
}

/** Waits until the call's events so far are on the disk: at most 100 ms. */
async function written(callId: string): Promise<void> {
  const { items } = await app.control.run('call.events', { callId });
  const { default: Sqlite } = await import('better-sqlite3');
  const db = new Sqlite(join(dying.dataDir, 'agentphone.db'), { readonly: true });
  const count = db.prepare('select count(*) from call_events where call_id = ?').pluck();
  await expect.poll(() => count.get(callId)).toBe(items.length);
  db.close();
}

/** Only what is on the disk survives a kill; the next app finds it in its folder. */
async function restart(before: () => void = () => {}): Promise<StartedApp> {
  copyKilledFiles(dying, next);
  await dying.stop();
  server.seen.length = 0;
  before();
  return next.start();
}
const recording = (callId: string) => join(next.dataDir, 'recordings', `${callId}.wav`);
const ends = () =>
  server.seen
    .map((request) => JSON.parse(request.body.toString()))
    .filter((webhook) => webhook.event === 'agent.call_ended');

describe('a call that a kill left live', () => {
  it('has failed with its last sign of life; its end is sent once', async () => {
    const callId = await place();
    const before = await app.control.run('call.events', { callId });
    const { control } = await restart();
    const call = await control.run('call.get', { callId });
    expect(call).toMatchObject({
      phase: 'ended',
      status: 'failed',
      disconnectionReason: 'error_app_restart',
      turns: [{ index: 0, agent: expect.any(String) }],
    });
    const { items } = await control.run('call.events', { callId });
    expect(items.slice(0, -1)).toEqual(before.items);
    expect(items.at(-1)).toMatchObject({
      seq: before.items.length,
      atUs: before.items.at(-1)?.atUs,
      type: 'call.ended',
      data: { reason: 'error_app_restart', status: 'failed' },
    });
    const lastMs = Date.parse(call.startedAt) + Math.ceil((before.items.at(-1)?.atUs ?? 0) / 1000);
    expect(Date.parse(call.endedAt ?? '')).toBe(lastMs);
    await expect
      .poll(ends)
      .toMatchObject([{ data: { callId, status: 'failed', transcript: [{ role: 'agent' }] } }]);
    // After another start, there is nothing left to do.
    await next.stop();
    const again = await next.start();
    expect((await again.control.run('call.events', { callId })).items).toEqual(items);
    await expect.poll(ends).toHaveLength(1);
  });

  it('can be heard up to where it was cut off', async () => {
    const callId = await place();
    const { ready } = await restart();
    const answer = await fetch(`${ready.api}/v1/calls/${callId}/recording`);
    const { samples } = readWav(new Uint8Array(await answer.arrayBuffer()));
    expect(samples.length / 32_000).toBeGreaterThan(0);
    expect(samples.some((sample) => sample !== 0)).toBe(true);
  });

  it.each([
    ['is gone', (path: string) => rmSync(path)],
    ['is something else', (path: string) => writeFileSync(path, 'not a sound')],
  ])('has no recording when its file %s, and the app starts all the same', async (_name, spoil) => {
    const callId = await place();
    const { control, ready } = await restart(() => spoil(recording(callId)));
    expect(await control.run('call.get', { callId })).toMatchObject({
      status: 'failed',
      recordingAvailable: false,
    });
    expect((await fetch(`${ready.api}/v1/calls/${callId}/recording`)).status).toBe(404);
  });

  it('has failed too when it still rang', async () => {
    const { id: callId } = (await app.sdk.calls.createOutboundCall({
      agentId: number.agentId,
      toNumber: PERSON,
    })) as { id: string };
    await written(callId);
    const { control } = await restart();
    expect(await control.run('call.get', { callId })).toMatchObject({
      status: 'failed',
      disconnectionReason: 'error_app_restart',
      answeredAt: null,
      durationSeconds: 0,
      recordingAvailable: false,
      turns: [],
    });
  });
});
