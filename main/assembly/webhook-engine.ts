import { HttpClient } from '../outbound/http-client.ts';
import { Attempts } from '../services/webhooks/attempts.ts';
import { DeliveryLog } from '../services/webhooks/delivery-log.ts';
import { DeliveryLoop } from '../services/webhooks/delivery-loop.ts';
import { DeliveryInspection } from '../services/webhooks/inspection.ts';
import { TestEvents } from '../services/webhooks/test-events.ts';
import { VoiceTurns } from '../services/webhooks/voice-turns.ts';
import { WebhookEvents } from '../services/webhooks/webhook-events.ts';
import { Webhooks } from '../services/webhooks/webhooks.ts';
import { DeliveryStore } from '../store/deliveries.ts';
import { WebhookStore } from '../store/webhooks.ts';
import type { Base } from './base.ts';
import type { Resources } from './resources.ts';

export type WebhookEngine = ReturnType<typeof assembleWebhookEngine>;

/** Configuration, queue, attempts, voice turns and what the inspector reads. */
export function assembleWebhookEngine(
  base: Base,
  { conversations }: Resources,
  onConfigured: () => void,
) {
  const { db, clock, changes, transact, settings, reader, host, cleanUp, onDefect } = base;
  const allowPrivateAddresses = () => settings.get('outbound.allowPrivateAddresses') === true;
  const client = new HttpClient({ clock, allowPrivateAddresses });
  cleanUp.push(() => client.close());
  const store = new DeliveryStore(db);
  const webhooks = new Webhooks({
    clock,
    store: new WebhookStore(db),
    inTransaction: transact,
    allowPrivateAddresses,
    onChanged: onConfigured,
  });
  const attempts = new Attempts({ clock, client, store, changes, version: host.version });
  cleanUp.push(() => attempts.stop());
  const loop = new DeliveryLoop({ clock, store, attempts, webhooks, onDefect });
  cleanUp.push(() => loop.stop());
  return {
    client,
    deliveries: store,
    webhooks,
    loop,
    events: new WebhookEvents({ clock, store, webhooks, loop }),
    voiceTurns: new VoiceTurns({
      clock,
      store,
      webhooks,
      attempts,
      stateBetween: (numberId, counterparty) => conversations.stateBetween(numberId, counterparty),
    }),
    testEvents: new TestEvents({ clock, webhooks, attempts }),
    deliveryLog: new DeliveryLog({ clock, reader }),
    inspection: new DeliveryInspection({ reader }),
  };
}
