import { afterEach, beforeEach, expect, it } from 'vitest';
import { TestApp } from '../../../doubles/app/running-app.ts';
import { WebServer } from '../../../doubles/servers/web-server.ts';

let testApp: TestApp;
let server: WebServer;
let answer = '';
beforeEach(async () => {
  testApp = new TestApp();
  server = await WebServer.start((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(answer);
  });
});
afterEach(async () => {
  await testApp.clear();
  await server.stop();
});

it('finds the answers of a call that nobody heard, and only those', async () => {
  const { control, sdk } = await testApp.start();
  await control.run('clock.freeze', {});
  await sdk.webhooks.createOrUpdateWebhook({ body: { url: server.url } });
  const [number] = (await sdk.numbers.listNumbers()).data;
  const { callId } = await control.run('call.place', {
    from: '+12025550147',
    to: number?.phoneNumber ?? '',
  });
  await control.run('call.waitFor', { callId, event: 'greeted' });
  const answers = [
    '{"text": "We are open."}',
    '{"text": "We a',
    '{"text": "你好，我们今天营业。"}',
  ];
  for (const [index, text] of answers.entries()) {
    answer = text;
    await control.run('call.say', { callId, text: `Question ${index + 1}?` });
    await control.run('call.waitFor', { callId, event: 'agentTurn', turn: index + 1 });
  }
  const { items } = await control.run('delivery.list', { filter: 'status:silent' });
  expect(items.map(({ excerpt }) => excerpt)).toEqual(['Question 3?', 'Question 2?']);
  expect(items[0]).toMatchObject({ status: 'success', counterparty: '+12025550147' });
});
