import { join } from 'node:path';
import { HttpClient } from '../outbound/http-client.ts';
import { FaultRules } from '../services/faults/fault-rules.ts';
import { TrustedCertificates } from '../services/webhooks/trusted-certificates.ts';
import { Webhooks } from '../services/webhooks/webhooks.ts';
import { DeliveryStore } from '../store/deliveries/deliveries.ts';
import { DeliveryEditStore } from '../store/deliveries/delivery-edits.ts';
import { DeliveryRetentionStore } from '../store/deliveries/delivery-retention.ts';
import { ExchangeStore } from '../store/deliveries/exchanges.ts';
import { WebhookStore } from '../store/deliveries/webhooks.ts';
import { WalKeeper } from '../store/reader/wal-keeper.ts';
import type { Base } from './base.ts';
import { createDeliveryEngine } from './delivery-engine.ts';
import type { Resources } from './resources.ts';

export type WebhookEngine = ReturnType<typeof assembleWebhookEngine>;

/** Configuration, queue, attempts, voice turns and what the inspector reads. */
export function assembleWebhookEngine(
  base: Base,
  { callConversations, preferences }: Resources,
  onConfigured: () => void,
) {
  const { db, damage, clock, changes, transact, reader, host, cleanUp, onDefect } = base;
  const allowPrivateAddresses = () => preferences.get().allowPrivateAddresses;
  const client = new HttpClient({
    clock,
    allowPrivateAddresses,
    // Asked at connections only, long after all of this is there.
    trustedFingerprint: (origin) => certificates.fingerprintFor(origin),
  });
  cleanUp.push(() => client.close());
  const store = new DeliveryStore(db, damage);
  const webhookStore = new WebhookStore(db, damage);
  const webhooks = new Webhooks({
    clock,
    store: webhookStore,
    inTransaction: transact,
    allowPrivateAddresses,
    onChanged: onConfigured,
  });
  const certificates = new TrustedCertificates({
    file: join(base.folder.root, 'trusted-certificates.json'),
    webhooks,
    reach: () => (allowPrivateAddresses() ? 'link' : 'public'),
  });
  const { hooks } = base;
  const faults = new FaultRules({ clock, onRollback: hooks.onRollback });
  const engine = createDeliveryEngine({
    clock,
    client,
    store,
    edits: new DeliveryEditStore(db, damage),
    webhooks,
    faults,
    changes,
    version: host.version,
    conversationOfCall: (numberId, counterparty) => callConversations.of(numberId, counterparty),
    onDefect,
    reader,
    settings: base.settings,
    webhookStore,
    retentionStore: new DeliveryRetentionStore(db),
    exchangeStore: new ExchangeStore(db),
    writes: base.writes,
    retryClientErrors: () => preferences.get().retryClientErrors,
    hooks,
  });
  const wal = new WalKeeper({ db, reader, real: clock.real, onDefect });
  wal.start();
  cleanUp.push(() => wal.stop());
  engine.retention.start();
  cleanUp.push(() => engine.retention.stop());
  cleanUp.push(() => engine.attempts.stop());
  cleanUp.push(() => engine.loop.stop());
  return {
    ...engine,
    client,
    deliveries: store,
    webhooks,
    certificates,
    faults,
  };
}
