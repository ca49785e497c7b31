import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readWav } from '../../../../main/speech/wav.ts';
import { CallTestApp, PERSON } from '../../../doubles/app/call-test-app.ts';
import type { StartedApp } from '../../../doubles/app/running-app.ts';
import type { SeenRequest } from '../../../doubles/servers/web-server.ts';

let testApp: CallTestApp;
let app: StartedApp;
let number: CallTestApp['number'];
beforeEach(async () => {
  testApp = await CallTestApp.open();
  ({ app, number } = testApp);
});
afterEach(() => testApp.close());

const webhook: CallTestApp['webhook'] = (answer) => testApp.webhook(answer);
const change: CallTestApp['change'] = (settings) => testApp.change(settings);
const place: CallTestApp['place'] = () => testApp.place();
const dial: CallTestApp['dial'] = (more) => testApp.dial(more);
const ended: CallTestApp['ended'] = (callId) => testApp.ended(callId);
const bodyOf = (request: SeenRequest) => JSON.parse(request.body.toString());

describe('waiting for a moment', () => {
  it('answers at once when it already happened, and in time when it happens', async () => {
    await webhook();
    const callId = await place();
    for (const event of ['ringing', 'answered'] as const) {
      await app.control.run('call.waitFor', { callId, event, timeoutMs: 0 });
    }
    await app.control.run('call.hangUp', { callId });
    await app.control.run('call.waitFor', { callId, event: 'ended', timeoutMs: 0 });
  });

  it('ends with 408 when it does not happen, and with 409 when it no longer can', async () => {
    await webhook();
    const callId = await place();
    const wait = { callId, event: 'agentTurn', turn: 5, timeoutMs: 0 };
    expect(await app.control.send('call.waitFor', wait)).toMatchObject({
      status: 408,
      body: { error: { code: 'WAIT_TIMEOUT' } },
    });
    await app.control.run('call.hangUp', { callId });
    expect(await app.control.send('call.waitFor', wait)).toMatchObject({
      status: 409,
      body: { error: { code: 'CALL_NOT_LIVE' } },
    });
    expect(
      (await app.control.send('call.waitFor', { callId: 'call_x', event: 'ended' })).status,
    ).toBe(404);
  });
});

describe('a recording', () => {
  const files = () => readdirSync(join(testApp.testApp.dataDir, 'recordings'));

  it('holds the whole call, and can be had without a key', async () => {
    await webhook();
    await change({ beginMessage: 'Hello.' });
    const callId = await place();
    await app.control.run('clock.advance', { by: 'PT10S' });
    await app.control.run('call.hangUp', { callId });
    const answer = await fetch(`${app.ready.api}/v1/calls/${callId}/recording`);
    expect(answer.headers.get('content-type')).toBe('audio/wav');
    const wav = readWav(new Uint8Array(await answer.arrayBuffer()));
    expect(wav.samples.length / 32_000).toBeCloseTo(10, 1);
  });

  it('is left out when it is not wanted, and kept of no call that was never answered', async () => {
    await webhook();
    await app.control.run('callee.set', { behaviour: 'answer' });
    const { id } = await dial({ disableRecording: true });
    await app.control.run('call.waitFor', { callId: id, event: 'answered' });
    await app.control.run('call.hangUp', { callId: id });
    await app.control.run('callee.set', { behaviour: 'busy' });
    await ended((await dial()).id);
    expect(files()).toEqual([]);
    expect((await fetch(`${app.ready.api}/v1/calls/${id}/recording`)).status).toBe(404);
  });
});

describe('a workspace that starts over', () => {
  it('ends its calls, forgets them with their recordings, and keeps the API key', async () => {
    await webhook();
    const callId = await place();
    await app.control.run('clock.advance', { by: 'PT5S' });
    await app.control.run('workspace.reset', { seed: 'starter' });
    expect((await app.control.send('call.get', { callId })).status).toBe(404);
    expect((await app.control.run('call.list', {})).total).toBe(0);
    expect(readdirSync(join(testApp.testApp.dataDir, 'recordings'))).toEqual([]);
    const [fresh] = (await app.sdk.numbers.listNumbers()).data;
    expect(fresh?.id).not.toBe(number.id);
    expect(fresh?.agentId).toBeTruthy();
    expect(await app.sdk.webhooks.getWebhook()).toBeNull();
    // The demo handler is answering again.
    const { callId: again } = await app.control.run('call.place', {
      from: PERSON,
      to: fresh?.phoneNumber ?? '',
    });
    expect((await app.control.run('call.get', { callId: again })).phase).toBe('speaking');
  });

  it('can be empty, and stays so over a restart', async () => {
    await app.control.run('workspace.reset', { seed: 'empty' });
    await testApp.testApp.stop();
    app = await testApp.testApp.start();
    expect((await app.sdk.numbers.listNumbers()).data).toEqual([]);
    expect((await app.sdk.agents.listAgents()).data).toEqual([]);
  });
});

describe('an app that ends during a call', () => {
  it('ends the call as failed; the next start delivers its end', async () => {
    const server = await webhook();
    const callId = await place();
    await app.control.run('clock.advance', { by: 'PT5S' });
    await testApp.testApp.stop();
    app = await testApp.testApp.start();
    expect(await app.control.run('call.get', { callId })).toMatchObject({
      phase: 'ended',
      status: 'failed',
      disconnectionReason: 'error_app_restart',
    });
    await expect
      .poll(() => server.seen.map((seen) => bodyOf(seen).event))
      .toContain('agent.call_ended');
    const path = join(testApp.testApp.dataDir, 'recordings', `${callId}.wav`);
    expect(existsSync(path)).toBe(true);
    expect(readWav(readFileSync(path)).samples.length / 32_000).toBeCloseTo(5, 1);
  });
});
