import { afterEach, beforeEach, expect, it } from 'vitest';
import { CallDesk } from '../../../doubles/call-desk.ts';

/** The frozen clock, the virtual voice and requests of a fixed time: nothing is left to chance. */
let desk: CallDesk;
beforeEach(async () => {
  desk = await CallDesk.open();
  await desk.app.control.run('engines.set', { tts: { kind: 'virtual' } });
  await desk.app.control.run('clock.freeze', { handlerTimeMs: 150 });
  await desk.change({ beginMessage: 'Harbour Bikes, how can I help?' });
});
afterEach(() => desk.close());

/** What may differ from run to run: ids, and addresses with ports. */
function told(
  events: readonly { type: string; atUs: number; turn: number | null; data: object }[],
) {
  return events.map(({ type, atUs, turn, data }) => {
    const { deliveryId: _id, url: _url, ...rest } = data as Record<string, unknown>;
    return { type, atUs, turn, ...rest };
  });
}

async function oneCall() {
  const { control } = desk.app;
  const callId = await desk.place();
  await control.run('call.waitFor', { callId, event: 'greeted' });
  await control.run('call.say', { callId, text: 'Do you open on Sundays?' });
  await control.run('call.waitFor', { callId, event: 'agentTurn', turn: 1 });
  await control.run('call.say', { callId, text: 'And on Mondays?', speech: 'synthesised' });
  await control.run('clock.advance', { by: 2_500 });
  await control.run('call.say', { callId, text: 'Thanks, that is all.' });
  await control.run('call.waitFor', { callId, event: 'agentTurn', turn: 3 });
  await control.run('call.hangUp', { callId });
  const { items } = await control.run('call.events', { callId });
  const timeline = await control.run('call.timeline', { callId });
  return { events: told(items as Parameters<typeof told>[0]), timeline };
}

it('is the same ten times over, to the microsecond, however slow the handler really was', async () => {
  let asked = 0;
  await desk.webhook(async (_request, response) => {
    asked += 1;
    response.setHeader('content-type', 'application/x-ndjson');
    response.write(`${JSON.stringify({ text: 'One moment, please.', interim: true })}\n`);
    // Sometimes quick, sometimes not.
    for (let turn = 0; turn < (asked % 4) * 5; turn += 1) await new Promise(setImmediate);
    response.end(`${JSON.stringify({ text: 'From ten to four. We look forward to it.' })}\n`);
  });
  const first = await oneCall();
  expect(first.timeline.turns[1]).toMatchObject({ outcome: 'heard', index: 1 });
  expect(first.timeline.turns[2]?.outcome).toBe('interrupted');
  const sent = first.events.find(({ type, turn }) => type === 'request.sent' && turn === 1);
  const begun = first.events.find(({ type, turn }) => type === 'response.started' && turn === 1);
  expect((begun?.atUs ?? 0) - (sent?.atUs ?? 0)).toBe(150_000);
  for (let run = 1; run < 10; run += 1) expect((await oneCall()).events).toEqual(first.events);
});

it('lets the call go on where the handler cannot be reached', async () => {
  await desk.app.sdk.webhooks.createOrUpdateWebhook({
    body: { url: 'http://127.0.0.1:9', timeout: 5 },
  });
  const callId = await desk.place();
  const { control } = desk.app;
  await control.run('call.waitFor', { callId, event: 'greeted' });
  await control.run('call.say', { callId, text: 'Hello?' });
  await control.run('call.waitFor', { callId, event: 'agentTurn', turn: 1 });
  const { turns } = await control.run('call.timeline', { callId });
  expect(turns[1]).toMatchObject({ outcome: 'failed', warnings: [{ code: 'unreachable' }] });
});
