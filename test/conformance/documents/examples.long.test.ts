import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FRAMEWORKS, type Framework } from '../../../common/contract/index.ts';
import { EXAMPLE_HANDLERS, verifyingPart } from '../../../common/rules/example-handlers.ts';
import { LiveWatcher } from '../../doubles/app/live-watcher.ts';
import { type StartedApp, TestApp } from '../../doubles/app/running-app.ts';
import { whyNoTrace } from '../../doubles/app/traced-app.ts';
import { ExampleHandler } from '../../doubles/handlers/example-handler.ts';
import { answersToJunk } from '../../doubles/handlers/junk-signatures.ts';
import { type ExampleFolder, exampleFolder } from './example-folder.ts';

/**
 * The handlers of examples/, each with its own packages, and the plain one of the guides, with the
 * real app.
 */
const CALLER = '+15550100147';
/**
 * It takes four seconds to answer, so the caller can continue speaking before the answer is ready.
 */
const LONG_QUESTION = 'and so on '.repeat(40).trim();

const installed = new Map<Framework, ExampleFolder>();
for (const framework of FRAMEWORKS) {
  const example = await exampleFolder(framework);
  if (example.kind === 'ready') installed.set(framework, example);
  else process.stderr.write(`The example for ${framework} is left out. ${example.why}\n`);
}
const untraced = whyNoTrace();
if (untraced) process.stderr.write(`The examples are not watched: ${untraced}.\n`);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The handler of the guides, which needs no package. */
const plain: ExampleFolder = {
  kind: 'ready',
  folder: 'docs/guides/examples',
  command: [process.execPath, 'handler.mjs'],
};

describe.each([...installed, ['plain', plain] as const])(
  'the example for %s',
  (_name, { folder, command }) => {
    const testApp = new TestApp();
    let app: StartedApp;
    let live: LiveWatcher;
    let handler: ExampleHandler;
    let url: string;
    let number: string;

    beforeAll(async () => {
      app = await testApp.start();
      await app.control.run('engines.set', { tts: { kind: 'virtual' } });
      await app.control.run('clock.freeze', {});
      live = new LiveWatcher(app.ready);
      await live.opened;
      number = (await app.sdk.numbers.listNumbers()).data[0]?.phoneNumber ?? '';
      const port = await freePort();
      url = `http://localhost:${port}/webhook`;
      const { secret } = await app.sdk.webhooks.createOrUpdateWebhook({ body: { url } });
      handler = await ExampleHandler.start(folder, command, {
        WEBHOOK_SECRET: secret,
        AGENTPHONE_API_KEY: app.ready.apiKey,
        AGENTPHONE_BASE_URL: app.ready.api,
        PORT: String(port),
      });
    });
    afterAll(async () => {
      live?.close();
      await handler?.stop();
      handler?.clear();
      await testApp.clear();
    });

    const statuses = async (id: string) =>
      (await app.control.run('delivery.get', { id })).attempts.map(({ status }) => status);
    /** Sends the delivery again under the same X-Webhook-ID; returns the response. */
    const replayed = async (id: string, fault?: 'badSignature') => {
      const copy = await app.control.run('delivery.replay', { id, ...(fault ? { fault } : {}) });
      await live.seen(
        (change) =>
          change.kind === 'delivery' &&
          change.item.id === copy.id &&
          ['success', 'failed'].includes(change.item.status),
      );
      return (await statuses(copy.id)).at(-1);
    };

    it('says where it listens', () => {
      expect(handler.printed).toContain(`Listening on ${url}`);
    });

    it('answers a call while it still thinks, and hears of its end, once', async () => {
      const { callId } = await app.control.run('call.place', { from: CALLER, to: number });
      await app.control.run('call.waitFor', { callId, event: 'greeted' });
      await app.control.run('call.say', { callId, text: 'Do you open on Sundays?' });
      await app.control.run('call.waitFor', { callId, event: 'agentTurn', turn: 1 });
      const { turns } = await app.control.run('call.timeline', { callId });
      expect(turns[1]).toMatchObject({
        outcome: 'heard',
        heard: 'Let me check. You said: Do you open on Sundays?',
        chunks: [
          { text: 'Let me check.', interim: true },
          { text: 'You said: Do you open on Sundays?', interim: false },
        ],
        warnings: [],
      });
      await app.control.run('call.hangUp', { callId });
      const told = () =>
        handler.printed.filter((line) => line.startsWith(`Call ${callId} ended after `));
      await expect.poll(told).toHaveLength(1);
      const { items } = await app.control.run('delivery.list', {
        filter: `event:agent.call_ended call:${callId}`,
      });
      expect(await replayed(items[0]?.id ?? '')).toBe(200);
      expect(told()).toHaveLength(1);
    });

    it('gives up a turn that the caller speaks over, and answers the next one', async () => {
      const { callId } = await app.control.run('call.place', { from: CALLER, to: number });
      await app.control.run('call.waitFor', { callId, event: 'greeted' });
      await app.control.run('call.say', { callId, text: LONG_QUESTION });
      await app.control.run('call.waitFor', { callId, event: 'agentSpeaking', turn: 1 });
      await app.control.run('call.say', { callId, text: 'Stop.' });
      await app.control.run('call.waitFor', { callId, event: 'agentTurn', turn: 2 });
      const { turns } = await app.control.run('call.timeline', { callId });
      expect(turns[1]).toMatchObject({ outcome: 'interrupted', cutBy: 'caller' });
      expect(turns[1]?.said).not.toContain('You said');
      expect(turns[2]).toMatchObject({ outcome: 'heard', heard: 'Let me check. You said: Stop.' });
      await expect.poll(() => handler.timesPrinted('A turn was broken off.')).toBe(1);
      await app.control.run('call.hangUp', { callId });
    });

    it('answers a text once, however often it comes', async () => {
      const text = { from: CALLER, to: number, body: 'Are you open?' };
      const { deliveryId, conversationId } = await app.control.run('text.receive', text);
      await live.seen(
        (change) => change.kind === 'message' && change.item.body === 'You said: Are you open?',
      );
      await expect.poll(() => handler.timesPrinted('A text was answered.')).toBe(1);
      expect(await replayed(deliveryId ?? '')).toBe(200);
      expect(await replayed(deliveryId ?? '', 'badSignature')).toBe(401);
      const { messages } = await app.sdk.conversations.getConversation({
        conversation_id: conversationId,
      });
      expect(messages?.map(({ body }) => body).sort()).toEqual([
        'Are you open?',
        'You said: Are you open?',
      ]);
      expect(handler.timesPrinted('A text was answered.')).toBe(1);
    });

    it('lets an event be sent again whose work failed', async () => {
      // A hidden sender cannot be answered: the API refuses it.
      const text = { from: 'anonymous', to: number, body: 'Who am I?' };
      const { deliveryId } = await app.control.run('text.receive', text);
      await expect.poll(() => statuses(deliveryId ?? '')).toEqual([500]);
      await app.control.run('delivery.retryNow', { id: deliveryId ?? '' });
      await expect.poll(() => statuses(deliveryId ?? '')).toEqual([500, 500]);
      await app.control.run('delivery.cancel', { id: deliveryId ?? '' });
    });

    it('checks its signatures rightly, and acts on no probe of them', async () => {
      const before = handler.timesPrinted('A text was answered.');
      const probe = await app.control.run('signature.probe', {});
      expect(probe).toMatchObject({ ok: true, cause: null });
      const refused = await answersToJunk(url);
      expect(new Set(refused)).toEqual(new Set([401]));
      expect(handler.timesPrinted('A text was answered.')).toBe(before);
    });

    it('reaches nothing but this computer and its own folder', async () => {
      await handler.stop();
      expect(handler.reaches() ?? []).toEqual([]);
    });
  },
);

/** Code around the lines that the Signature clinic quotes. */
const AROUND: readonly (readonly [Framework, string, string])[] = [
  [
    'flask',
    'from flask import Flask\napp = Flask("quoted")',
    'assert app.test_client().post("/webhook").status_code == 401',
  ],
  [
    'fastapi',
    'from fastapi import FastAPI\nfrom fastapi.testclient import TestClient\napp = FastAPI()',
    'assert TestClient(app).post("/webhook").status_code == 401',
  ],
];

it.each(AROUND.filter(([framework]) => installed.has(framework)))(
  'the lines that the clinic quotes for %s stand alone',
  async (framework, before, after) => {
    const quoted = verifyingPart(EXAMPLE_HANDLERS[framework]);
    const [python = ''] = installed.get(framework)?.command ?? [];
    const program = [before, quoted, after].join('\n');
    const env = { ...process.env, WEBHOOK_SECRET: 'whsec_quoted' };
    await promisify(execFile)(python, ['-W', 'ignore', '-c', program], { env });
  },
);
