import type { CallerPhone, WhatsAppContent } from '../../common/contract/index.ts';

/**
 * How calls and texts enter and leave. The carrier of the number decides, never the destination
 * (docs/reference/provider/calls.md#which-number-calls): a simulated number never leaves the
 * machine.
 */

/**
 * Samples per second of all audio inside the product. Carriers convert where sound enters or
 * leaves.
 */
export const SAMPLE_RATE_HZ = 16_000;
export const FRAME_MS = 20;
export const SAMPLES_PER_FRAME = (SAMPLE_RATE_HZ * FRAME_MS) / 1000;

/**
 * About 20 ms of the far end's sound, mono, as it arrives: late, in any order, or not at all. Each
 * stream (a socket, a microphone session, a recording) has its own clock, which counts samples.
 */
export interface CallerSound {
  readonly samples: Int16Array;
  readonly rateHz: 8_000 | 16_000;
  /** The position of the first sample on the stream's clock, in samples at the stream's rate. */
  readonly position: number;
  /** Counts up; the newest stream of a call replaces earlier ones. */
  readonly stream: number;
}

/** What the far end of a call does. Any of these can be called at any time until `hungUp`. */
export interface LegObserver {
  /** The far end rings. Outbound only. */
  ringing(): void;
  /** The line is open: the far end picked up, or, inbound, we did and are connected. */
  answered(by: 'human' | 'voicemail'): void;
  /**
   * The call failed before it became a conversation; `told` is the reason in the carrier's words.
   * Outbound only.
   */
  notReached(why: 'busy' | 'noAnswer' | 'declined' | 'failed', told?: string): void;
  /** The far end said something that needs no recogniser. Returns the turn that will answer it. */
  said(utterance: CallerUtterance): number;
  audio(sound: CallerSound): void;
  dtmf(digits: string): void;
  /** The far end muted or held its phone, or changed its line. Simulated only. */
  phoneSet(change: Partial<CallerPhone>): void;
  /** The first sound of this frame reached the ear `agoMs` ago. */
  heard(frame: number, agoMs: number, source: 'worklet' | 'twilioEstimate'): void;
  /** A screening service had answered; now the callee is on the line. Simulated only. */
  screeningPassed(): void;
  hungUp(): void;
  /** The connection was lost for good, without a hang-up. */
  lost(): void;
  /** A carrier that speaks by itself stopped because the far end spoke. */
  interrupted(): void;
}

export interface CallerUtterance {
  readonly text: string;
  /** 0 to 1. */
  readonly confidence: number;
  /**
   * `synthesised`: the words are also made audible to the agent's side. `recognised`: they were
   * spoken, and the carrier recognised them.
   */
  readonly speech: 'typed' | 'synthesised' | 'recognised';
}

/** Replaces sound for a carrier that speaks by itself: it gets the agent's words. */
export interface TextSpeech {
  /** Called once, before the call is answered. `language` is BCP 47. */
  configure(settings: { readonly language: string; readonly interruptible: boolean }): void;
  attach(observer: TextSpeechObserver): void;
  /** Says the piece after all pieces before it. */
  say(piece: number, text: string): void;
  /** Drops everything; returns how much was heard of the piece that was being spoken. */
  cut(): { readonly piece: number; readonly playedMs: number; readonly heardText: string } | null;
}

export interface TextSpeechObserver {
  /** The carrier has the piece, and no other piece is ahead of it. */
  started(piece: number): void;
  /** The piece was spoken to its end. */
  ended(piece: number): void;
}

/** Our side of one call. */
export interface CallLeg {
  /**
   * Settles when a carrier outside this machine has accepted an outbound call. Rejects with
   * `CARRIER_ERROR` if it refuses, which the observer learns as well.
   */
  readonly accepted?: Promise<void>;
  /** Set if the carrier does speech and recognition itself, so that no sound comes or goes. */
  readonly speech?: TextSpeech;
  /** The agent's language (BCP 47), for what the carrier itself says. */
  speakIn?(language: string): void;
  /** Sets the observer; called once, before anything else. */
  attach(observer: LegObserver): void;
  /** Inbound: we pick up. The observer learns when the line is open. */
  answer(): void;
  /** How long before it is due sound may leave. Absent: no lead. */
  readonly leadMs?: number;
  /** Sends one frame of agent sound; `frame` counts from 0 within the call. */
  sendFrame(frame: number, samples: Int16Array): void;
  /** Plays sound that is synthesised for the caller to the person who acts as the caller. */
  monitor(samples: Int16Array): void;
  /** Drops what the carrier has buffered but not played yet. */
  clear(): void;
  /**
   * Like `clear`, for a carrier that reports what it played: returns how many milliseconds of the
   * newest frames did not reach the ear. When in doubt, sound counts as not heard.
   */
  takeBack?(): number;
  pressDigits(digits: string): void;
  /** Transfers the far end to another number; our side is hung up right afterwards. */
  transfer?(to: string): void;
  /** Ends our side; no observer method is called after that. */
  hangUp(): void;
}

/** Places calls and sends texts for the numbers of this carrier. */
export interface Carrier {
  readonly name: 'simulated' | 'twilio';
  /** Checks before anything is done. @throws ApiError if it cannot place a call now */
  checkCall?(call: Pick<OutboundCall, 'from' | 'to'>): void;
  placeCall(call: OutboundCall): CallLeg;
  /** Checks before anything is done. @throws ApiError if it cannot send a text now */
  checkText?(text: Pick<OutboundText, 'from' | 'to' | 'mediaUrls'>): void;
  /** True if a text has reached the other side as soon as it is stored. */
  readonly arrivesAtOnce?: boolean;
  /** Resolves when the carrier has accepted it. @throws ApiError `CARRIER_ERROR` if it refuses */
  sendText(text: OutboundText): Promise<void>;
}

export interface OutboundCall {
  readonly callId: string;
  /** E.164. */
  readonly from: string;
  readonly to: string;
  /** The agent has a message for voicemails, so the carrier must tell them from people. */
  readonly detectsVoicemail: boolean;
}

export interface OutboundText {
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly mediaUrls: readonly string[];
}

/**
 * Receives calls and texts from outside. Declared here, implemented by the services, and passed in
 * by `assembly`.
 */
export interface InboundTraffic {
  /** A person texts one of our numbers. */
  textReceived(text: InboundText): ReceivedText;
  /** Like `textReceived`, but texts that arrive at the same moment share a commit. */
  textReceivedShared(text: InboundText): Promise<ReceivedText>;
  /** A person dials one of our numbers. Throws `PHONE_NUMBER_NOT_FOUND` if it is not ours. */
  callArrived(call: InboundCall, leg: CallLeg): void;
}

export interface InboundText {
  /**
   * As the carrier sent it: possibly a short code, a sender's name, an e-mail address, or nothing.
   */
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly mediaUrls: readonly string[];
  readonly channel?: 'sms' | 'mms' | 'imessage' | 'whatsapp' | undefined;
  /** The text goes to this group instead of to the number alone. */
  readonly groupId?: string | undefined;
  readonly replyToMessageId?: string | undefined;
  /** For WhatsApp, what was tapped. */
  readonly whatsapp?: WhatsAppContent | undefined;
  /** The message id of a carrier outside this machine. */
  readonly externalMessageId?: string | undefined;
}

export interface ReceivedText {
  readonly messageId: string;
  readonly conversationId: string;
  readonly deliveryId: string | null;
}

export interface InboundCall {
  /** A new id, generated by the carrier. */
  readonly callId: string;
  /**
   * As the carrier sent it: a number, a SIP address, or, for a hidden caller, a word or nothing.
   */
  readonly from: string;
  readonly to: string;
}
