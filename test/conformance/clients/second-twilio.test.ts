import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedApp, TestApp } from '../../doubles/app/running-app.ts';

/**
 * The bridge against a third-party Twilio: `emulate` (Vercel, Apache-2.0), installed into a
 * temporary folder.
 *
 * | tested | result |
 * | --- | --- |
 * | link by auth token and by API key, wrong ones | refused and accepted as at Twilio |
 * | list, read, set up, buy, release, restore a number | stored, except for the status callback's
 * method |
 * | search, prices | not supported: 404, reported in its words; bought without a price |
 * | texts out and in, their statuses | signed callbacks, the first one before the response |
 * | calls out and in, their statuses, ending one | signed callbacks; it runs no TwiML, so there is
 * no sound |
 * | API key, paging, signatures by its own code | all accepted |
 */
const PACKAGE = 'emulate@0.12.2';
const SID = `AC${'1'.repeat(32)}`;
const TOKEN = 'second-twilio-auth-token';
const API_KEY = { sid: `SK${'2'.repeat(32)}`, secret: 'second-twilio-key-secret' };
const OURS = '+14155550123';
const BOUGHT = '+14155550170';
const PERSON = '+14155550199';
const ELSEWHERE = 'http://127.0.0.1:9/elsewhere';

interface Emulator {
  readonly url: string;
  close(): Promise<void>;
}
interface EmulatePackage {
  createEmulator(options: object): Promise<Emulator>;
}

const folder = mkdtempSync(join(tmpdir(), 'agentphone-emulate-'));
const emulate = await installed();

/** Null, after printing the reason, if the registry cannot be reached. */
async function installed(): Promise<EmulatePackage | null> {
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const quiet = ['--no-audit', '--no-fund', '--fetch-retries=1', '--fetch-timeout=30000'];
  try {
    await promisify(execFile)(
      'npm',
      ['install', '--ignore-scripts', '--save-exact', ...quiet, PACKAGE],
      { cwd: folder, timeout: 120_000, shell: process.platform === 'win32' },
    );
  } catch (error) {
    const [why] = String((error as { stderr?: string }).stderr ?? error).split('\n');
    process.stderr.write(`Left out: ${PACKAGE} could not be installed (${why}).\n`);
    return null;
  }
  const entry = pathToFileURL(join(folder, 'node_modules/emulate/dist/api.js'));
  return (await import(entry.href)) as EmulatePackage;
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(emulate === null)('a second Twilio', () => {
  const testApp = new TestApp();
  let app: StartedApp;
  let emulator: Emulator;
  let apiBaseUrl: string;
  let agentId: string;
  let numberId: string;

  beforeAll(async () => {
    if (!emulate) return;
    const number = { phone_number: OURS, sms_url: ELSEWHERE, voice_url: ELSEWHERE };
    const account = { sid: SID, auth_token: TOKEN, friendly_name: 'Second' };
    emulator = await emulate.createEmulator({
      service: 'twilio',
      port: 0,
      hostname: '127.0.0.1',
      seed: { twilio: { account, api_keys: [API_KEY], phone_numbers: [number] } },
    });
    apiBaseUrl = `http://127.0.0.1:${new URL(emulator.url).port}`;
    app = await testApp.start();
    const [agent] = (await app.sdk.agents.listAgents()).data;
    agentId = agent?.id ?? '';
  });

  afterAll(async () => {
    await testApp.clear();
    await emulator?.close();
  });

  /** Sends a request to it directly, without the bridge. */
  async function ask(
    path: string,
    form?: Record<string, string>,
  ): Promise<Record<string, unknown>> {
    const answer = await fetch(apiBaseUrl + path, {
      method: form ? 'POST' : 'GET',
      headers: { authorization: `Basic ${Buffer.from(`${SID}:${TOKEN}`).toString('base64')}` },
      ...(form && { body: new URLSearchParams(form) }),
    });
    expect(answer.status, path).toBeLessThan(300);
    return (await answer.json()) as Record<string, unknown>;
  }
  const at = (resource: string) => `/2010-04-01/Accounts/${SID}/${resource}.json`;
  const simulate = (what: string, form: Record<string, string>) =>
    ask(`/_twilio/simulate/${what}`, form);
  const newest = async (resource: 'Calls' | 'Messages') => {
    const list = (await ask(at(resource)))[resource.toLowerCase()] as { sid: string }[];
    return list[0]?.sid ?? '';
  };
  const problem = async () => (await app.control.run('twilio.status', {})).problem;
  const exchanges = async (filter: string) =>
    (await app.control.run('delivery.list', { filter, limit: 50 })).items;
  const credentials = { accountSid: SID, authToken: TOKEN };
  const callsHere = async () => (await app.control.run('call.list', {})).items;

  it('refuses a wrong token, and is linked with a right one and an API key', async () => {
    const link = (more: object) =>
      app.control.send('twilio.link', { ...credentials, apiBaseUrl, ...more });
    expect((await link({ authToken: 'wrong-wrong-wrong' })).status).toBe(400);
    const key = { apiKeySid: API_KEY.sid, apiKeySecret: API_KEY.secret };
    expect((await link({ ...key, apiKeySecret: 'wrong-wrong' })).status).toBe(400);
    expect((await link(key)).status).toBe(200);
    const { ingressUrl, accountName } = await app.control.run('twilio.status', {});
    expect(accountName).toBe('Second');
    await app.control.run('publicUrl.set', { url: ingressUrl });
    const { reach } = await app.control.run('publicUrl.check', {});
    expect(reach.health?.ok).toBe(true);
    await app.control.run('twilio.set', { traffic: 'allowed' });
  });

  it('lists its numbers; one is taken in and led to us', async () => {
    const { items } = await app.control.run('twilio.numbers', {});
    expect(items).toMatchObject([{ phoneNumber: OURS, voice: true, sms: true, connected: false }]);
    const sid = items[0]?.sid ?? '';
    ({ id: numberId } = await app.control.run('twilio.import', { sid, agentId }));
    const { previewId, changes } = await app.control.run('twilio.previewSetup', { numberId });
    expect(changes).toContainEqual(
      expect.objectContaining({ field: 'voiceUrl', before: ELSEWHERE }),
    );
    await app.control.run('twilio.applySetup', { numberId, previewId });
    // It stores everything except the method of the status callback.
    const after = await app.control.run('twilio.previewSetup', { numberId });
    expect(after.changes.map(({ field }) => field)).toEqual(['statusCallbackMethod']);
    const { ingressUrl } = await app.control.run('twilio.status', {});
    expect(await ask(at(`IncomingPhoneNumbers/${sid}`))).toMatchObject({
      voice_url: `${ingressUrl}/twilio/voice`,
      sms_url: `${ingressUrl}/twilio/sms`,
      status_callback: `${ingressUrl}/twilio/status`,
    });
  });

  it('has no numbers for sale and says so in its words; one is bought without a price', async () => {
    const { status, body } = await app.control.send('twilio.search', { country: 'US' });
    expect(status).toBe(502);
    expect(JSON.stringify(body)).toContain('Twilio refused it');
    const order = { phoneNumber: BOUGHT, agreedPrice: null, agentId };
    const { id } = await app.control.run('twilio.buy', order);
    expect((await app.control.run('twilio.numbers', {})).items).toHaveLength(2);
    const release = { numberId: id, mode: 'releaseAtTwilio', confirmation: BOUGHT } as const;
    expect(await app.control.run('twilio.release', release)).toMatchObject({
      releasedAtTwilio: true,
    });
    expect((await app.control.run('twilio.numbers', {})).items).toHaveLength(1);
    expect(await problem()).toBeNull();
  });

  it('takes a text, and tells how far it got', async () => {
    const text = { number_id: numberId, to_number: PERSON, body: 'Hello' };
    await app.sdk.messages.sendMessage(text);
    const sid = await newest('Messages');
    expect(await ask(at(`Messages/${sid}`))).toMatchObject({ to: PERSON, from: OURS });
    for (const status of ['sent', 'delivered']) {
      await simulate('message-status', { MessageSid: sid, Status: status });
    }
    // The first one says that the text was queued, before its request is answered.
    const told = (await exchanges('kind:callback')).map(({ event, status }) => [event, status]);
    expect(told).toEqual(Array(3).fill(['twilio.messageStatus', 'success']));
  });

  it('brings a text in', async () => {
    await simulate('inbound-message', { From: PERSON, To: OURS, Body: "It's me & you" });
    const { data } = await app.sdk.conversations.listConversations();
    const conversation = await app.sdk.conversations.getConversation({
      conversation_id: data[0]?.id ?? '',
    });
    const bodies = conversation.messages?.map(({ body }) => body);
    expect(bodies).toContain("It's me & you");
  });

  it('takes a call; its first callback comes before its answer', async () => {
    const call = { agentId, fromNumberId: numberId, toNumber: PERSON };
    const { id = '' } = (await app.sdk.calls.createOutboundCall(call)) as { id?: string };
    const sid = await newest('Calls');
    expect(await ask(at(`Calls/${sid}`))).toMatchObject({ to: PERSON, from: OURS });
    const [status] = await exchanges('event:twilio.status');
    expect(status).toMatchObject({ callId: id, status: 'success' });
    await simulate('call-status', { CallSid: sid, Status: 'busy' });
    const ended = await app.control.run('call.waitFor', { callId: id, event: 'ended' });
    expect(ended.disconnectionReason).toBe('dial_busy');
  });

  it('brings a call in, which is ended there when our side hangs up', async () => {
    await simulate('inbound-call', { From: PERSON, To: OURS });
    const [call] = await callsHere();
    expect(call).toMatchObject({ direction: 'inbound', from: PERSON, to: OURS });
    const sid = await newest('Calls');
    expect(await ask(at(`Calls/${sid}`))).toMatchObject({ status: 'in-progress' });
    await app.sdk.calls.endCall({ call_id: call?.id ?? '' });
    await expect.poll(async () => (await ask(at(`Calls/${sid}`))).status).toBe('completed');
    expect(await problem()).toBeNull();
  });

  it('says by a callback that the person hung up', async () => {
    await simulate('inbound-call', { From: PERSON, To: OURS });
    const [call] = await callsHere();
    const callId = call?.id ?? '';
    await simulate('call-status', { CallSid: await newest('Calls'), Status: 'completed' });
    const ended = await app.control.run('call.waitFor', { callId, event: 'ended' });
    expect(ended.disconnectionReason).toBe('user_hangup');
    expect(await problem()).toBeNull();
  });

  it('gets its number back as it was', async () => {
    const { notRestored } = await app.control.run('twilio.unlink', {});
    const numbers = (await ask(at('IncomingPhoneNumbers'))).incoming_phone_numbers;
    expect(numbers).toMatchObject([{ voice_url: ELSEWHERE, sms_url: ELSEWHERE }]);
    expect(notRestored).toEqual([]);
  });
});
