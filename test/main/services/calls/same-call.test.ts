import { afterEach, beforeEach, expect, it } from 'vitest';
import { CallTestApp } from '../../../doubles/app/call-test-app.ts';

/** A frozen clock, the virtual voice and requests of a fixed time leave nothing to chance. */
let testApp: CallTestApp;
beforeEach(async () => {
  testApp = await CallTestApp.open();
  await testApp.app.control.run('engines.set', { tts: { kind: 'virtual' } });
  await testApp.app.control.run('clock.freeze', { handlerTimeMs: 150 });
  await testApp.change({ beginMessage: 'Harbour Bikes, how can I help?' });
});
afterEach(() => testApp.close());

/** Removes what may differ from run to run: ids, and URLs with ports. */
function told(
  events: readonly { type: string; atUs: number; turn: number | null; data: object }[],
) {
  return events.map(({ type, atUs, turn, data }) => {
    const { deliveryId: _id, url: _url, ...rest } = data as Record<string, unknown>;
    return { type, atUs, turn, ...rest };
  });
}

async function oneCall() {
  const { control } = testApp.app;
  const callId = await testApp.place();
  await control.run('call.waitFor', { callId, event: 'greeted' });
  await control.run('call.say', { callId, text: 'Do you open on Sundays?' });
  await control.run('call.waitFor', { callId, event: 'agentTurn', turn: 1 });
  await control.run('call.say', { callId, text: 'And on Mondays?', speech: 'synthesised' });
  await control.run('clock.advance', { by: 2_800 });
  await control.run('call.say', { callId, text: 'Where are you?' });
  await control.run('call.waitFor', { callId, event: 'agentTurn', turn: 3 });
  await control.run('call.hangUp', { callId });
  const { items } = await control.run('call.events', { callId });
  const { turns, percentiles } = await control.run('call.timeline', { callId });
  return {
    events: told(items as Parameters<typeof told>[0]),
    turns: turns.map(({ request, ...turn }) => ({ ...turn, sentMs: request?.sentMs })),
    percentiles,
  };
}

type Told = Awaited<ReturnType<typeof oneCall>>;

/** Repeats the call nine times and expects the same words, pieces, order, parts and cuts. */
async function expectNineMore(first: Told): Promise<void> {
  for (let run = 1; run < 10; run += 1) expect(await oneCall()).toEqual(first);
}

/** How far each piece that was cut had got, and what was heard of it. */
const cuts = ({ events }: Told) => events.filter(({ type }) => type === 'playout.cut');

it('is the same ten times over, to the microsecond, however slow the handler really was', async () => {
  let asked = 0;
  await testApp.webhook(async (_request, response) => {
    asked += 1;
    response.setHeader('content-type', 'application/x-ndjson');
    response.write(`${JSON.stringify({ text: 'One moment, please.', interim: true })}\n`);
    // Makes the answer sometimes fast and sometimes slow.
    for (let turn = 0; turn < (asked % 4) * 5; turn += 1) await new Promise(setImmediate);
    response.end(`${JSON.stringify({ text: 'From ten to four. We look forward to it.' })}\n`);
  });
  const first = await oneCall();
  expect(first.turns[1]).toMatchObject({ outcome: 'heard', index: 1 });
  expect(first.turns[1]?.pieces.map(({ text }) => text)).toEqual([
    'One moment, please.',
    'From ten to four.',
    'We look forward to it.',
  ]);
  expect(first.turns[1]?.parts.map(({ name }) => name)).toEqual([
    'endpointing',
    'transcription',
    'dispatch',
    'firstByte',
    'firstChunk',
    'segmentation',
    'synthesis',
    'playout',
  ]);
  expect(first.turns[2]?.outcome).toBe('interrupted');
  expect(cuts(first)).not.toEqual([]);
  const sent = first.events.find(({ type, turn }) => type === 'request.sent' && turn === 1);
  const begun = first.events.find(({ type, turn }) => type === 'response.started' && turn === 1);
  expect((begun?.atUs ?? 0) - (sent?.atUs ?? 0)).toBe(150_000);
  await expectNineMore(first);
});

it('is the same ten times over where the embedded dialogue answers', async () => {
  await testApp.change({
    voiceMode: 'hosted',
    systemPrompt:
      'Do you open on Sundays? → Yes, from ten to four. It costs $5.\nAnd on Mondays? → On Mondays we open at nine, and close at six in the evening.',
  });
  const first = await oneCall();
  expect(first.turns.map(({ outcome }) => outcome)).toEqual([
    'heard',
    'heard',
    'interrupted',
    'heard',
  ]);
  expect(first.turns[1]?.said).toBe('Yes, from ten to four. It costs $5.');
  expect(cuts(first)).toHaveLength(1);
  await expectNineMore(first);
});

it('lets the call go on where the handler cannot be reached', async () => {
  await testApp.app.sdk.webhooks.createOrUpdateWebhook({
    body: { url: 'http://127.0.0.1:9', timeout: 5 },
  });
  const callId = await testApp.place();
  const { control } = testApp.app;
  await control.run('call.waitFor', { callId, event: 'greeted' });
  await control.run('call.say', { callId, text: 'Hello?' });
  await control.run('call.waitFor', { callId, event: 'agentTurn', turn: 1 });
  const { turns } = await control.run('call.timeline', { callId });
  expect(turns[1]).toMatchObject({ outcome: 'failed', warnings: [{ code: 'unreachable' }] });
});
