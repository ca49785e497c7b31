import { rmSync } from 'node:fs';
import type { CallEvent } from '../../../common/contract/index.ts';
import { lastSnippet } from '../../../common/rules/turns/transcript.ts';
import { readCall } from '../../../common/rules/turns/turn-records.ts';
import { unheardDelivery } from '../../../common/rules/turns/unheard-turn.ts';
import type { CallLeg } from '../../carriers/carrier.ts';
import type { StorageHealth } from '../../platform/storage-health.ts';
import type { ProductClock } from '../../platform/time/clock.ts';
import type { WorkSlices } from '../../platform/time/work-slices.ts';
import type { CallEnding, CallStore, StoredCall } from '../../store/calls/calls.ts';
import type { KeptWrites } from '../../store/database/kept-writes.ts';
import type { RunInTransaction } from '../../store/database/transactions.ts';
import type { CallEnd } from '../../voice/call-end.ts';
import type { CallProfile } from '../../voice/call-profile.ts';
import { CallSession } from '../../voice/call-session.ts';
import type { CallEngines } from '../../voice/engines.ts';
import { Recorder } from '../../voice/recorder.ts';
import type { Responder } from '../../voice/responding/responder.ts';
import type { ChangeFeed } from '../changes.ts';
import type { CallArchive } from './call-archive.ts';
import type { CallSettlement } from './call-settlement.ts';
import type { LateActs } from './late-acts.ts';
import type { LiveCalls } from './live-calls.ts';
import { ThinkingHabits } from './thinking-habits.ts';

export interface CallRunnerDeps {
  readonly clock: ProductClock;
  readonly slices: WorkSlices;
  readonly store: CallStore;
  readonly transact: RunInTransaction;
  /** Retries writes that the database refuses during a call. */
  readonly writes: KeptWrites;
  readonly health: StorageHealth;
  readonly live: LiveCalls;
  readonly lateActs: LateActs;
  readonly archive: CallArchive;
  /** Asked once per call. */
  /**
   * A warning about settings of this account's calls that have no effect here; null if there are
   * none.
   */
  readonly trunkWarning: (accountId: string) => string | null;
  readonly engines: () => CallEngines;
  readonly settlement: CallSettlement;
  readonly changes: ChangeFeed;
  /** Told of a delivery whose answer had words that the caller heard nothing of. */
  readonly onUnheard: (deliveryId: string) => void;
}

/** Events that change how a call looks in a list. */
const SHOWN_IN_LISTS: ReadonlySet<CallEvent['type']> = new Set([
  'call.ringing',
  'call.answered',
  'transcript.final',
  'tool.called',
  'model.used',
  'playout.started',
  'turn.interrupted',
  'turn.finished',
  'phone.set',
  'call.ended',
]);

/** Runs calls: connects session, leg, database and change feed for the duration of each. */
export class CallRunner {
  readonly #deps: CallRunnerDeps;
  /** By call id. */
  readonly #recorders = new Map<string, Recorder>();
  /** Live calls whose sound the disk refuses. */
  readonly #unrecorded = new Set<string>();
  readonly #thinking = new ThinkingHabits();

  constructor(deps: CallRunnerDeps) {
    this.#deps = deps;
  }

  /** Begins a stored call on its leg, which starts to ring. */
  start(call: StoredCall, profile: CallProfile, leg: CallLeg, responder: Responder): CallSession {
    const { clock, slices, store, live, engines, writes, trunkWarning } = this.#deps;
    // If the carrier does the speech itself, there is no sound to record.
    const recordingPath = leg.speech ? null : call.recordingPath;
    const recorder = recordingPath === null ? null : new Recorder(recordingPath);
    if (recorder !== null) this.#watch(call.id, recorder);
    const session: CallSession = new CallSession({
      profile,
      leg,
      clock,
      slices,
      engines: engines(),
      responder,
      thinkingHabit: this.#thinking.of(profile),
      recorder,
      sink: {
        append: (callId, events) => {
          const append = () => store.append(callId, events);
          writes.write('events of calls', append, events.length * EVENT_BYTES);
        },
      },
      onEvent: (event) => this.#noted(call.id, event, () => session.log.events),
      onEnded: (ended) => this.#ended(session, ended, recorder),
    });
    live.add(session);
    this.#deps.lateActs.watch(session);
    leg.attach(session);
    session.ring();
    const message = call.direction === 'web' ? null : trunkWarning(call.accountId);
    if (message !== null)
      session.log.append('warning', null, { code: 'trunk_not_routed', message });
    return session;
  }

  /** The workspace was replaced: an agent with the same id may have another handler or model. */
  forget(): void {
    this.#thinking.forget();
  }

  /** A WAV file of a live call up to now; null if the call is not recorded, or is over. */
  recordingSoFar(callId: string): string | null {
    return this.#recorders.get(callId)?.wholeSoFar() ?? null;
  }

  #watch(callId: string, recorder: Recorder): void {
    const { health } = this.#deps;
    this.#recorders.set(callId, recorder);
    recorder.onProblem((problem) => {
      if (problem) {
        this.#unrecorded.add(callId);
        health.failed('recordings', problem);
      } else this.#recordedAgain(callId);
    });
  }

  #recordedAgain(callId: string): void {
    this.#unrecorded.delete(callId);
    if (this.#unrecorded.size === 0) this.#deps.health.works('recordings');
  }

  #noted(callId: string, event: CallEvent, log: () => readonly CallEvent[]): void {
    const { store, clock, changes, live, writes, onUnheard } = this.#deps;
    if (event.type === 'call.answered') {
      const nowMs = clock.now();
      writes.write('events of calls', () => store.answer(callId, nowMs));
    }
    changes.publish({ kind: 'callEvents', callId, events: [event] });
    // The end is announced later, once the row has it too.
    if (event.type !== 'call.ended' && SHOWN_IN_LISTS.has(event.type)) this.#publishView(callId);
    live.notify(callId, event);
    if (event.type !== 'turn.finished') return;
    const unheard = unheardDelivery(log(), event);
    if (unheard !== null) onUnheard(unheard);
  }

  #ended(
    session: CallSession,
    { reason, status, endedAtMs }: CallEnd,
    recorder: Recorder | null,
  ): void {
    const { callId } = session.profile;
    this.#recorders.delete(callId);
    this.#recordedAgain(callId);
    const { events } = session.log;
    const { store, live, transact, settlement, writes, archive } = this.#deps;
    const record = readCall(events);
    const unheard = record.answeredUs === null;
    // The call was not answered, so the recording contains nothing.
    if (unheard && recorder?.isThere) removeIfItCan(recorder.path);
    const ending: CallEnding = {
      id: callId,
      status,
      reason,
      snippet: lastSnippet(record),
      recordingPath: !unheard && recorder?.isThere ? recorder.path : null,
      endedAtMs,
    };
    let analyse = () => {};
    const write = () => {
      transact(() => {
        store.end(ending);
        analyse = settlement.announceAnalysed(callId, record);
      });
      archive.written(callId);
      analyse();
    };
    // Shows the call's end even while its row is waiting for room on the disk.
    archive.ended(ending, events, record);
    writes.write('ends of calls', write, events.length * EVENT_BYTES);
    live.remove(callId);
    this.#publishView(callId);
  }

  #publishView(callId: string): void {
    this.#deps.changes.publish({ kind: 'call', item: this.#deps.archive.view(callId) });
  }
}

/** A file that cannot be deleted does no harm, and must not delay the end of the call. */
function removeIfItCan(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // No row refers to the file.
  }
}

/** Roughly how much memory one event of a call takes. */
const EVENT_BYTES = 300;
