import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { byteRange } from '../../../main/api/sent-file.ts';
import { type ApiHarness, openApiHarness } from '../../doubles/app/api-harness.ts';
import type { ManualTime } from '../../doubles/manual-time.ts';

describe('calls', () => {
  let harness: ApiHarness;
  let agentId: string;

  beforeEach(async () => {
    harness = await openApiHarness();
    agentId = (await harness.call('POST', '/v1/agents', { name: 'Desk' })).body.id;
    await harness.call('POST', '/v1/numbers', { agentId });
  });
  afterEach(() => harness.close());

  const create = async (body: object = {}) =>
    (await harness.call('POST', '/v1/calls', { agentId, toNumber: '+12025550147', ...body })).body;

  it('start at once and can be listed with every filter', async () => {
    const call = await create();
    expect(call).toMatchObject({ direction: 'outbound', status: 'in-progress', transcripts: [] });
    for (const query of ['status=in-progress', 'direction=outbound', 'type=pstn', 'search=0147']) {
      expect((await harness.call('GET', `/v1/calls?${query}`)).body.total).toBe(1);
    }
    for (const query of ['status=failed', 'direction=inbound', 'type=web', 'search=9999']) {
      expect((await harness.call('GET', `/v1/calls?${query}`)).body.total).toBe(0);
    }
    expect((await harness.call('GET', '/v1/calls?status=lost')).status).toBe(422);
    expect(
      (await harness.call('GET', `/v1/numbers/${call.phoneNumberId}/calls?direction=`)).body.total,
    ).toBe(1);
  });

  it('are waited for by get and by create', async () => {
    const call = await create();
    const waiting = harness.call('GET', `/v1/calls/${call.id}?wait=true&timeout=10`);
    await harness.real.settle();
    harness.line.hangUp(call.id);
    expect((await waiting).body.status).toBe('completed');
    const unwaited = await harness.call('GET', `/v1/calls/${call.id}?timeout=120`);
    expect(unwaited.status).toBe(200);

    const creating = create({ waitForCompletion: true, maxWaitSeconds: 10 });
    for (let turn = 0; turn < 3; turn += 1) await harness.real.settle();
    const [live] = (await harness.call('GET', '/v1/calls?status=in-progress')).body.data;
    harness.line.hangUp(live.id);
    expect((await creating).status).toBe('completed');
  });

  it('end once', async () => {
    const call = await create();
    expect((await harness.call('POST', `/v1/calls/${call.id}/end`)).body.status).toBe('ending');
    (harness.real as ManualTime).pass(0);
    const again = await harness.call('POST', `/v1/calls/${call.id}/end`);
    expect([again.status, again.body.error.code]).toEqual([409, 'CALL_NOT_LIVE']);
  });

  it('stream their transcript: replay, live turns, end', async () => {
    const call = await create();
    harness.line.agentSays(call.id, 'Hello');
    const streaming = harness.call('GET', `/v1/calls/${call.id}/transcript/stream`);
    await harness.real.settle();
    harness.line.callerSays(call.id, 'Hi');
    harness.line.hangUp(call.id);
    const { text, headers } = await streaming;
    expect(headers['content-type']).toContain('text/event-stream');
    const events = text
      .trim()
      .split('\n\n')
      .map((block) => {
        const [event, data] = block.split('\n');
        return [event?.slice(7), JSON.parse(data?.slice(6) ?? '')];
      });
    expect(events).toEqual([
      ['connected', expect.objectContaining({ callId: call.id, agentName: 'Desk' })],
      ['turn', expect.objectContaining({ role: 'agent', content: 'Hello' })],
      ['turn', expect.objectContaining({ role: 'user', content: 'Hi' })],
      ['ended', expect.objectContaining({ callId: call.id, status: 'completed' })],
    ]);
    const replay = await harness.call('GET', `/v1/calls/${call.id}/transcript/stream`);
    expect(replay.text).toBe(text.replace('in-progress', 'completed'));
    expect((await harness.call('GET', '/v1/calls/none/transcript/stream')).status).toBe(404);
  });

  it('keep a quiet stream open with a heartbeat every 15 s', async () => {
    const call = await create();
    const streaming = harness.call('GET', `/v1/calls/${call.id}/transcript/stream`);
    for (let turn = 0; turn < 3; turn += 1) await harness.real.settle();
    (harness.real as ManualTime).pass(31_000);
    harness.line.hangUp(call.id);
    const { text } = await streaming;
    expect(text.match(/^: heartbeat$/gm)).toHaveLength(2);
  });

  it('give their recording to anyone who knows the id, in ranges too', async () => {
    const call = await create();
    const path = `/v1/calls/${call.id}/recording`;
    const get = (headers = {}) =>
      harness.call('GET', path, undefined, { authorization: '', ...headers });
    expect((await get()).status).toBe(404);
    harness.line.pickUp(call.id);
    (harness.real as ManualTime).pass(100);
    expect((await get()).status).toBe(404);
    harness.line.hangUp(call.id);
    const recording = readFileSync(harness.calls.recordingPath(call.id) ?? '');
    const size = recording.length;
    expect(recording.subarray(0, 4).toString()).toBe('RIFF');
    const whole = await get();
    expect([whole.status, whole.text]).toEqual([200, recording.toString()]);
    expect(whole.headers).toMatchObject({
      'content-type': 'audio/wav',
      'content-length': String(size),
      'content-disposition': `attachment; filename="recording-${call.id}.wav"`,
    });
    const part = await get({ range: 'bytes=8-11' });
    expect([part.status, part.text, part.headers['content-range']]).toEqual([
      206,
      'WAVE',
      `bytes 8-11/${size}`,
    ]);
    const head = await harness.call('HEAD', path);
    expect([head.status, head.headers['content-length'], head.text]).toEqual([
      200,
      String(size),
      '',
    ]);
    expect((await get({ range: `bytes=${size}-` })).status).toBe(416);
  });

  it('start from a browser too', async () => {
    const { body } = await harness.call('POST', '/v1/calls/web', { agentId });
    expect(body).toMatchObject({ direction: 'web', accessToken: expect.any(String) });
    expect((await harness.call('POST', '/v1/calls/web', { agentId: 'no' })).status).toBe(404);
  });
});

describe('a byte range', () => {
  it.each([
    ['bytes=0-3', { start: 0, end: 3 }],
    ['bytes=2-', { start: 2, end: 9 }],
    ['bytes=-3', { start: 7, end: 9 }],
    ['bytes=0-99', { start: 0, end: 9 }],
    ['bytes=10-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=3-1', null],
    ['bytes=0-1,4-5', null],
    ['chunks=0-1', null],
    [undefined, null],
  ])('%s of ten bytes is %j', (header, expected) => {
    expect(byteRange(header, 10)).toEqual(expected);
  });
});
