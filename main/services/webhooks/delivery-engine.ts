import type { HttpClient } from '../../outbound/http-client.ts';
import type { Clock } from '../../platform/clock.ts';
import type { DeliveryStore } from '../../store/deliveries.ts';
import type { DeliveryEditStore } from '../../store/delivery-edits.ts';
import type { DeliveryRetentionStore } from '../../store/delivery-retention.ts';
import type { ExchangeStore } from '../../store/exchanges.ts';
import type { KeptWrites } from '../../store/kept-writes.ts';
import type { ReaderClient } from '../../store/reader/reader-client.ts';
import type { SettingStore } from '../../store/settings.ts';
import type { TransactionHooks } from '../../store/transactions.ts';
import type { WebhookStore } from '../../store/webhooks.ts';
import type { ChangeFeed } from '../changes.ts';
import type { FaultBook } from '../faults/fault-book.ts';
import { Attempts } from './attempts.ts';
import { Breakpoints } from './breakpoints.ts';
import { DeliveryActions } from './delivery-actions.ts';
import { DeliveryLog } from './delivery-log.ts';
import { DeliveryLoop } from './delivery-loop.ts';
import { DeliveryPapers } from './delivery-papers.ts';
import { WebhookDoctor } from './doctor.ts';
import { DeliveryExchangeLog } from './exchange-log.ts';
import { DeliveryInspection } from './inspection.ts';
import { DeliveryRetention } from './retention.ts';
import { SendDecisions } from './send-decisions.ts';
import { SignatureClinic } from './signature-clinic.ts';
import { SignatureProbes } from './signature-probe.ts';
import { TestEvents } from './test-events.ts';
import { VoiceTurns, type VoiceTurnsDeps } from './voice-turns.ts';
import { WebhookEvents } from './webhook-events.ts';
import type { Webhooks } from './webhooks.ts';

export interface DeliveryEngineDeps {
  readonly clock: Clock;
  readonly client: HttpClient;
  readonly store: DeliveryStore;
  readonly edits: DeliveryEditStore;
  readonly webhooks: Webhooks;
  readonly faults: FaultBook;
  readonly changes: ChangeFeed;
  /** For the `User-Agent`. */
  readonly version: string;
  readonly threadOfCall: VoiceTurnsDeps['threadOfCall'];
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
    threadOfCall: deps.threadOfCall,
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
    papers: new DeliveryPapers({ reader, inspection, version }),
    doctor: new WebhookDoctor({ clock, webhooks, attempts, inspection, userAgent }),
    clinic: new SignatureClinic({ clock, reader, webhooks: deps.webhookStore }),
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
