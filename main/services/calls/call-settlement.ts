import type { CallEvent, CallModel } from '../../../common/contract/index.ts';
import { counterpartyOf } from '../../../common/rules/phone/caller-identity.ts';
import { transcriptEntries } from '../../../common/rules/turns/transcript.ts';
import type { CallRecord } from '../../../common/rules/turns/turn-records.ts';
import type { LanguageModel } from '../../llm/language-model.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { CallStore } from '../../store/calls/calls.ts';
import type { KeptWrites } from '../../store/database/kept-writes.ts';
import type { RunInTransaction } from '../../store/database/transactions.ts';
import type { ChangeFeed } from '../changes.ts';
import type { ContactReference } from '../messages/contacts.ts';
import type { ConversationReference } from '../messages/conversations.ts';
import type { UnfinishedEvents } from '../outgoing-events.ts';
import { ANALYSIS_LIMIT_MS, type AnalysisResult, type CallAnalyst } from './call-analyst.ts';
import type { CallArchive } from './call-archive.ts';
import { type CallEndedOutgoing, callEndedEvent } from './call-ended-event.ts';
import { durationSeconds } from './call-views.ts';

export interface CallSettlementDeps {
  readonly clock: Clock;
  readonly store: CallStore;
  readonly transact: RunInTransaction;
  readonly writes: KeptWrites;
  readonly events: UnfinishedEvents;
  readonly archive: CallArchive;
  readonly changes: ChangeFeed;
  readonly contactOf: (accountId: string, address: string) => ContactReference | null;
  /** The conversation between two numbers; null if there is none. */
  readonly conversationBetween: (
    numberId: string,
    counterparty: string,
  ) => ConversationReference | null;
  readonly analyst: CallAnalyst;
  /**
   * The model that analyses a call which was answered by the given model (null: by a webhook).
   * Returns null if the local rules do it.
   */
  readonly analysisModel: (model: CallModel | null) => LanguageModel | null;
  /** Charges for a finished call, in the open transaction. */
  readonly charge: (call: { durationSeconds: number; hosted: boolean }) => void;
  readonly onDefect: (error: unknown) => void;
}

/** The delivery waits a little longer than the model is given. */
const GRACE_MS = 1_000;

/** Charges a finished call, and sends its event. */
export class CallSettlement {
  readonly #deps: CallSettlementDeps;

  constructor(deps: CallSettlementDeps) {
    this.#deps = deps;
  }

  /** Writes the `agent.call_ended` delivery of a finished call, in the open transaction. */
  announce(callId: string, record: CallRecord): void {
    const event = this.#settle(callId, record);
    if (event) this.#deps.events.enqueue(event);
  }

  /**
   * Like `announce`. But if a model analyses the call, the delivery waits for it: only for a
   * limited time, and not beyond the life of this process. Returns what to do after the
   * transaction.
   */
  announceAnalysed(callId: string, record: CallRecord): () => void {
    const { analysisModel, events, clock, analyst, writes, onDefect } = this.#deps;
    const nothing = () => {};
    const event = this.#settle(callId, record);
    if (!event) return nothing;
    const transcript = transcriptEntries(record, 0);
    const isTalk = transcript.some(({ role }) => role === 'user');
    const model = isTalk ? analysisModel(record.model) : null;
    if (!model) {
      events.enqueue(event);
      return nothing;
    }
    const untilMs = clock.now() + ANALYSIS_LIMIT_MS + GRACE_MS;
    const { deliveryId } = events.enqueueUnfinished(event, untilMs);
    // The event has no receiver, so the analysis would not be read.
    if (deliveryId === null) return nothing;
    return () => {
      analyst
        .analyse(model, transcript)
        .then((result) => {
          const write = () => result && this.#analysed(callId, deliveryId, event, result);
          writes.write('analyses of calls', write);
        })
        .catch(onDefect);
    };
  }

  /** Charges the call and makes its event. */
  #settle(callId: string, record: CallRecord): CallEndedOutgoing | null {
    const { store, contactOf, conversationBetween, charge } = this.#deps;
    const call = store.find(callId);
    if (!call) return null;
    charge({
      durationSeconds: durationSeconds(call) ?? 0,
      hosted: record.model !== null,
    });
    const { kind, key } = counterpartyOf(call);
    const contact = kind === 'number' && key !== null ? contactOf(call.accountId, key) : null;
    const { numberId } = call;
    const conversation =
      numberId === null || key === null ? null : conversationBetween(numberId, key);
    return callEndedEvent(call, record, contact, conversation);
  }

  #analysed(
    callId: string,
    deliveryId: string,
    event: CallEndedOutgoing,
    { analysis, use, warning }: AnalysisResult,
  ): void {
    const { store, transact, events, archive, changes } = this.#deps;
    const appended: CallEvent[] = [];
    transact(() => {
      // The workspace may have been reset in the meantime.
      if (!store.find(callId)) return;
      const last = store.events(callId).at(-1);
      const envelope = (offset: number) => ({
        seq: store.lastSeq(callId) + offset,
        atUs: last?.atUs ?? 0,
        turn: null,
      });
      if (use) appended.push({ ...envelope(1), type: 'model.used', data: use });
      if (warning) {
        appended.push({ ...envelope(1 + appended.length), type: 'warning', data: warning });
      }
      store.append(callId, appended);
      events.finish(deliveryId, { ...event, data: { ...event.data, ...analysis } });
    });
    if (appended.length === 0) return;
    changes.publish({ kind: 'callEvents', callId, events: appended });
    changes.publish({ kind: 'call', item: archive.view(callId) });
  }
}
