import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OfferedAttachments } from '../../../../main/carriers/twilio/ingress/offered-attachments.ts';
import { TwilioTexts } from '../../../../main/carriers/twilio/twilio-texts.ts';
import { TwilioStore } from '../../../../main/store/calls/twilio.ts';
import { DamageNotes } from '../../../../main/store/database/damage-notes.ts';
import { OptOutStore } from '../../../../main/store/numbers/opt-outs.ts';
import { type ApiHarness, openApiHarness } from '../../../doubles/app/api-harness.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';

const FROM = '+14155550123';
const TO = '+14155550199';

describe('a status that comes before the answer to the request', () => {
  let harness: ApiHarness;
  beforeEach(async () => {
    harness = await openApiHarness();
  });
  afterEach(() => harness.close());

  it('counts as soon as it is known whose it is', async () => {
    const { db, clock } = harness;
    const { id } = (await harness.call('POST', '/v1/numbers', {})).body;
    const sent = await harness.call('POST', '/v1/messages', {
      number_id: id,
      to_number: TO,
      body: 'Hello',
    });
    const told: string[] = [];
    const answer = Promise.withResolvers<{
      sid: string;
      status: string;
      segments: number | null;
    }>();
    const texts = new TwilioTexts({
      account: {
        rest: () => ({ sendText: () => answer.promise }),
        reachable: () => false,
      } as never,
      store: new TwilioStore(db, new DamageNotes()),
      optOuts: new OptOutStore(db, new DamageNotes(), 'twilio'),
      onOptOuts: () => {},
      transact: (work) => work(),
      clock,
      inbound: () => {
        throw new Error('nothing comes in here');
      },
      attachments: new OfferedAttachments(clock.real),
      ownMedia: () => null,
      keepMedia: () => '',
      onSegments: (id, segments) => told.push(`${id} ${segments} segments`),
      onStatus: (messageId, status) => told.push(`${messageId} ${status}`),
    });
    const messageId: string = sent.body.id;
    const sending = texts.sendText({ messageId, from: FROM, to: TO, body: 'Hello', mediaUrls: [] });
    texts.messageStatus({ MessageSid: 'SM1', MessageStatus: 'delivered' });
    texts.messageStatus({ MessageSid: 'SM1', MessageStatus: 'sent' });
    expect(told).toEqual([]);
    answer.resolve({ sid: 'SM1', status: 'queued', segments: 2 });
    await sending;
    expect(told).toEqual([`${messageId} 2 segments`, `${messageId} delivered`]);
  });
});

describe('an offered attachment', () => {
  it('is gone after an hour, or when it was withdrawn', () => {
    const real = new ManualTime();
    const offers = new OfferedAttachments(real);
    const file = { path: '/x.png', contentType: 'image/png' };
    const [first, second] = [offers.offer(file), offers.offer(file)];
    expect(first).not.toBe(second);
    expect(offers.find(first)).toBe(file);
    offers.withdraw([first]);
    expect(offers.find(first)).toBeNull();
    real.pass(60 * 60_000);
    expect(offers.find(second)).toBeNull();
  });
});
