import type { ServerResponse } from 'node:http';
import { AgentPhoneError } from 'agentphone';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CalleeBehaviour } from '../../../../common/contract/index.ts';
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
const warnings = async (callId: string) =>
  (await app.control.run('call.timeline', { callId })).turns.flatMap((turn) => turn.warnings);
const bodyOf = (request: SeenRequest | undefined) => JSON.parse(request?.body.toString() ?? '{}');

/** Status and message of the error that the SDK throws. */
async function refusal(promise: Promise<unknown>) {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AgentPhoneError)) throw new Error(`No refusal: ${error}`);
  const body = error.body as { error: { code: string; details?: { field: string }[] } };
  return { status: error.statusCode, code: body.error.code, field: body.error.details?.[0]?.field };
}

describe('an inbound call', () => {
  it('is answered at once, greeted, answered by the handler, and ended by the caller', async () => {
    const server = await webhook((_request, response) => void response.end('{"text":"At ten."}'));
    await change({ beginMessage: 'Harbour Bikes.' });
    const callId = await place();
    expect(await app.control.run('call.get', { callId })).toMatchObject({
      phase: 'speaking',
      status: 'in-progress',
      direction: 'inbound',
      from: PERSON,
      to: number.phoneNumber,
      agentId: number.agentId,
      numberId: number.id,
    });
    await app.control.run('call.waitFor', { callId, event: 'greeted' });
    await app.control.run('call.say', { callId, text: 'When do you open?' });
    await app.control.run('call.waitFor', { callId, event: 'agentTurn', turn: 1 });
    const call = await app.control.run('call.hangUp', { callId });
    expect(call).toMatchObject({
      phase: 'ended',
      status: 'completed',
      disconnectionReason: 'user_hangup',
      turns: [
        { index: 0, caller: null, agent: 'Harbour Bikes.', outcome: 'heard' },
        { index: 1, caller: 'When do you open?', agent: 'At ten.', outcome: 'heard' },
      ],
    });
    await expect.poll(() => server.seen.length).toBe(2);
    expect(bodyOf(server.seen[0])).toMatchObject({
      data: { callId, transcript: 'When do you open?', from: PERSON, to: number.phoneNumber },
      recentHistory: [{ content: 'Harbour Bikes.', direction: 'outbound', channel: 'voice' }],
    });
    expect(bodyOf(server.seen[1])).toMatchObject({
      event: 'agent.call_ended',
      data: {
        callId,
        status: 'completed',
        disconnectionReason: 'user_hangup',
        transcript: [
          { role: 'agent', content: 'Harbour Bikes.' },
          { role: 'user', content: 'When do you open?' },
          { role: 'agent', content: 'At ten.' },
        ],
      },
    });
  });

  it('to a number without an agent, or to no number of ours, does not come about', async () => {
    await app.sdk.agents.detachNumberFromAgent({
      agent_id: number.agentId,
      number_id: number.id,
    });
    const { phoneNumber: to } = number;
    const place = (given: object) => app.control.send('call.place', { from: PERSON, to, ...given });
    expect(await place({})).toMatchObject({ status: 409, body: { error: { code: 'CONFLICT' } } });
    expect(await place({ to: '+14155550999' })).toMatchObject({
      status: 404,
      body: { error: { code: 'PHONE_NUMBER_NOT_FOUND' } },
    });
    expect((await app.control.run('call.list', {})).total).toBe(0);
  });

  it('reaches the agent on each of its numbers, by itself', async () => {
    await webhook();
    const second = await app.sdk.numbers.createNumber({ agentId: number.agentId });
    const calls = [];
    for (const { phoneNumber: to } of [number, second]) {
      const { callId } = await app.control.run('call.place', { from: PERSON, to });
      calls.push(await app.control.run('call.get', { callId }));
    }
    expect(calls).toMatchObject([
      { numberId: number.id, agentId: number.agentId, status: 'in-progress' },
      { numberId: second.id, agentId: number.agentId, status: 'in-progress' },
    ]);
  });

  it('from what is no phone number is refused', async () => {
    const { phoneNumber: to } = number;
    const { status, body } = await app.control.send('call.place', { from: 'nobody', to });
    expect([status, body]).toMatchObject([400, { error: { details: [{ field: 'from' }] } }]);
  });

  it('without a webhook to answer it fails, and says why', async () => {
    await webhook();
    await app.sdk.webhooks.deleteWebhook();
    const callId = await place();
    expect(await app.control.run('call.get', { callId })).toMatchObject({
      status: 'failed',
      disconnectionReason: 'no_webhook',
      recordingAvailable: false,
    });
    const { items } = await app.control.run('call.events', { callId });
    expect(items.find((item) => item.type === 'warning')?.data).toMatchObject({
      code: 'no_webhook',
      message: expect.stringContaining('POST /v1/webhooks'),
    });
  });

  it('to somebody whom nobody would answer is refused, by phone and from a browser', async () => {
    await webhook();
    await app.sdk.webhooks.deleteWebhook();
    const agentId = number.agentId ?? '';
    const call = { agentId, toNumber: PERSON };
    const nobody = { status: 400, code: 'VALIDATION_ERROR', field: 'agentId' };
    expect(await refusal(app.sdk.calls.createOutboundCall(call))).toEqual(nobody);
    expect(await refusal(app.sdk.calls.createWebCall({ agentId }))).toEqual(nobody);
    expect((await app.control.run('call.list', {})).total).toBe(0);
    const systemPrompt = 'Ask whether they are open.';
    const answered = await app.sdk.calls.createOutboundCall({ ...call, systemPrompt });
    expect(answered).toMatchObject({ status: 'in-progress' });
  });

  it('beyond the most at once that the plan allows is refused', async () => {
    let refused = 0;
    for (let n = 0; n < 60 && refused === 0; n += 1) {
      const { phoneNumber: to } = number;
      const { status } = await app.control.send('call.place', { from: PERSON, to });
      if (status !== 200) refused = status;
    }
    expect(refused).toBe(409);
  });
});

describe('a handler that goes wrong', () => {
  it.each([
    ['answers 500', 'http_status', (response) => response.writeHead(500).end('oops')],
    ['answers no JSON', 'not_json', (response) => response.end('Hello!')],
    ['answers the wrong key', 'no_text', (response) => response.end('{"message":"Hi"}')],
    ['answers nothing', 'empty_body', (response) => response.end()],
    ['breaks off', 'connection_lost', (response) => response.destroy()],
  ] as [string, string, (response: ServerResponse) => void][])(
    '%s: silence, the exact warning, and the call stays up',
    async (_name, code, answer) => {
      await webhook((_request, response) => answer(response));
      const callId = await place();
      await app.control.run('call.waitFor', { callId, event: 'greeted' });
      await app.control.run('call.say', { callId, text: 'Hi' });
      const call = await app.control.run('call.waitFor', { callId, event: 'agentTurn', turn: 1 });
      expect(call.phase).toBe('listening');
      expect(call.turns[1]).toMatchObject({ agent: null });
      expect((await warnings(callId)).map((warning) => warning.code)).toEqual([code]);
    },
  );

  it('is down: the warning names the address and what to do', async () => {
    const server = await webhook();
    await server.stop();
    const callId = await place();
    await app.control.run('call.waitFor', { callId, event: 'greeted' });
    await app.control.run('call.say', { callId, text: 'Hi' });
    const call = await app.control.run('call.waitFor', { callId, event: 'agentTurn', turn: 1 });
    expect(call).toMatchObject({ phase: 'listening', turns: [{}, { outcome: 'failed' }] });
    const [warning] = await warnings(callId);
    expect(warning).toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining(String(server.port)),
    });
  });
});

describe('an outbound call', () => {
  it.each([
    ['answer', 'in-progress', null, 1_000],
    ['busy', 'failed', 'dial_busy', 500],
    ['noAnswer', 'failed', 'dial_no_answer', 30_000],
    ['ring', 'failed', 'dial_no_answer', 30_000],
    ['decline', 'failed', 'dial_declined', 2_000],
    ['fail', 'failed', 'dial_failed', 500],
    ['voicemail', 'completed', 'voicemail_reached', 4_000],
  ] as [CalleeBehaviour, string, string | null, number][])(
    'to somebody who would %s is %s',
    async (behaviour, status, disconnectionReason, afterMs) => {
      await webhook();
      await app.control.run('callee.set', { behaviour });
      const call = await dial();
      expect(call).toMatchObject({ status: 'in-progress', direction: 'outbound' });
      await app.control.run('clock.advance', { by: afterMs - 1 });
      expect((await app.control.run('call.get', { callId: call.id })).phase).toBe('ringing');
      await app.control.run('clock.advance', { by: 1 });
      expect(await app.control.run('call.get', { callId: call.id })).toMatchObject({
        status,
        disconnectionReason,
      });
    },
  );

  it('follows the rule of the number before the rule for all', async () => {
    await app.control.run('callee.set', { behaviour: 'busy', answerAfterMs: 10 });
    await app.control.run('callee.set', { number: '(555) 010-0147', behaviour: 'decline' });
    expect((await ended((await dial()).id)).disconnectionReason).toBe('dial_declined');
    const other = await dial({ toNumber: '+15550100148' });
    expect((await ended(other.id)).disconnectionReason).toBe('dial_busy');
  });

  it('goes out from the number attached first, or from the one that is chosen', async () => {
    await webhook();
    const second = await app.sdk.numbers.createNumber({ agentId: number.agentId });
    expect(await dial()).toMatchObject({
      phoneNumberId: number.id,
      fromNumber: number.phoneNumber,
    });
    expect(await dial({ fromNumberId: second.id })).toMatchObject({
      phoneNumberId: second.id,
      fromNumber: second.phoneNumber,
    });
  });

  it('is spoken in its own voice, where it brings one', async () => {
    await webhook();
    await app.control.run('callee.set', { behaviour: 'answer' });
    await change({ voice: 'flite-slt', beginMessage: 'Hello.' });
    const voices = [];
    for (const voice of [undefined, 'flite-rms']) {
      const { id: callId } = await dial({ voice });
      await app.control.run('call.waitFor', { callId, event: 'greeted' });
      const { items } = await app.control.run('call.events', { callId });
      voices.push(items.find(({ type }) => type === 'synthesis.firstAudio')?.data);
    }
    expect(voices).toMatchObject([{ voice: 'slt' }, { voice: 'rms' }]);
  });

  it('rings the softphone, which answers it', async () => {
    await webhook();
    const { id: callId } = await dial({ initialGreeting: 'Hi {{name}}.' });
    const say = { callId, text: 'Hello?' };
    expect(await app.control.send('call.say', say)).toMatchObject({
      status: 409,
      body: { error: { code: 'CALL_NOT_ANSWERED' } },
    });
    await app.control.run('call.answer', { callId });
    expect((await app.control.send('call.answer', { callId })).status).toBe(409);
    const call = await app.control.run('call.waitFor', { callId, event: 'greeted' });
    expect(call.turns[0]?.agent).toBe('Hi {{name}}.');
    await app.control.run('call.hangUp', { callId });
    expect(await app.control.send('call.say', say)).toMatchObject({
      status: 409,
      body: { error: { code: 'CALL_NOT_LIVE' } },
    });
  });

  it('waits silently for the callee with an empty greeting', async () => {
    await webhook();
    await change({ beginMessage: 'Hello.' });
    const { id: callId } = await dial({ initialGreeting: '' });
    await app.control.run('call.answer', { callId });
    expect((await app.control.run('call.get', { callId })).phase).toBe('listening');
  });

  it('leaves the voicemail message of the agent', async () => {
    await webhook();
    await change({ voicemailMessage: 'Please call back.' });
    await app.control.run('callee.set', { behaviour: 'voicemail' });
    const call = await ended((await dial()).id);
    expect(call.turns[0]?.agent).toBe('Please call back.');
  });

  it('is screened: the agent says who is calling, then the person is on the line', async () => {
    const server = await webhook((_request, response) => void response.end('{"text":"Fine."}'));
    await change({ callScreeningIdentity: 'Harbour Bikes', callScreeningPurpose: 'Your booking.' });
    await app.control.run('callee.set', { behaviour: 'screening' });
    const { id: callId } = await dial({ callScreeningPurpose: 'The bike you left here.' });
    await app.control.run('call.waitFor', { callId, event: 'agentTurn', turn: 1 });
    expect(server.seen).toHaveLength(0);
    await app.control.run('clock.advance', { by: 1_000 });
    const { items } = await app.control.run('call.events', { callId });
    expect(items.map(({ type }) => type)).toContain('screening.passed');
    await app.control.run('call.say', { callId, text: 'Oh, hello.' });
    const call = await app.control.run('call.waitFor', { callId, event: 'agentTurn', turn: 2 });
    expect(call.turns.slice(1)).toMatchObject([
      { caller: expect.stringContaining('state your name'), outcome: 'heard' },
      { caller: 'Oh, hello.', agent: 'Fine.' },
    ]);
    expect(call.turns[1]?.agent).toBe('Harbour Bikes. The bike you left here.');
    await app.control.run('call.hangUp', { callId });
  });

  it.each([
    ['911', 403, 'RESTRICTED_DESTINATION', undefined],
    ['+1 988', 403, 'RESTRICTED_DESTINATION', undefined],
    ['hello', 400, 'VALIDATION_ERROR', 'toNumber'],
  ])('to %s is refused with %d', async (toNumber, status, code, field) => {
    expect(await refusal(dial({ toNumber }))).toEqual({ status, code, field });
  });

  it('of an agent or number that is not there is refused', async () => {
    const noAgent = { status: 404, code: 'NOT_FOUND' };
    expect(await refusal(dial({ agentId: 'agt_x' }))).toMatchObject(noAgent);
    const noNumber = { status: 404, code: 'PHONE_NUMBER_NOT_FOUND' };
    expect(await refusal(dial({ fromNumberId: 'num_x' }))).toMatchObject(noNumber);
    const other = (await app.sdk.agents.createAgent({ name: 'Workshop' })) as { id: string };
    expect(await refusal(dial({ agentId: other.id }))).toMatchObject({
      status: 400,
      code: 'VALIDATION_ERROR',
      field: 'agentId',
    });
    const variables = { name: 'x' };
    expect(await refusal(dial({ variables }))).toMatchObject({ status: 400, field: 'variables' });
  });

  it('can be ended by the API: the answer says so first, the call follows', async () => {
    await webhook();
    await app.control.run('callee.set', { behaviour: 'answer' });
    const { id: callId } = await dial();
    await app.control.run('call.waitFor', { callId, event: 'answered' });
    expect(await app.sdk.calls.endCall({ call_id: callId })).toMatchObject({ status: 'ending' });
    expect((await ended(callId)).disconnectionReason).toBe('agent_hangup');
    expect(await refusal(app.sdk.calls.endCall({ call_id: callId }) as Promise<unknown>)).toEqual(
      expect.objectContaining({ status: 409, code: 'CALL_NOT_LIVE' }),
    );
  });
});

describe('a call from a browser', () => {
  it('has no number, and is joined by the softphone', async () => {
    const server = await webhook((_request, response) => void response.end('{"text":"Hi."}'));
    const made = (await app.sdk.calls.createWebCall({ agentId: number.agentId })) as {
      callId: string;
      accessToken: string;
    };
    expect(made.accessToken.length).toBeGreaterThanOrEqual(40);
    const { callId } = made;
    await app.control.run('call.answer', { callId });
    await app.control.run('call.waitFor', { callId, event: 'greeted' });
    await app.control.run('call.say', { callId, text: 'Hello' });
    await app.control.run('call.waitFor', { callId, event: 'agentTurn', turn: 1 });
    expect(bodyOf(server.seen[0]).data).toMatchObject({ direction: 'web', numberId: null });
    expect(await app.sdk.calls.getCall({ call_id: callId })).toMatchObject({
      direction: 'web',
      phoneNumberId: null,
      phoneNumber: null,
    });
  });

  it('that nobody joins is over after 30 s', async () => {
    const made = (await app.sdk.calls.createWebCall({ agentId: number.agentId })) as { id: string };
    await app.control.run('clock.advance', { by: 'PT30S' });
    expect((await app.control.run('call.get', { callId: made.id })).phase).toBe('ended');
  });
});
