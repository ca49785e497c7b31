import { join } from 'node:path';
import type { Preferences } from '../../common/contract/index.ts';
import { HttpClient } from '../outbound/http-client.ts';
import { Attempts } from '../services/deliveries/attempts.ts';
import { DeliveryControl } from '../services/deliveries/delivery-control.ts';
import { DeliveryCopies } from '../services/deliveries/delivery-copies.ts';
import { DeliveryExchangeLog } from '../services/deliveries/delivery-exchange-log.ts';
import { DeliveryLoop } from '../services/deliveries/delivery-loop.ts';
import { SendDecisions } from '../services/deliveries/send-decisions.ts';
import { VoiceTurns } from '../services/deliveries/voice-turns.ts';
import { WebhookEvents } from '../services/deliveries/webhook-events.ts';
import { Breakpoints } from '../services/faults/breakpoints.ts';
import { FaultRules } from '../services/faults/fault-rules.ts';
import { DeliveryExports } from '../services/inspector/delivery-exports.ts';
import { DeliveryLog } from '../services/inspector/delivery-log.ts';
import { DeliveryInspection } from '../services/inspector/inspection.ts';
import { DeliveryRetention } from '../services/inspector/retention.ts';
import { SignatureExplainer } from '../services/inspector/signature-explainer.ts';
import { SignatureProbes } from '../services/inspector/signature-probe.ts';
import { TestEvents } from '../services/inspector/test-events.ts';
import { WebhookDiagnosis } from '../services/inspector/webhook-diagnosis.ts';
import type { CallConversations } from '../services/messages/call-conversations.ts';
import { TrustedCertificates } from '../services/webhooks/trusted-certificates.ts';
import { Webhooks } from '../services/webhooks/webhooks.ts';
import { DeliveryStore } from '../store/deliveries/deliveries.ts';
import { DeliveryEditStore } from '../store/deliveries/delivery-edits.ts';
import { DeliveryRetentionStore } from '../store/deliveries/delivery-retention.ts';
import { ExchangeStore } from '../store/deliveries/exchanges.ts';
import { WebhookStore } from '../store/deliveries/webhooks.ts';
import { WalKeeper } from '../store/reader/wal-keeper.ts';
import type { Base, Host } from './base.ts';

export type WebhookEngine = ReturnType<typeof assembleWebhookEngine>;

/** The part of the base that sending needs. */
export type WebhookEngineBase = Pick<
  Base,
  | 'cleanUp'
  | 'db'
  | 'damage'
  | 'settings'
  | 'transact'
  | 'hooks'
  | 'changes'
  | 'clock'
  | 'reader'
  | 'writes'
  | 'onDefect'
> & {
  readonly host: Pick<Host, 'version'>;
  readonly folder: Pick<Base['folder'], 'root'>;
};

export interface WebhookEngineResources {
  readonly callConversations: Pick<CallConversations, 'of'>;
  readonly preferences: {
    get(): Pick<Preferences, 'allowPrivateAddresses' | 'retryClientErrors'>;
  };
}

/** Everything that sends webhooks and inspects what was sent; started by `loop.start()`. */
export function assembleWebhookEngine(
  base: WebhookEngineBase,
  { callConversations, preferences }: WebhookEngineResources,
  onConfigured: () => void,
) {
  const { db, damage, clock, changes, transact, reader, writes, cleanUp, onDefect } = base;
  const { version } = base.host;
  const { onRollback, afterCommit } = base.hooks;
  const allowPrivateAddresses = () => preferences.get().allowPrivateAddresses;
  const client = new HttpClient({
    clock,
    allowPrivateAddresses,
    // Called only when connecting, long after everything here exists.
    trustedFingerprint: (origin) => certificates.fingerprintFor(origin),
  });
  cleanUp.push(() => client.close());

  const store = new DeliveryStore(db, damage);
  const edits = new DeliveryEditStore(db, damage);
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
  const faults = new FaultRules({ clock, onRollback });
  const breakpoints = new Breakpoints({ clock, onRollback });

  const attempts = new Attempts({
    clock,
    client,
    store,
    changes,
    writes,
    retryClientErrors: () => preferences.get().retryClientErrors,
    afterCommit,
    userAgent: `AgentPhone-Desktop/${version}`,
    onDefect,
  });
  const deliveryCopies = new DeliveryCopies({ clock, store, edits, webhooks, attempts, onDefect });
  const shared = { clock, store, edits, webhooks, attempts, faults, breakpoints };
  const loop = new DeliveryLoop({
    clock,
    store,
    attempts,
    decisions: new SendDecisions({ ...shared, onRollback }),
    onAlso: (plan, also) => deliveryCopies.alsoSend(plan, also),
    onDefect,
  });
  const voiceTurns = new VoiceTurns({
    ...shared,
    writes,
    onDuplicate: (plan) => deliveryCopies.alsoSend(plan, 'duplicate'),
    conversationOfCall: (numberId, counterparty) => callConversations.of(numberId, counterparty),
  });
  const inspection = new DeliveryInspection({ reader });

  const wal = new WalKeeper({ db, reader, real: clock.real, onDefect });
  cleanUp.push(() => wal.stop());
  const retention = new DeliveryRetention({
    clock,
    store: new DeliveryRetentionStore(db),
    reader,
    settings: base.settings,
    changes,
    onDefect,
  });
  cleanUp.push(() => retention.stop());
  cleanUp.push(() => attempts.stop());
  cleanUp.push(() => loop.stop());

  return {
    client,
    deliveries: store,
    webhooks,
    certificates,
    faults,
    breakpoints,
    attempts,
    loop,
    voiceTurns,
    deliveryCopies,
    deliveryControl: new DeliveryControl({ ...shared, loop, voiceTurns }),
    events: new WebhookEvents({ clock, store, webhooks, loop }),
    exchanges: new DeliveryExchangeLog({
      clock,
      exchanges: new ExchangeStore(db),
      deliveries: store,
      changes,
      onDefect,
    }),
    inspection,
    deliveryLog: new DeliveryLog({ clock, reader }),
    deliveryExports: new DeliveryExports({ reader, inspection, version }),
    testEvents: new TestEvents({ webhooks, attempts }),
    doctor: new WebhookDiagnosis({ webhooks, attempts, inspection }),
    clinic: new SignatureExplainer({ clock, reader, webhooks: webhookStore }),
    probes: new SignatureProbes({ clock, webhooks, attempts }),
    retention,
    /** From now on, the database's log and the list of deliveries are kept small. */
    startUpkeep(): void {
      wal.start();
      retention.start();
    },
    /** The workspace was replaced: breakpoints and fault rules are dropped. */
    forget(): void {
      store.continueIds();
      attempts.forget();
      loop.forget();
      faults.clear();
      breakpoints.forget();
    },
  };
}
