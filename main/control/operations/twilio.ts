import type { PublicReach } from '../../services/twilio/public-reach.ts';
import type { TwilioBridge } from '../../services/twilio/twilio-bridge.ts';
import type { TwilioNumbers } from '../../services/twilio/twilio-numbers.ts';
import type { OperationHandlers } from '../registry.ts';

export interface TwilioOperationsDeps {
  readonly bridge: TwilioBridge;
  readonly reach: PublicReach;
  readonly twilioNumbers: TwilioNumbers;
}

/** Operations on the bridge to Twilio: account, numbers, public address. */
export function twilioOperations({ bridge, reach, twilioNumbers }: TwilioOperationsDeps) {
  return {
    'twilio.link': (request) => bridge.link(request),
    'twilio.status': () => bridge.status(),
    'twilio.unlink': ({ restore }) => bridge.unlink(restore),
    'twilio.set': (change) => bridge.set(change),
    'twilio.numbers': async () => ({ items: await twilioNumbers.list() }),
    'twilio.search': ({ country, areaCode, limit }) =>
      twilioNumbers.search(country, areaCode ?? null, limit),
    'twilio.buy': ({ phoneNumber, agreedPrice, agentId }) =>
      twilioNumbers.buy(phoneNumber, agreedPrice, agentId ?? null),
    'twilio.import': ({ sid, agentId }) => twilioNumbers.import(sid, agentId ?? null),
    'twilio.previewSetup': ({ numberId }) => twilioNumbers.previewSetup(numberId),
    'twilio.applySetup': ({ numberId, previewId }) => twilioNumbers.applySetup(numberId, previewId),
    'twilio.release': ({ numberId, mode, confirmation }) =>
      twilioNumbers.release(numberId, mode, confirmation ?? null),
    'publicUrl.set': async ({ url }) => {
      await reach.set(url);
      return bridge.status();
    },
    'publicUrl.open': async (request) => {
      await reach.open(request);
      return bridge.status();
    },
    'publicUrl.check': async () => {
      await reach.check();
      return bridge.status();
    },
  } satisfies Partial<OperationHandlers>;
}
