import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Idempotency } from '../../../../main/services/accounts/idempotency.ts';
import { IdempotentAnswerStore } from '../../../../main/store/accounts/idempotent-answers.ts';
import { DamageNotes } from '../../../../main/store/database/damage-notes.ts';
import { type ApiHarness, openApiHarness } from '../../../doubles/app/api-harness.ts';

describe('an Idempotency-Key', () => {
  let harness: ApiHarness;
  const key = { 'idempotency-key': 'once' };

  beforeEach(async () => {
    harness = await openApiHarness();
  });
  afterEach(() => harness.close());

  it('gives the first answer to every repetition', async () => {
    const first = await harness.call('POST', '/v1/numbers', {}, key);
    const again = await harness.call('POST', '/v1/numbers', {}, key);
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect((await harness.call('GET', '/v1/numbers')).body.total).toBe(1);
  });

  it('holds for requests that come at the same time', async () => {
    const agent = (await harness.call('POST', '/v1/agents', { name: 'a' })).body;
    await harness.call('POST', '/v1/numbers', { agentId: agent.id });
    const call = { agentId: agent.id, toNumber: '+12025550147', waitForCompletion: true };
    const both = [1, 2].map(() => harness.call('POST', '/v1/calls', call, key));
    for (let turn = 0; turn < 5; turn += 1) await harness.real.settle();
    const { data } = (await harness.call('GET', '/v1/calls')).body;
    expect(data).toHaveLength(1);
    harness.line.hangUp(data[0].id);
    const [one, two] = await Promise.all(both);
    expect([one?.body.status, two?.body]).toEqual(['completed', one?.body]);
  });

  it('holds when the answer was lost after the work', async () => {
    harness.provoked.next = { kind: 'status500', when: 'after' };
    expect((await harness.call('POST', '/v1/numbers', {}, key)).status).toBe(500);
    expect((await harness.call('POST', '/v1/numbers', {}, key)).status).toBe(200);
    expect((await harness.call('GET', '/v1/numbers')).body.total).toBe(1);
  });

  it('does not keep failures, nor serve another endpoint', async () => {
    expect((await harness.call('POST', '/v1/agents', {}, key)).status).toBe(422);
    expect((await harness.call('POST', '/v1/agents', { name: 'a' }, key)).status).toBe(200);
    const reused = await harness.call('POST', '/v1/numbers', {}, key);
    expect([reused.status, reused.body.error.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    const long = { 'idempotency-key': 'x'.repeat(300) };
    expect((await harness.call('POST', '/v1/numbers', {}, long)).status).toBe(400);
  });

  it('is nothing to requests that need no key, and to no two accounts at once', async () => {
    const signUp = { human_email: 'me@home.example' };
    expect((await harness.call('POST', '/v0/agent/sign-up', signUp, key)).status).toBe(200);
    const wrong = { verification_id: 'none', otp_code: '000000' };
    expect((await harness.call('POST', '/v0/agent/verify', wrong, key)).status).toBeLessThan(500);
    expect((await harness.call('POST', '/v1/agents', { name: 'a' }, key)).status).toBe(200);
  });

  it('is good for one body: with another it is 422, and nothing is done', async () => {
    const first = await harness.call('POST', '/v1/agents', { name: 'a' }, key);
    const other = await harness.call('POST', '/v1/agents', { name: 'b' }, key);
    expect([other.status, other.body.error.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    const again = await harness.call('POST', '/v1/agents', '{ "name":\n"a" }', {
      ...key,
      'content-type': 'application/json',
    });
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect((await harness.call('GET', '/v1/agents')).body.total).toBe(1);
  });

  it('is good for one body also while its request is under way', async () => {
    const agent = (await harness.call('POST', '/v1/agents', { name: 'a' })).body;
    await harness.call('POST', '/v1/numbers', { agentId: agent.id });
    const call = { agentId: agent.id, toNumber: '+12025550147', waitForCompletion: true };
    const one = harness.call('POST', '/v1/calls', call, key);
    const two = harness.call('POST', '/v1/calls', { ...call, toNumber: '+12025550148' }, key);
    for (let turn = 0; turn < 5; turn += 1) await harness.real.settle();
    harness.line.hangUp((await harness.call('GET', '/v1/calls')).body.data[0].id);
    expect([(await one).status, (await two).status]).toEqual([200, 422]);
  });

  it('from before bodies were compared is honoured as it was', async () => {
    const first = await harness.call('POST', '/v1/agents', { name: 'a' }, key);
    harness.db.exec('update idempotent_answers set request_sha256 = null');
    const again = await harness.call('POST', '/v1/agents', { name: 'b' }, key);
    expect([again.status, again.body]).toEqual([200, first.body]);
  });

  it('is refused when there are 100,000 of a day, and taken again the day after', async () => {
    harness.db.exec(`insert into idempotent_answers (account_id, key, endpoint, status, created_at)
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000)
      select '${harness.accountId}', 'k' || i, 'POST /x', 200, ${harness.clock.now()} from n`);
    const keys = new Idempotency({
      answers: new IdempotentAnswerStore(harness.db, new DamageNotes()),
      clock: harness.clock,
      transact: (work) => work(),
    });
    const answer = { endpoint: 'POST /x', requestSha256: 'x', status: 200, body: null };
    const once = () => keys.once(harness.accountId, 'new', answer, () => answer);
    await expect(once()).rejects.toMatchObject({ code: 'LIMIT_REACHED' });
    await harness.clock.advance(24 * 3_600_000 + 1);
    expect(await once()).toEqual({ ...answer, replayed: false });
  });

  it('is stored together with the work, or neither is', async () => {
    const number = (await harness.call('POST', '/v1/numbers', {})).body;
    harness.db.exec(`create trigger full before insert on idempotent_answers
      begin select raise(abort, 'The disk is full.'); end`);
    const agent = await harness.call('POST', '/v1/agents', { name: 'a' }, key);
    const text = { from_number: number.phoneNumber, to_number: '+12025550147', body: 'Hi' };
    const sent = await harness.call('POST', '/v1/messages', text, key);
    expect([agent.status, sent.status]).toEqual([500, 500]);
    expect((await harness.call('GET', '/v1/agents')).body.total).toBe(0);
    expect((await harness.call('GET', '/v1/conversations')).body.total).toBe(0);
    expect(harness.sentTexts).toEqual([]);
  });

  it('does not keep a text that the carrier refused', async () => {
    const number = (await harness.call('POST', '/v1/numbers', {})).body;
    const text = { from_number: number.phoneNumber, to_number: '+12025550147', body: 'Hi' };
    const takes = harness.carrier.sendText;
    harness.carrier.sendText = () => Promise.reject(new Error('The carrier is on strike.'));
    expect((await harness.call('POST', '/v1/messages', text, key)).status).toBe(500);
    harness.carrier.sendText = takes;
    const again = await harness.call('POST', '/v1/messages', text, key);
    expect([again.status, again.headers['idempotent-replayed']]).toEqual([200, undefined]);
    expect(harness.sentTexts).toHaveLength(1);
    expect((await harness.call('POST', '/v1/messages', text, key)).body).toEqual(again.body);
    expect(harness.sentTexts).toHaveLength(1);
  });

  it('is forgotten after a day, and absent keys repeat the work', async () => {
    await harness.call('POST', '/v1/agents', { name: 'a' }, key);
    await harness.clock.advance(24 * 3_600_000 + 1);
    await harness.call('POST', '/v1/agents', { name: 'a' }, key);
    await harness.call('POST', '/v1/agents', { name: 'a' });
    await harness.call('POST', '/v1/agents', { name: 'a' });
    expect((await harness.call('GET', '/v1/agents')).body.total).toBe(4);
  });
});
