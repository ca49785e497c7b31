import type { Agent } from './api/agents.ts';
import type { Contact } from './api/contacts.ts';
import type { CallEvent } from './call-events.ts';
import type { CallView } from './calls.ts';
import type { ClockState } from './clock.ts';
import type { LiveConversation, LiveMessage, LiveNumber } from './control/history/history.ts';
import type { TwilioStatus } from './control/twilio.ts';
import type { VerificationText } from './control/verification.ts';
import type { ImportProgress } from './control/workspace.ts';
import type { DeliverySummary } from './deliveries.ts';
import type { OptOut } from './opt-outs.ts';
import type { StorageState } from './storage.ts';

/**
 * The live socket of the control port: one bounded snapshot (the 200 newest items of each list),
 * then deltas with `seq`. Reconnecting with `?since=seq` resumes from there if the deltas since are
 * still kept.
 */
export const LIVE_LIST_LIMIT = 200;
/** Contacts are small, and every list names people by them, so more of the newest are sent. */
export const LIVE_CONTACT_LIMIT = 1_000;
/**
 * A client with this much unsent data is disconnected; on reconnecting it gets a fresh snapshot.
 */
export const LIVE_BUFFER_LIMIT_BYTES = 8 * 1024 * 1024;
/** The subprotocol that a client offers, together with `token.<base64url of its token>`. */
export const LIVE_SUBPROTOCOL = 'agentphone.v1';
/** Close codes that mean: do not reconnect with the same token. */
export const LIVE_CLOSED = {
  /** After `token.rotate`; the new token is in control.json. */
  tokenChanged: 4001,
  /** The ticket with which this window was let in was used a second time. */
  ticketUsedTwice: 4002,
} as const;

/**
 * Fields of a number that depend on other things, which can change without an update of the number.
 * The window asks for them when needed.
 */
export type DerivedOfNumber = 'outboundSms' | 'dailyNewContacts';

/** What the window's top bar shows. */
export interface LiveWorkspace {
  readonly apiUrl: string;
  readonly controlUrl: string;
  readonly apiKey: string;
  readonly dataDir: string;
  readonly version: string;
  /**
   * The project webhook that the user registered; null if there is none, or only the demo handler.
   */
  readonly webhookUrl: string | null;
  readonly demoHandler: boolean;
  /** When the first request of this run came with an `Idempotency-Key`; null if none has. */
  readonly idempotencyKeyAt: string | null;
}

/** What every list needs to name the person behind a number. */
export type LiveContact = Pick<Contact, 'id' | 'phoneNumber' | 'name' | 'email'>;

/** An agent shows that it is typing (`POST /v1/conversations/{id}/typing`). Nothing ends it. */
export interface LiveTyping {
  readonly conversationId: string;
  readonly at: string;
}

/** Stored rows that cannot be read, per table. They are left out everywhere else. */
export interface LiveDamage {
  readonly tables: Readonly<Record<string, number>>;
}

export interface LiveState {
  readonly workspace: LiveWorkspace;
  readonly clock: ClockState;
  readonly agents: readonly Agent[];
  readonly numbers: readonly LiveNumber[];
  readonly contacts: readonly LiveContact[];
  readonly conversations: readonly LiveConversation[];
  readonly messages: readonly LiveMessage[];
  /** The last sign of each conversation in which an agent typed since the window was connected. */
  readonly typing: readonly LiveTyping[];
  /** Verification codes on people's phones. */
  readonly verifications: readonly VerificationText[];
  readonly calls: readonly CallView[];
  readonly deliveries: readonly DeliverySummary[];
  readonly twilio: TwilioStatus;
  /** Who opted out of texts from which number, newest first. */
  readonly optOuts: readonly OptOut[];
  readonly damage: LiveDamage;
  /** The import in progress; null if there is none. */
  readonly importing: ImportProgress | null;
  readonly storage: StorageState;
  /** The event logs of the live calls. */
  readonly callEvents: Readonly<Record<string, readonly CallEvent[]>>;
}

/** One change of the state. Lists are keyed by `id`, and an upsert replaces the whole item. */
export type LiveChange =
  | { readonly kind: 'workspace'; readonly item: LiveWorkspace }
  | { readonly kind: 'clock'; readonly item: ClockState }
  | { readonly kind: 'agent'; readonly item: Agent }
  | { readonly kind: 'number'; readonly item: LiveNumber }
  | { readonly kind: 'contact'; readonly item: LiveContact }
  | { readonly kind: 'conversation'; readonly item: LiveConversation }
  | { readonly kind: 'message'; readonly item: LiveMessage }
  | { readonly kind: 'typing'; readonly item: LiveTyping }
  | { readonly kind: 'verification'; readonly item: VerificationText }
  | { readonly kind: 'call'; readonly item: CallView }
  | { readonly kind: 'delivery'; readonly item: DeliverySummary }
  | { readonly kind: 'twilio'; readonly item: TwilioStatus }
  | { readonly kind: 'optOuts'; readonly item: readonly OptOut[] }
  | { readonly kind: 'damage'; readonly item: LiveDamage }
  | { readonly kind: 'importing'; readonly item: ImportProgress | null }
  | { readonly kind: 'storage'; readonly item: StorageState }
  | { readonly kind: 'callEvents'; readonly callId: string; readonly events: readonly CallEvent[] }
  | { readonly kind: 'removed'; readonly list: LiveListName; readonly id: string }
  /** Everything changed (reset, import): the next message is a new snapshot. */
  | { readonly kind: 'reset' };

export type LiveListName =
  | 'agents'
  | 'numbers'
  | 'contacts'
  | 'conversations'
  | 'messages'
  | 'calls'
  | 'deliveries';

export type LiveServerMessage =
  | { readonly type: 'snapshot'; readonly seq: number; readonly state: LiveState }
  | { readonly type: 'delta'; readonly seq: number; readonly changes: readonly LiveChange[] }
  /** Whether this window plays and records the audio. Exactly one window does. */
  | { readonly type: 'audioOwner'; readonly owner: boolean }
  /** Drop this call's buffered agent audio, from this audio frame on. */
  | { readonly type: 'audioClear'; readonly callId: string }
  /** The token for this window from now on (`token.rotate`). */
  | { readonly type: 'token'; readonly token: string }
  /**
   * A ticket that another window had already used was presented again; that window was
   * disconnected.
   */
  | { readonly type: 'ticketUsedTwice' };

export type LiveClientMessage =
  /** Claims the audio for this window, e.g. after a click. The newest claim wins. */
  | { readonly type: 'claimAudio' }
  /** This frame's sound reached the output `agoMs` before this message was sent. */
  | {
      readonly type: 'heard';
      readonly callId: string;
      readonly frame: number;
      readonly agoMs: number;
    };

/**
 * Binary messages carry audio: a 24-byte little-endian header, then s16le mono samples.
 *
 * | offset | type | field |
 * | --- | --- | --- |
 * | 0 | u8 | version, 1 |
 * | 1 | u8 | direction: 0 agent to caller, 1 caller to agent |
 * | 2 | u16 | sample rate in Hz / 100 |
 * | 4 | u32 | frame number within call and direction, from 0; for a microphone, within its session,
 * counted by its own clock and also while muted |
 * | 8 | 16 bytes | call id without its prefix, ASCII, zero-padded |
 */
export const AUDIO_HEADER_BYTES = 24;
export const AUDIO_VERSION = 1;

export interface AudioFrame {
  readonly direction: 'toCaller' | 'toAgent';
  readonly callId: string;
  readonly frame: number;
  readonly sampleRateHz: number;
  readonly samples: Int16Array;
}
