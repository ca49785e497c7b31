import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiWorld, openApiWorld } from '../../doubles/api-world.ts';

describe('an Idempotency-Key', () => {
  let world: ApiWorld;
  const key = { 'idempotency-key': 'once' };

  beforeEach(async () => {
    world = await openApiWorld();
  });
  afterEach(() => world.close());

  it('gives the first answer to every repetition', async () => {
    const first = await world.call('POST', '/v1/numbers', {}, key);
    const again = await world.call('POST', '/v1/numbers', {}, key);
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect((await world.call('GET', '/v1/numbers')).body.total).toBe(1);
  });

  it('holds for requests that come at the same time', async () => {
    const agent = (await world.call('POST', '/v1/agents', { name: 'a' })).body;
    await world.call('POST', '/v1/numbers', { agentId: agent.id });
    const call = { agentId: agent.id, toNumber: '+12025550147', waitForCompletion: true };
    const both = [1, 2].map(() => world.call('POST', '/v1/calls', call, key));
    for (let turn = 0; turn < 5; turn += 1) await world.real.settle();
    const { data } = (await world.call('GET', '/v1/calls')).body;
    expect(data).toHaveLength(1);
    world.calls.finish(data[0].id);
    const [one, two] = await Promise.all(both);
    expect([one?.body.status, two?.body]).toEqual(['completed', one?.body]);
  });

  it('holds when the answer was lost after the work', async () => {
    world.provoked.next = { kind: 'status500', when: 'after' };
    expect((await world.call('POST', '/v1/numbers', {}, key)).status).toBe(500);
    expect((await world.call('POST', '/v1/numbers', {}, key)).status).toBe(200);
    expect((await world.call('GET', '/v1/numbers')).body.total).toBe(1);
  });

  it('does not keep failures, nor serve another endpoint', async () => {
    expect((await world.call('POST', '/v1/agents', {}, key)).status).toBe(422);
    expect((await world.call('POST', '/v1/agents', { name: 'a' }, key)).status).toBe(200);
    expect((await world.call('POST', '/v1/numbers', {}, key)).status).toBe(409);
    const long = { 'idempotency-key': 'x'.repeat(300) };
    expect((await world.call('POST', '/v1/numbers', {}, long)).status).toBe(400);
  });

  it('is stored together with the work, or neither is', async () => {
    const number = (await world.call('POST', '/v1/numbers', {})).body;
    world.db.exec(`create trigger full before insert on idempotent_answers
      begin select raise(abort, 'The disk is full.'); end`);
    const agent = await world.call('POST', '/v1/agents', { name: 'a' }, key);
    const text = { from_number: number.phoneNumber, to_number: '+12025550147', body: 'Hi' };
    const sent = await world.call('POST', '/v1/messages', text, key);
    expect([agent.status, sent.status]).toEqual([500, 500]);
    expect((await world.call('GET', '/v1/agents')).body.total).toBe(0);
    expect((await world.call('GET', '/v1/conversations')).body.total).toBe(0);
    expect(world.sentTexts).toEqual([]);
  });

  it('does not keep a text that the carrier refused', async () => {
    const number = (await world.call('POST', '/v1/numbers', {})).body;
    const text = { from_number: number.phoneNumber, to_number: '+12025550147', body: 'Hi' };
    const takes = world.carrier.sendText;
    world.carrier.sendText = () => Promise.reject(new Error('The carrier is on strike.'));
    expect((await world.call('POST', '/v1/messages', text, key)).status).toBe(500);
    world.carrier.sendText = takes;
    const again = await world.call('POST', '/v1/messages', text, key);
    expect([again.status, again.headers['idempotent-replayed']]).toEqual([200, undefined]);
    expect(world.sentTexts).toHaveLength(1);
    expect((await world.call('POST', '/v1/messages', text, key)).body).toEqual(again.body);
    expect(world.sentTexts).toHaveLength(1);
  });

  it('is forgotten after a day, and absent keys repeat the work', async () => {
    await world.call('POST', '/v1/agents', { name: 'a' }, key);
    await world.clock.advance(24 * 3_600_000 + 1);
    await world.call('POST', '/v1/agents', { name: 'a' }, key);
    await world.call('POST', '/v1/agents', { name: 'a' });
    await world.call('POST', '/v1/agents', { name: 'a' });
    expect((await world.call('GET', '/v1/agents')).body.total).toBe(4);
  });
});
