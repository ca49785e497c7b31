import {
  type Agent,
  type CallEvent,
  type CallView,
  type ClockState,
  type DeliverySummary,
  type ImportProgress,
  LIVE_CONTACT_LIMIT,
  LIVE_LIST_LIMIT,
  type LiveContact,
  type LiveConversation,
  type LiveDamage,
  type LiveMessage,
  type LiveNumber,
  type LiveState,
  type LiveWorkspace,
  type OptOut,
  type StorageState,
  type TwilioStatus,
  type VerificationText,
} from '../../../common/contract/index.ts';

/** Supplies the snapshot; each list is newest first and at most `limit` long. */
export interface LiveSources {
  workspace(): LiveWorkspace;
  clock(): ClockState;
  agents(limit: number): readonly Agent[];
  numbers(limit: number): readonly LiveNumber[];
  contacts(limit: number): readonly LiveContact[];
  conversations(limit: number): readonly LiveConversation[];
  messages(limit: number): readonly LiveMessage[];
  verifications(limit: number): readonly VerificationText[];
  calls(limit: number): readonly CallView[];
  deliveries(limit: number): readonly DeliverySummary[];
  twilio(): TwilioStatus;
  optOuts(limit: number): readonly OptOut[];
  damage(): LiveDamage;
  importing(): ImportProgress | null;
  storage(): StorageState;
  liveCallEvents(): Readonly<Record<string, readonly CallEvent[]>>;
}

/** A bounded snapshot of everything, for a window that has just opened. */
export function readLiveState(sources: LiveSources): LiveState {
  return {
    workspace: sources.workspace(),
    clock: sources.clock(),
    agents: sources.agents(LIVE_LIST_LIMIT),
    numbers: sources.numbers(LIVE_LIST_LIMIT),
    contacts: sources.contacts(LIVE_CONTACT_LIMIT),
    conversations: sources.conversations(LIVE_LIST_LIMIT),
    messages: sources.messages(LIVE_LIST_LIMIT),
    verifications: sources.verifications(LIVE_LIST_LIMIT),
    calls: sources.calls(LIVE_LIST_LIMIT),
    deliveries: sources.deliveries(LIVE_LIST_LIMIT),
    twilio: sources.twilio(),
    optOuts: sources.optOuts(LIVE_LIST_LIMIT),
    storage: sources.storage(),
    callEvents: sources.liveCallEvents(),
    importing: sources.importing(),
    // Last, because reading the others may add to it.
    damage: sources.damage(),
  };
}
