import type { TWILIO_VOICE_MODES } from '../../../../common/contract/index.ts';
import type { MediaFetch } from './media-fetch.ts';
import type { TwilioRest } from './twilio-rest.ts';

/**
 * The linked account as calls and texts use it. Declared here, implemented by the services, and
 * passed in by the assembly.
 */
export interface TwilioAccount {
  /** @throws ApiError `CONFLICT` if no account is linked */
  rest(): TwilioRest;
  /** @throws ApiError `CONFLICT` if no account is linked */
  media(): MediaFetch;
  /**
   * Real calls and texts cost money and reach people, so the first of each run needs consent. To be
   * called before anything is stored or sent.
   * @throws ApiError `REAL_TRAFFIC_UNCONFIRMED` until a person has agreed; `CONFLICT` if no account
   * is linked
   */
  checkTraffic(what: 'call' | 'text', from: string, to: string): void;
  /** Whether a public address is set, so that callbacks can arrive. */
  reachable(): boolean;
  /**
   * The public URL of one of the ingress's paths, e.g. `https://…/twilio/voice`.
   * @throws ApiError `CONFLICT` if no account is linked or no public address is set
   */
  publicUrl(path: string): string;
  /** The same for a socket: `wss://…`, or `ws://` for a stand-in on loopback. */
  publicSocketUrl(path: string): string;
  voiceMode(): (typeof TWILIO_VOICE_MODES)[number];
  /**
   * Shows a problem to the user until they dismiss it or, if it concerns a call, until that is
   * over.
   * @param callSid of the affected call
   */
  report(problem: string, callSid?: string): void;
  /** The problem that was reported for this call no longer exists. */
  withdraw(callSid: string): void;
}
