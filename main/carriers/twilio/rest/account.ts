import type { TWILIO_VOICE_MODES } from '../../../../common/contract/index.ts';
import type { MediaFetch } from './media-fetch.ts';
import type { TwilioRest } from './twilio-rest.ts';

/**
 * The linked account as calls and texts need it. Declared here, implemented by the services,
 * handed in by the assembly.
 */
export interface TwilioAccount {
  /** @throws ApiError `CONFLICT` while nothing is linked */
  rest(): TwilioRest;
  /** @throws ApiError `CONFLICT` while nothing is linked */
  media(): MediaFetch;
  /**
   * Real calls and texts cost money and reach people, so the first of a run is asked about.
   * To be called before anything is stored or sent.
   * @throws ApiError `REAL_TRAFFIC_UNCONFIRMED` until a person has agreed; `CONFLICT` while
   * nothing is linked
   */
  checkTraffic(what: 'call' | 'text', from: string, to: string): void;
  /** Whether a public address is set, so that callbacks can come. */
  reachable(): boolean;
  /**
   * The address of one of the ingress's paths as Twilio reaches it, e.g. `https://…/twilio/voice`.
   * @throws ApiError `CONFLICT` while nothing is linked or no public address is set
   */
  publicUrl(path: string): string;
  /** The same for a socket: `wss://…`, or `ws://` in front of a loopback double. */
  publicSocketUrl(path: string): string;
  voiceMode(): (typeof TWILIO_VOICE_MODES)[number];
  /**
   * Puts trouble where a person sees it, until they dismiss it; of a call, until that is over.
   * @param callSid of the call whose state is the trouble
   */
  report(problem: string, callSid?: string): void;
  /** What was told of the call's state is true no longer. */
  withdraw(callSid: string): void;
}
