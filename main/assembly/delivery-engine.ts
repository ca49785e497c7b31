import type { HttpClient } from '../outbound/http-client.ts';
import type { Clock } from '../platform/time/clock.ts';
import type { ChangeFeed } from '../services/changes.ts';
import { Attempts } from '../services/deliveries/attempts.ts';
import { DeliveryActions } from '../services/deliveries/delivery-actions.ts';
import { DeliveryExchangeLog } from '../services/deliveries/delivery-exchange-log.ts';
import { DeliveryLoop } from '../services/deliveries/delivery-loop.ts';
import { SendDecisions } from '../services/deliveries/send-decisions.ts';
import { VoiceTurns, type VoiceTurnsDeps } from '../services/deliveries/voice-turns.ts';
import { WebhookEvents } from '../services/deliveries/webhook-events.ts';
import { Breakpoints } from '../services/faults/breakpoints.ts';
import type { FaultRules } from '../services/faults/fault-rules.ts';
import { DeliveryExports } from '../services/inspector/delivery-exports.ts';
import { DeliveryLog } from '../services/inspector/delivery-log.ts';
import { DeliveryInspection } from '../services/inspector/inspection.ts';
import { DeliveryRetention } from '../services/inspector/retention.ts';
import { SignatureExplainer } from '../services/inspector/signature-explainer.ts';
import { SignatureProbes } from '../services/inspector/signature-probe.ts';
import { TestEvents } from '../services/inspector/test-events.ts';
import { WebhookDiagnosis } from '../services/inspector/webhook-diagnosis.ts';
import type { Webhooks } from '../services/webhooks/webhooks.ts';
import type { SettingStore } from '../store/accounts/settings.ts';
import type { KeptWrites } from '../store/database/kept-writes.ts';
import type { TransactionHooks } from '../store/database/transactions.ts';
import type { DeliveryStore } from '../store/deliveries/deliveries.ts';
import type { DeliveryEditStore } from '../store/deliveries/delivery-edits.ts';
import type { DeliveryRetentionStore } from '../store/deliveries/delivery-retention.ts';
import type { ExchangeStore } from '../store/deliveries/exchanges.ts';
import type { WebhookStore } from '../store/deliveries/webhooks.ts';
import type { ReaderClient } from '../store/reader/reader-client.ts';

export interface DeliveryEngineDeps {
  readonly clock: Clock;
  readonly client: HttpClient;
  readonly store: DeliveryStore;
  readonly edits: DeliveryEditStore;
  readonly webhooks: Webhooks;
  readonly faults: FaultRules;
  readonly changes: ChangeFeed;
  /** For the `User-Agent`. */
  readonly version: string;
  readonly conversationOfCall: VoiceTurnsDeps['conversationOfCall'];
  readonly onDefect: (error: unknown) => void;
  readonly reader: ReaderClient;
  readonly settings: SettingStore;
  readonly webhookStore: WebhookStore;
  readonly retentionStore: DeliveryRetentionStore;
  readonly exchangeStore: ExchangeStore;
  readonly writes: KeptWrites;
  /** Whether an answer of 4xx is followed by another attempt. */
  readonly retryClientErrors: () => boolean;
  readonly hooks: TransactionHooks;
}

/** Everything that sends webhooks, put together; `loop.start()` sets it going. */
export function createDeliveryEngine(deps: DeliveryEngineDeps) {
  const { clock, client, store, edits, webhooks, faults, changes, writes, onDefect } = deps;
  const { onRollback, afterCommit } = deps.hooks;
  const userAgent = `AgentPhone-Desktop/${deps.version}`;
  const { retryClientErrors } = deps;
  const attempts = new Attempts({
    clock,
    client,
    store,
    changes,
    writes,
    retryClientErrors,
    afterCommit,
    onDefect,
  });
  const breakpoints = new Breakpoints({ clock, onRollback });
  const shared = { clock, store, edits, webhooks, attempts, breakpoints, userAgent };
  const actions = new DeliveryActions({ ...shared, onDefect });
  const onAlso = actions.alsoSend.bind(actions);
  const decisions = new SendDecisions({ ...shared, faults, onRollback });
  const loop = new DeliveryLoop({ clock, store, attempts, decisions, onAlso, onDefect });
  const voiceTurns = new VoiceTurns({
    ...shared,
    faults,
    writes,
    onDuplicate: (plan) => onAlso(plan, 'duplicate'),
    conversationOfCall: deps.conversationOfCall,
  });
  actions.connect(loop, voiceTurns);
  const { reader, version } = deps;
  const inspection = new DeliveryInspection({ reader });
  return {
    inspection,
    exchanges: new DeliveryExchangeLog({
      clock,
      exchanges: deps.exchangeStore,
      deliveries: store,
      changes,
      onDefect,
    }),
    deliveryLog: new DeliveryLog({ clock, reader }),
    deliveryExports: new DeliveryExports({ reader, inspection, version }),
    doctor: new WebhookDiagnosis({ clock, webhooks, attempts, inspection, userAgent }),
    clinic: new SignatureExplainer({ clock, reader, webhooks: deps.webhookStore }),
    probes: new SignatureProbes({ clock, webhooks, attempts, userAgent }),
    retention: new DeliveryRetention({
      clock,
      store: deps.retentionStore,
      reader,
      settings: deps.settings,
      changes,
      onDefect,
    }),
    /** The workspace starts anew: nothing is held, and nothing broken on purpose. */
    forget(): void {
      store.continueIds();
      attempts.forget();
      loop.forget();
      faults.clear();
      breakpoints.forget();
    },
    attempts,
    breakpoints,
    actions,
    loop,
    voiceTurns,
    events: new WebhookEvents({ clock, store, webhooks, loop }),
    testEvents: new TestEvents({ clock, webhooks, attempts, userAgent }),
  };
}

export type DeliveryEngine = ReturnType<typeof createDeliveryEngine>;
