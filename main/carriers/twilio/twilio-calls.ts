import type { WebSocket } from 'ws';
import { ApiError } from '../../../common/contract/index.ts';
import { callerInWords } from '../../../common/rules/phone/caller-identity.ts';
import { newId } from '../../platform/random.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { CallLeg, InboundTraffic, OutboundCall } from '../carrier.ts';
import { CallControls, type CallLedger } from './call-control.ts';
import { CallStates } from './call-states.ts';
import { isFinal } from './call-status.ts';
import {
  type CallbackParams,
  LANGUAGE_PARAMETER,
  TWILIO_PATHS,
  type TwilioVoiceCallbacks,
} from './callbacks.ts';
import { MediaLeg } from './media/media-leg.ts';
import {
  type MediaSocketClaim,
  openMediaSocket,
  relayClaim,
  streamClaim,
} from './media/media-socket-door.ts';
import { MediaSocketTokens } from './media/media-socket-tokens.ts';
import { RelayLeg } from './media/relay-leg.ts';
import type { TwilioAccount } from './rest/account.ts';
import { TwilioCall } from './twilio-call.ts';
import {
  connectRelay,
  connectStream,
  hangUp,
  notInService,
  rejectAsBusy,
  sayAndHangUp,
  waitForOther,
} from './twiml.ts';

/** The part of the linked account that calls use. */
export type CallAccount = Pick<
  TwilioAccount,
  'rest' | 'checkTraffic' | 'publicUrl' | 'publicSocketUrl' | 'voiceMode' | 'report' | 'withdraw'
>;

export interface TwilioCallsDeps {
  readonly clock: Clock;
  readonly account: CallAccount;
  readonly ledger: CallLedger;
  /**
   * A function, because services and carriers get to know each other only when `app` has assembled
   * both.
   */
  readonly inbound: () => InboundTraffic;
  /** Called when a call begins or ends. */
  readonly onChange: () => void;
}

/**
 * How long a phone rings before the call counts as not answered; the same as for simulated calls.
 */
const RING_SECONDS = 30;
/** Identifies the call in the URLs that Twilio requests for it. */
const CALL_PARAMETER = 'call';
/**
 * Numbers the sockets of a call, so that Twilio's request for the next one does not look like a
 * repetition.
 */
const LINE_PARAMETER = 'line';
/** How long the app's shutdown waits for calls to be ended at Twilio. */
const CLOSING_MS = 1_200;

const UNREACHABLE =
  'Twilio connected a call, but its media stream did not reach this computer. Check the public address: it must take WebSockets.';

/** Twilio says that the call is live; a trial account may be the reason for the delay. */
function lineIsLate(callId: string): string {
  return `The call ${callId} is connected at Twilio, but its media stream has not come yet. On a trial account it comes once the person on the phone has pressed a key; on any other, check that the public address takes WebSockets.`;
}

interface LiveCall {
  readonly call: TwilioCall;
  readonly leg: MediaLeg | RelayLeg;
  readonly accountSid: string;
  /** How many sockets were offered to Twilio. */
  lines: number;
}

/** The calls on Twilio's network: places and accepts them, and passes each its callbacks. */
export class TwilioCalls implements TwilioVoiceCallbacks {
  readonly #deps: TwilioCallsDeps;
  readonly #tokens = new MediaSocketTokens();
  readonly #controls: CallControls;
  readonly #states: CallStates;
  /** By our id. A call stays here until it is over at Twilio too. */
  readonly #calls = new Map<string, LiveCall>();
  #onSettled: () => void = () => {};

  constructor(deps: TwilioCallsDeps) {
    this.#deps = deps;
    const { real } = deps.clock;
    this.#controls = new CallControls({ ...deps, real });
    this.#states = new CallStates({ real, rest: () => deps.account.rest() });
  }

  /** The number of calls in which our side still takes part. */
  get live(): number {
    return [...this.#calls.values()].filter(({ call }) => !call.over).length;
  }

  /** Our id of the call that a callback is about; null if it is not (or no longer) ours. */
  idOf(params: CallbackParams): string | null {
    return this.#find(params)?.call.callId ?? null;
  }

  /** @throws ApiError if no call can be placed now, or the user has not agreed to the costs */
  checkCall({ from, to }: { readonly from: string; readonly to: string }): void {
    const { account } = this.#deps;
    account.rest();
    account.publicUrl(TWILIO_PATHS.voice);
    account.checkTraffic('call', from, to);
  }

  /** Places a call. Whether Twilio accepts it is known later. */
  placeCall(placed: OutboundCall): CallLeg {
    const { callId, from, to } = placed;
    const { accountSid } = this.#deps.account.rest();
    const leg = this.#open({
      callId,
      accountSid,
      callSid: null,
      direction: 'outbound',
      detectsVoicemail: placed.detectsVoicemail,
      callerId: from,
    });
    leg.accepted = this.#place(leg.call, placed, { from, to });
    // The rejection is meant for code that awaits it; no code has to.
    leg.accepted.catch(() => {});
    return leg;
  }

  /**
   * Ends the calls that an earlier run left live at Twilio. To be called once an account is linked.
   */
  async endLeftovers(): Promise<void> {
    const { account, ledger } = this.#deps;
    const ours = new Set([...this.#calls.values()].map(({ call }) => call.callSid));
    const left = ledger.left(account.rest().accountSid).filter(({ sid }) => !ours.has(sid));
    await Promise.all(left.map(({ sid, callId }) => this.#controls.end(sid, callId)));
  }

  /**
   * The app is quitting: waits, for a limited time, until the calls that were hung up are ended at
   * Twilio.
   */
  async close(): Promise<void> {
    for (const { leg } of this.#calls.values()) leg.stopDraining();
    if (this.#calls.size > 0) await this.#settled();
    this.#controls.close();
  }

  /** Resolves when no call is left at Twilio, or time is up. */
  #settled(): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#deps.clock.real.after(CLOSING_MS, resolve);
      this.#onSettled = () => {
        if (this.#calls.size > 0) return;
        timer.cancel();
        resolve();
      };
    });
  }

  voice(params: CallbackParams): string {
    const found = this.#find(params);
    if (found) return this.#connected(found, params);
    // A known call that comes back because its socket broke, or one that is no longer wanted.
    if (params[CALL_PARAMETER] !== undefined || params.Direction !== 'inbound') return hangUp();
    return this.#arrived(params);
  }

  /** The far end talked to someone else, or the transfer was not answered. */
  transferEnded(params: CallbackParams): string {
    const { DialCallStatus: status } = params;
    if (status === 'completed' || status === 'answered') return hangUp();
    return sayAndHangUp('notReached', params[LANGUAGE_PARAMETER] ?? '');
  }

  callStatus(params: CallbackParams): void {
    const found = this.#find(params);
    if (isFinal(params.CallStatus)) this.#controls.over(params.CallSid ?? '');
    found?.call.status(params);
  }

  answeredBy(params: CallbackParams): void {
    this.#find(params)?.call.detected(params);
  }

  media(socket: WebSocket): void {
    openMediaSocket(socket, this.#deps.clock.real, streamClaim, (claim) => {
      const leg = this.#claimed(claim);
      if (!(leg instanceof MediaLeg)) return false;
      leg.connect({ socket, streamSid: claim.streamSid });
      return true;
    });
  }

  relay(socket: WebSocket): void {
    openMediaSocket(socket, this.#deps.clock.real, relayClaim, (claim) => {
      const leg = this.#claimed(claim);
      if (!(leg instanceof RelayLeg)) return false;
      leg.connect(socket);
      return true;
    });
  }

  /** The live call that a socket belongs to, if any. Its token is used up in either case. */
  #claimed({ token, callSid, accountSid }: MediaSocketClaim): MediaLeg | RelayLeg | null {
    const found = this.#calls.get(this.#tokens.redeem(token) ?? '');
    if (!found || found.call.over || found.call.callSid !== callSid) return null;
    return found.accountSid === accountSid ? found.leg : null;
  }

  async #place(
    call: TwilioCall,
    { callId, detectsVoicemail }: OutboundCall,
    ends: { from: string; to: string },
  ): Promise<void> {
    const { account } = this.#deps;
    try {
      const { sid } = await account.rest().createCall(
        {
          ...ends,
          url: this.#url(TWILIO_PATHS.voice, callId),
          method: 'POST',
          statusCallback: this.#url(TWILIO_PATHS.status, callId),
          statusCallbackMethod: 'POST',
          statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
          timeout: RING_SECONDS,
          ...(detectsVoicemail
            ? {
                machineDetection: 'DetectMessageEnd',
                asyncAmd: 'true',
                asyncAmdStatusCallback: this.#url(TWILIO_PATHS.amd, callId),
                asyncAmdStatusCallbackMethod: 'POST',
              }
            : {}),
        },
        { callId },
        call.placing,
      );
      this.#identify(call, sid);
    } catch (error) {
      // If our side hung up first, there is no one left to tell.
      const unwanted = call.placing.aborted;
      call.refused(error instanceof ApiError ? error.message : undefined);
      if (!unwanted) throw error;
    }
  }

  /** A person dials one of our numbers. */
  #arrived(params: CallbackParams): string {
    const { account, inbound } = this.#deps;
    const { CallSid: callSid = '', From = '', To: to = '' } = params;
    const callId = newId('call');
    const { accountSid } = account.rest();
    const leg = this.#open({
      callId,
      accountSid,
      callSid,
      direction: 'inbound',
      detectsVoicemail: false,
      callerId: to,
    });
    try {
      inbound().callArrived({ callId, from: From, to }, leg);
    } catch (error) {
      leg.hangUp();
      if (!(error instanceof ApiError)) throw error;
      const caller = callerInWords(From);
      account.report(`A call from ${caller} to ${to} was not taken: ${error.message}`);
      if (error.code === 'PHONE_NUMBER_NOT_FOUND') {
        return notInService();
      }
      return rejectAsBusy();
    }
    if (leg.call.over) return sayAndHangUp('notTaken', leg.call.language);
    return this.#line(leg.call);
  }

  /** Twilio asks how to continue one of our calls: it was answered, or its socket broke. */
  #connected({ call }: LiveCall, params: CallbackParams): string {
    // The transfer request is under way, and will replace this response.
    if (call.isHandedOver) return waitForOther();
    if (call.over) return hangUp();
    if (params.AnsweredBy !== undefined) call.detected(params);
    call.status(params);
    return call.over ? hangUp() : this.#line(call);
  }

  #line({ callId }: TwilioCall): string {
    const live = this.#calls.get(callId);
    if (!live) return hangUp();
    live.lines += 1;
    live.call.mediaSocketOffered();
    const { account } = this.#deps;
    const line = {
      token: this.#tokens.issue(callId),
      afterwardsUrl: `${this.#url(TWILIO_PATHS.voice, callId)}&${LINE_PARAMETER}=${live.lines}`,
    };
    if (live.leg instanceof MediaLeg) {
      return connectStream({ ...line, socketUrl: account.publicSocketUrl(TWILIO_PATHS.media) });
    }
    const socketUrl = account.publicSocketUrl(TWILIO_PATHS.relay);
    return connectRelay({ ...line, socketUrl }, live.leg.speech.settings);
  }

  #open(given: {
    callId: string;
    accountSid: string;
    callSid: string | null;
    direction: 'inbound' | 'outbound';
    detectsVoicemail: boolean;
    callerId: string;
  }): MediaLeg | RelayLeg {
    const { callId, accountSid, callerId } = given;
    const { clock, account, onChange, ledger } = this.#deps;
    // The telephone network works in real time, so a frozen clock must run until then.
    const hungUp = clock.flow();
    const call: TwilioCall = new TwilioCall({
      ...given,
      real: clock.real,
      control: {
        end: (sid) => this.#controls.end(sid, callId),
        transfer: (sid, to) => {
          const { language } = call;
          return this.#controls.transfer(sid, { callId, to, callerId, language });
        },
        status: async (sid) => {
          const status = await this.#states.ask(sid, callId, () => !call.over);
          if (isFinal(status ?? undefined)) this.#controls.over(sid);
          return status;
        },
      },
      onOver: () => {
        hungUp();
        this.#tokens.forget(callId);
        onChange();
      },
      onSettled: () => {
        this.#calls.delete(callId);
        this.#onSettled();
      },
      onUnreachable: () => account.report(UNREACHABLE),
      onLate: (isLate) => {
        const { callSid } = call;
        if (callSid === null) return;
        if (isLate) account.report(lineIsLate(callId), callSid);
        else account.withdraw(callSid);
      },
    });
    const leg =
      account.voiceMode() === 'conversationRelay'
        ? new RelayLeg({ call, real: clock.real, onProblem: (told) => account.report(told) })
        : new MediaLeg(call, clock.real);
    this.#calls.set(callId, { call, leg, accountSid, lines: 0 });
    if (given.callSid !== null) ledger.note({ sid: given.callSid, accountSid, callId });
    onChange();
    return leg;
  }

  /** By the id in the URL, which is signed, or by Twilio's SID. */
  #find(params: CallbackParams): LiveCall | undefined {
    const named = this.#calls.get(params[CALL_PARAMETER] ?? '');
    const { CallSid: callSid } = params;
    if (callSid === undefined) return undefined;
    if (named) {
      this.#identify(named.call, callSid);
      return named.call.callSid === callSid ? named : undefined;
    }
    return [...this.#calls.values()].find(({ call }) => call.callSid === callSid);
  }

  /** A callback may arrive before the response to the request that placed the call. */
  #identify(call: TwilioCall, callSid: string): void {
    if (call.callSid !== null) return;
    call.placed(callSid);
    const accountSid = this.#calls.get(call.callId)?.accountSid;
    if (accountSid === undefined) return;
    this.#deps.ledger.note({ sid: callSid, accountSid, callId: call.callId });
  }

  #url(path: string, callId: string): string {
    return `${this.#deps.account.publicUrl(path)}?${CALL_PARAMETER}=${callId}`;
  }
}
