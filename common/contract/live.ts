import type { Agent } from './api/agents.ts';
import type { Contact } from './api/contacts.ts';
import type { ConversationMessage, ConversationSummary } from './api/conversations.ts';
import type { PhoneNumber } from './api/numbers.ts';
import type { CallEvent } from './call-events.ts';
import type { CallView } from './calls.ts';
import type { ClockState } from './clock.ts';
import type { TwilioStatus } from './control/twilio.ts';
import type { VerificationText } from './control/verification.ts';
import type { ImportProgress } from './control/workspace.ts';
import type { DeliverySummary } from './deliveries.ts';
import type { OptOut } from './opt-outs.ts';
import type { StorageState } from './storage.ts';

/**
 * The live socket of the control port: one bounded snapshot (the 200 newest of each list), then
 * deltas with `seq`. Reconnecting with `?since=seq` resumes where that is still possible.
 */
export const LIVE_LIST_LIMIT = 200;
/** Contacts are small, and every list names people by them: so many of the newest. */
export const LIVE_CONTACT_LIMIT = 1_000;
/** A client that falls this far behind is dropped; it reconnects and gets a fresh snapshot. */
export const LIVE_BUFFER_LIMIT_BYTES = 8 * 1024 * 1024;
/** Subprotocols offered by the client: this one, and `token.<base64url of its token>`. */
export const LIVE_SUBPROTOCOL = 'agentphone.v1';
/** Close codes of a live socket that is not to come back with the token it had. */
export const LIVE_CLOSED = {
  /** `token.rotate`: the new one is in control.json. */
  tokenChanged: 4001,
  /** The ticket that let this window in was used a second time. */
  ticketUsedTwice: 4002,
} as const;

/** A message names the thread it belongs to. */
export type LiveMessage = ConversationMessage;

/** Its channel follows from number and device, which change without it. */
export interface LiveConversation extends Omit<ConversationSummary, 'channel'> {
  /** WhatsApp has threads of its own; SMS, MMS and iMessage share one. */
  readonly line: 'text' | 'whatsapp';
}

/** What of a number follows from other things, which change without it: asked for when it is needed. */
export type DerivedOfNumber = 'outboundSms' | 'dailyNewContacts';

/** A number together with what carries its calls and texts: its carrier decides, never the destination. */
export interface LiveNumber extends Omit<PhoneNumber, DerivedOfNumber> {
  readonly carrier: 'simulated' | 'twilio';
}

/** What the top bar shows. */
export interface LiveWorkspace {
  readonly apiUrl: string;
  readonly controlUrl: string;
  readonly apiKey: string;
  readonly dataDir: string;
  readonly version: string;
  /** The project webhook the user registered; null while the demo handler answers, or nothing. */
  readonly webhookUrl: string | null;
  readonly demoHandler: boolean;
  /** The first request of this run that came with an `Idempotency-Key`; null while none did. */
  readonly idempotencyKeyAt: string | null;
}

/** Whose number it is, in the user's own words. */
export type LiveContact = Pick<Contact, 'id' | 'phoneNumber' | 'name' | 'email'>;

/** Stored rows that cannot be read, by their table: what is left out everywhere. */
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
  /** Codes on people's phones. */
  readonly verifications: readonly VerificationText[];
  readonly calls: readonly CallView[];
  readonly deliveries: readonly DeliverySummary[];
  readonly twilio: TwilioStatus;
  /** Who wants no more texts from which number, newest first. */
  readonly optOuts: readonly OptOut[];
  readonly damage: LiveDamage;
  /** The import that goes on; null when none does. */
  readonly importing: ImportProgress | null;
  readonly storage: StorageState;
  /** Event logs of the calls that are live now. */
  readonly callEvents: Readonly<Record<string, readonly CallEvent[]>>;
}

/** One change of the state. Lists are keyed by `id`; an upsert replaces the whole item. */
export type LiveChange =
  | { readonly kind: 'workspace'; readonly item: LiveWorkspace }
  | { readonly kind: 'clock'; readonly item: ClockState }
  | { readonly kind: 'agent'; readonly item: Agent }
  | { readonly kind: 'number'; readonly item: LiveNumber }
  | { readonly kind: 'contact'; readonly item: LiveContact }
  | { readonly kind: 'conversation'; readonly item: LiveConversation }
  | { readonly kind: 'message'; readonly item: LiveMessage }
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
  /** Everything changed (reset, import): the next message is a snapshot. */
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
  /** Whether this window plays and records the audio; exactly one does. */
  | { readonly type: 'audioOwner'; readonly owner: boolean }
  /** Drop what is buffered of this call's agent audio, from this audio frame on. */
  | { readonly type: 'audioClear'; readonly callId: string }
  /** The token of this window from now on (`token.rotate`). */
  | { readonly type: 'token'; readonly token: string }
  /** Somebody came with a ticket that another window had used; that one was closed. */
  | { readonly type: 'ticketUsedTwice' };

export type LiveClientMessage =
  /** "I am the window that plays the sound", e.g. after a click. The newest claim wins. */
  | { readonly type: 'claimAudio' }
  /** The sound of this frame reached the output `agoMs` before this message was sent. */
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
 * | 4 | u32 | frame number within call and direction, from 0; of a microphone: within a session of it, counted by its own clock, muted or not |
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
