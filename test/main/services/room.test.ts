import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Handsets } from '../../../main/services/messages/handsets.ts';
import { DamageNotes } from '../../../main/store/database/damage-notes.ts';
import { HandsetStore } from '../../../main/store/messages/handsets.ts';
import { NumberStore } from '../../../main/store/numbers/numbers.ts';
import { type ApiHarness, openApiHarness } from '../../doubles/app/api-harness.ts';

/** Each kind of thing that clients can create without limit, filled up to one below its bound. */
let harness: ApiHarness;
beforeEach(async () => {
  harness = await openApiHarness();
});
afterEach(() => harness.close());

/** Inserts this many rows with SQL, because the API would be too slow. */
function fill(table: string, count: number, columns: Readonly<Record<string, string>>): void {
  harness.db.exec(`insert into ${table} (${Object.keys(columns).join(', ')})
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})
    select ${Object.values(columns).join(', ')} from n`);
}

/**
 * One more is allowed, the next is refused with a message, and another is allowed after one was
 * removed.
 */
async function expectBound(make: (n: number) => Promise<number>, free: () => unknown) {
  expect(await make(1)).toBeLessThan(300);
  expect(await make(2)).toBe(409);
  await free();
  expect(await make(3)).toBeLessThan(300);
}

const post = async (path: string, body: object) => (await harness.call('POST', path, body)).status;

describe('there can be no more than', () => {
  it('10,000 agents in an account', async () => {
    const account_id = `'${harness.accountId}'`;
    fill('agents', 9_999, {
      id: "'agt_fill' || i",
      account_id,
      name: "'a'",
      settings_json: "'{}'",
      created_at: 'i',
    });
    await expectBound(
      (n) => post('/v1/agents', { name: `${n}` }),
      () => harness.db.exec("delete from agents where id = 'agt_fill1'"),
    );
  });

  it('50,000 contacts in an account', async () => {
    const account_id = `'${harness.accountId}'`;
    fill('contacts', 49_999, {
      id: "'ct_fill' || i",
      account_id,
      phone_number: "'+1999' || i",
      name: "'a'",
      created_at: 'i',
      updated_at: 'i',
    });
    await expectBound(
      (n) => post('/v1/contacts', { phoneNumber: `+1202555014${n}`, name: 'a' }),
      () => harness.db.exec("delete from contacts where id = 'ct_fill1'"),
    );
  });

  it('10,000 codes to phones in an account and a day', async () => {
    const account_id = `'${harness.accountId}'`;
    fill('phone_verifications', 9_999, {
      id: "'ver_fill' || i",
      account_id,
      phone_number: "'+12025550147'",
      code: "'123456'",
      created_at: 'i',
      expires_at: '9000000000000',
    });
    await expectBound(
      () => post('/v1/verify/send', { phone_number: '+12025550147' }),
      () => harness.db.exec("delete from phone_verifications where id = 'ver_fill1'"),
    );
  });

  it('10,000 notes of feedback in a workspace', async () => {
    const account_id = `'${harness.accountId}'`;
    fill('feedback', 9_999, {
      id: "'fb_fill' || i",
      account_id,
      category: "'bug'",
      note: "'x'",
      tags_json: "'[]'",
      created_at: 'i',
    });
    await expectBound(
      () => post('/v1/feedback', { category: 'bug', note: 'x' }),
      () => harness.db.exec("delete from feedback where id = 'fb_fill1'"),
    );
  });

  it('1,000 sub-accounts of an account', async () => {
    const parent_id = `'${harness.accountId}'`;
    fill('accounts', 999, { id: "'acct_fill' || i", parent_id, name: "'a'", created_at: 'i' });
    await expectBound(
      (n) => post('/v1/sub-accounts', { name: `${n}` }),
      () => harness.call('DELETE', '/v1/sub-accounts/acct_fill1'),
    );
  });

  it('100 SIP trunks in an account', async () => {
    const account_id = `'${harness.accountId}'`;
    fill('sip_trunks', 99, {
      id: "'trunk_fill' || i",
      account_id,
      name: "'a'",
      transfers: "'all'",
      transfer_caller_id: "'transferee'",
      username: "'u'",
      password_sha256: "''",
      password_last_four: "''",
      created_at: 'i',
    });
    await expectBound(
      () => post('/v1/sip-trunks', {}),
      () => harness.call('DELETE', '/v1/sip-trunks/trunk_fill1'),
    );
  });

  it('100 WhatsApp connections in an account, and 250 templates in one', async () => {
    const base = '/v1/integrations/whatsapp';
    const account_id = `'${harness.accountId}'`;
    fill('whatsapp_connections', 99, {
      id: "'wac_fill' || i",
      account_id,
      waba_id: "'w' || i",
      business_id: "'b'",
      created_at: 'i',
    });
    await expectBound(
      () => post(`${base}/connect`, { code: 'c' }),
      () => harness.call('DELETE', `${base}/wac_fill1`),
    );
    fill('whatsapp_templates', 249, {
      id: "'wat_fill' || i",
      connection_id: "'wac_fill2'",
      name: "'n' || i",
      language: "'en'",
      category: "'UTILITY'",
      parameter_format: "'POSITIONAL'",
      components_json: `'[{"type":"BODY","text":"a"}]'`,
      created_at: 'i',
    });
    const components = [{ type: 'BODY', text: 'a' }];
    await expectBound(
      (n) =>
        post(`${base}/wac_fill2/templates`, { name: `m${n}`, category: 'UTILITY', components }),
      () => harness.call('DELETE', `${base}/wac_fill2/templates?name=n1`),
    );
  });

  it('1,000 keys of an account that were not revoked', () => {
    const make = () => harness.keys.create(harness.accountId, 'a');
    const first = make();
    while (harness.keys.list(harness.accountId).length < 1_000) make();
    expect(make).toThrow('no more than 1,000 API keys in an account. Revoke some.');
    harness.keys.revoke(harness.accountId, first.id);
    expect(make().key).toMatch(/^sk_live_/);
  });

  it('1,000 faults and breakpoints at a time', () => {
    const { faults, breakpoints } = harness;
    const fault = () => faults.set({ target: 'api', kind: 'status500' });
    const breakpoint = () => breakpoints.set('');
    for (let n = 0; n < 1_000; n += 1) {
      fault();
      breakpoint();
    }
    expect(fault).toThrow('no more than 1,000 faults');
    expect(breakpoint).toThrow('no more than 1,000 breakpoints');
    faults.clear();
    breakpoints.clear();
    expect([fault().id, breakpoint().id].every(Boolean)).toBe(true);
  });

  it('10,000 handsets, of which each can still be changed', () => {
    const { db, clock } = harness;
    const numbers = new NumberStore(db, new DamageNotes());
    const handsets = new Handsets({ handsets: new HandsetStore(db), numbers, clock });
    fill('handsets', 10_000, { address: "'+1999' || i", imessage: '1', sms: '1' });
    const set = (address: string) => handsets.set(address, { imessage: false, sms: true });
    expect(() => set('+12025550147')).toThrow('no more than 10,000 handsets');
    db.exec("update handsets set address = '+12025550148' where address = '+19991'");
    expect(set('+12025550148').imessage).toBe(false);
  });
});

describe('self sign-up, which needs no key', () => {
  const signUp = (n: number | string) =>
    harness.call('POST', '/v0/agent/sign-up', { human_email: `${n}@home.example` });

  it('has no more than a hundred open at a time, and room again ten minutes later', async () => {
    for (let n = 0; n < 100; n += 1) expect((await signUp(n)).status).toBe(200);
    const refused = await signUp('more');
    expect([refused.status, refused.body.error.code]).toEqual([409, 'LIMIT_REACHED']);
    expect(refused.body.detail).toBe(
      'There can be no more than 100 sign-ups open at a time. Try again in ten minutes.',
    );
    await harness.clock.advance(10 * 60_000);
    expect((await signUp('more')).status).toBe(200);
  });

  it('forgets after a day what nobody confirmed', async () => {
    const rows = () => harness.db.prepare('select count(*) as n from verifications').get();
    for (let n = 0; n < 50; n += 1) await signUp(n);
    await harness.clock.advance(24 * 3_600_000 + 10 * 60_000);
    await signUp('more');
    expect(rows()).toEqual({ n: 1 });
  });

  it('opens no more than a hundred accounts', async () => {
    const { body } = await signUp('early');
    fill('verifications', 100, {
      id: "'ver_fill' || i",
      email: "'x' || i",
      code: "'0'",
      expires_at: '1',
      used_at: '1',
    });
    const verify = {
      verification_id: body.verification_id,
      otp_code: /\d{6}/.exec(body.message)?.[0],
    };
    expect((await harness.call('POST', '/v0/agent/verify', verify)).status).toBe(409);
    expect((await signUp('late')).body.error.code).toBe('LIMIT_REACHED');
  });
});
