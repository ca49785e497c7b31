import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiHarness, openApiHarness } from '../../../doubles/app/api-harness.ts';

const PERSON = '+12025550147';

describe('the limits of conversations, switched on in the plan', () => {
  let harness: ApiHarness;
  let number: { id: string; phoneNumber: string };

  beforeEach(async () => {
    harness = await openApiHarness();
    number = (await harness.call('POST', '/v1/numbers', {})).body;
    harness.numbers.setType(harness.accountId, number.id, 'imessage');
    harness.plan.set({ conversationLimits: true });
  });
  afterEach(() => harness.close());

  const send = async (to_number = PERSON) => {
    const { status, body, headers } = await harness.call('POST', '/v1/messages', {
      number_id: number.id,
      to_number,
      body: 'Good morning',
    });
    expect(headers['retry-after']).toBeUndefined();
    return status === 200 ? 'sent' : `${status} ${body.error.code}`;
  };
  const hear = () =>
    harness.inboundTexts.receive({
      from: PERSON,
      to: number.phoneNumber,
      body: 'Hello',
      mediaUrls: [],
      channel: 'imessage',
    });

  it('wait for the first answer of somebody new, then let five in a row through', async () => {
    expect([await send(), await send()]).toEqual(['sent', '429 CONVERSATION_AWAITING_REPLY']);
    hear();
    const answers = [];
    for (let n = 0; n < 6; n += 1) answers.push(await send());
    expect(answers).toEqual([...Array(5).fill('sent'), '429 CONVERSATION_STREAK_LIMIT']);
    hear();
    expect(await send()).toBe('sent');
  });

  it('forget nobody before a month is over', async () => {
    hear();
    await harness.clock.advance(31 * 86_400_000);
    expect(await send()).toBe('429 CONVERSATION_INACTIVE');
  });

  it('count 50 new people a day', async () => {
    for (let n = 0; n < 50; n += 1) await send(`+120255502${String(n).padStart(2, '0')}`);
    expect(await send('+12025550399')).toBe('429 NEW_CONVERSATION_LIMIT_REACHED');
    hear();
    expect(await send()).toBe('sent');
  });

  it('are off by default', async () => {
    harness.plan.set({ conversationLimits: false });
    expect([await send(), await send()]).toEqual(['sent', 'sent']);
  });
});
