import type { CallerPhone, WhatsAppContent } from '../../common/contract/index.ts';

/**
 * How a call or text leaves and enters. The number's carrier decides, never the destination
 * (docs/reference/provider/calls.md#which-number-calls): a simulated number never leaves the
 * machine.
 */

/** Samples per second of all audio inside the product; carriers convert at their edge. */
export const SAMPLE_RATE_HZ = 16_000;
export const FRAME_MS = 20;
export const SAMPLES_PER_FRAME = (SAMPLE_RATE_HZ * FRAME_MS) / 1000;

/**
 * 20 ms or so of the far end's sound, mono, as it arrives: late, in any order or not at all. Each
 * stream (a socket, a microphone session, a recording) has a clock of its own that counts samples.
 */
export interface CallerSound {
  readonly samples: Int16Array;
  readonly rateHz: 8_000 | 16_000;
  /** Position of the first sample on the stream's clock, in samples at its rate. */
  readonly position: number;
  /** Counts up; the newest stream of a call takes the place of those before. */
  readonly stream: number;
}

/** What the far end of a call does. All of it may come at any time until `hungUp`. */
export interface LegObserver {
  /** The far end rings. Outbound only. */
  ringing(): void;
  /** The line is open: the far end picked up, or, inbound, we did and are connected. */
  answered(by: 'human' | 'voicemail'): void;
  /** It never came to a conversation; `told` is why, in the carrier's words. Outbound only. */
  notReached(why: 'busy' | 'noAnswer' | 'declined' | 'failed', told?: string): void;
  /** The far end said something that needs no recogniser. Returns the turn that will answer it. */
  said(utterance: CallerUtterance): number;
  audio(sound: CallerSound): void;
  dtmf(digits: string): void;
  /** What the far end changed at their telephone. Simulated only. */
  phoneSet(change: Partial<CallerPhone>): void;
  /** The first sound of frame `frame` reached the ear `agoMs` ago. */
  heard(frame: number, agoMs: number, source: 'worklet' | 'twilioEstimate'): void;
  /** A screening service had answered; now the person called is on the line. Simulated only. */
  screeningPassed(): void;
  hungUp(): void;
  /** The line broke and does not come back: nobody hung up. */
  lost(): void;
  /** A carrier that speaks by itself fell silent because the far end spoke. */
  interrupted(): void;
}

export interface CallerUtterance {
  readonly text: string;
  /** 0 to 1. */
  readonly confidence: number;
  /**
   * `synthesised`: the words are also made audible to the agent's side. `recognised`: they were
   * spoken, and the carrier understood them.
   */
  readonly speech: 'typed' | 'synthesised' | 'recognised';
}

/** Stands for sound where the carrier speaks by itself: it is handed the agent's words. */
export interface TextSpeech {
  /** Once, before the call is answered. `language` is BCP 47. */
  configure(settings: { readonly language: string; readonly interruptible: boolean }): void;
  attach(observer: TextSpeechObserver): void;
  /** Says the piece after those before it. */
  say(piece: number, text: string): void;
  /** Forgets everything; tells how much was heard of the piece that was being said. */
  cut(): { readonly piece: number; readonly playedMs: number; readonly heardText: string } | null;
}

export interface TextSpeechObserver {
  /** The piece is at the carrier, and nothing stands before it. */
  started(piece: number): void;
  /** It was said. */
  ended(piece: number): void;
}

/** Our side of one call. */
export interface CallLeg {
  /**
   * Settles when a carrier outside this machine has taken an outbound call.
   * Rejects with `CARRIER_ERROR` when it does not; the observer is told as well.
   */
  readonly accepted?: Promise<void>;
  /** The carrier speaks and listens by itself: no sound comes or goes. */
  readonly speech?: TextSpeech;
  /** The agent's language (BCP 47), in which the carrier says what it has to say by itself. */
  speakIn?(language: string): void;
  /** Tells the leg who listens; called once, before anything else. */
  attach(observer: LegObserver): void;
  /** Inbound: we pick up; the observer is told as soon as the line is open. */
  answer(): void;
  /** How long before it is to be heard sound may leave. Absent: in its time. */
  readonly leadMs?: number;
  /** Sends one frame of agent sound; `frame` counts from 0 within the call. */
  sendFrame(frame: number, samples: Int16Array): void;
  /** Sound that is made on the caller's behalf, for whoever stands in for them. */
  monitor(samples: Int16Array): void;
  /** Drops what the carrier has buffered and not yet played. */
  clear(): void;
  /**
   * The same where the carrier tells what it played: returns how many milliseconds of the newest
   * frames did not reach the ear. Never fewer; what is not known to be heard is not.
   */
  takeBack?(): number;
  pressDigits(digits: string): void;
  /** Hands the far end over to another number; our side is hung up right afterwards. */
  transfer?(to: string): void;
  /** Ends our side; no observer method is called afterwards. */
  hangUp(): void;
}

/** Places calls and sends texts for the numbers it carries. */
export interface Carrier {
  readonly name: 'simulated' | 'twilio';
  /** @throws ApiError when it could not place a call now; nothing was done yet */
  checkCall?(call: Pick<OutboundCall, 'from' | 'to'>): void;
  placeCall(call: OutboundCall): CallLeg;
  /** @throws ApiError when it could not send a text now; nothing was done yet */
  checkText?(text: Pick<OutboundText, 'from' | 'to' | 'mediaUrls'>): void;
  /** A text is with the other side as soon as it is stored. */
  readonly arrivesAtOnce?: boolean;
  /** Resolves when the carrier has taken it. @throws ApiError `CARRIER_ERROR` when it does not */
  sendText(text: OutboundText): Promise<void>;
}

export interface OutboundCall {
  readonly callId: string;
  /** E.164. */
  readonly from: string;
  readonly to: string;
  /** The agent has something to say to a voicemail, so it must be told from a person. */
  readonly detectsVoicemail: boolean;
}

export interface OutboundText {
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly mediaUrls: readonly string[];
}

/** What reaches us from outside. Declared here, implemented by the services, handed in by `assembly`. */
export interface InboundTraffic {
  /** Somebody texts one of our numbers. */
  textReceived(text: InboundText): ReceivedText;
  /** As `textReceived`; texts that arrive at the same moment share a commit. */
  textReceivedShared(text: InboundText): Promise<ReceivedText>;
  /** Somebody dials one of our numbers. Throws `PHONE_NUMBER_NOT_FOUND` when it is not ours. */
  callArrived(call: InboundCall, leg: CallLeg): void;
}

export interface InboundText {
  /** As the carrier gave it: also a short code, a sender's name, an e-mail address, or nothing. */
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly mediaUrls: readonly string[];
  readonly channel?: 'sms' | 'mms' | 'imessage' | 'whatsapp' | undefined;
  /** A member writes to this group instead of to the number alone. */
  readonly groupId?: string | undefined;
  readonly replyToMessageId?: string | undefined;
  /** WhatsApp: what was tapped. */
  readonly whatsapp?: WhatsAppContent | undefined;
  /** What the carrier calls it, where there is one outside. */
  readonly externalMessageId?: string | undefined;
}

export interface ReceivedText {
  readonly messageId: string;
  readonly conversationId: string;
  readonly deliveryId: string | null;
}

export interface InboundCall {
  /** Fresh, made by the carrier. */
  readonly callId: string;
  /** As the carrier gave it: a number, a SIP address, a word or nothing where it is hidden. */
  readonly from: string;
  readonly to: string;
}
