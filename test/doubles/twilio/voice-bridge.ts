import type { FastifyInstance } from 'fastify';
import type {
  CallerSound,
  CallerUtterance,
  CallLeg,
  InboundCall,
  LegObserver,
} from '../../../main/carriers/carrier.ts';
import { CallQueue } from '../../../main/carriers/twilio/call-queue.ts';
import { TWILIO_PATHS } from '../../../main/carriers/twilio/callbacks.ts';
import { TwilioIngress } from '../../../main/carriers/twilio/ingress/ingress.ts';
import { TwilioRest } from '../../../main/carriers/twilio/rest/twilio-rest.ts';
import { TwilioCalls } from '../../../main/carriers/twilio/twilio-calls.ts';
import { listenOnLoopback } from '../../../main/platform/listen.ts';
import { ProductClock } from '../../../main/platform/time/clock.ts';
import { ManualTime } from '../manual-time.ts';
import { PhoneNetwork } from './phone-network.ts';
import type { DoubleNumber } from './resources.ts';
import { TwilioDouble } from './twilio-double.ts';

/**
 * The voice side of the bridge between Twilio's double and a session that records everything: the
 * real REST client, ingress and legs, without an app around them. In time that the test moves.
 */
export class VoiceBridge {
  readonly twilio = new TwilioDouble();
  readonly network = new PhoneNetwork(this.twilio);
  readonly real = new ManualTime();
  readonly clock = new ProductClock({ real: this.real });
  readonly number: DoubleNumber;
  readonly calls: TwilioCalls;
  /** What sessions and people were told, one line each. */
  readonly log: string[] = [];
  readonly sound: CallerSound[] = [];
  readonly lines: CallerUtterance[] = [];
  readonly arrived: { call: InboundCall; leg: CallLeg }[] = [];
  /** Failed requests, with the message that a person sees. */
  readonly failures: string[] = [];
  /** Calls whose reported problem was withdrawn. */
  readonly withdrawn: string[] = [];
  readonly ledger = new Map<string, { accountSid: string; callId: string }>();
  voiceMode: 'mediaStreams' | 'conversationRelay' = 'mediaStreams';
  /** Replaces the handling of an inbound call. */
  onArrival: ((call: InboundCall, leg: CallLeg) => void) | null = null;
  #ingress: FastifyInstance | null = null;
  #publicUrl = '';
  readonly #waits = new Set<() => void>();

  constructor() {
    this.number = this.twilio.addNumber('+14155550123');
    const account = {
      rest: () => this.rest,
      publicUrl: (path: string) => this.#publicUrl + path,
      publicSocketUrl: (path: string) => this.#publicUrl.replace(/^http/, 'ws') + path,
      voiceMode: () => this.voiceMode,
      checkTraffic: () => {},
      report: (problem: string) => this.note(`problem: ${problem}`),
      withdraw: (callSid: string) => void this.withdrawn.push(callSid),
    };
    this.calls = new TwilioCalls({
      clock: this.clock,
      account,
      ledger: {
        note: ({ sid, ...call }) => void this.ledger.set(sid, call),
        forget: (sid) => void this.ledger.delete(sid),
        left: () => [...this.ledger].map(([sid, { callId }]) => ({ sid, callId })),
      },
      inbound: () => ({
        textReceived: () => ({ messageId: 'm', conversationId: 'c', deliveryId: null }),
        textReceivedShared: () => Promise.reject(new Error('not asked for')),
        callArrived: (call, leg) => {
          if (this.onArrival) {
            this.onArrival(call, leg);
            return;
          }
          this.arrived.push({ call, leg });
          leg.attach(this.observer);
          leg.answer();
        },
      }),
      onChange: () => {},
    });
  }

  readonly observer: LegObserver = {
    ringing: () => this.note('ringing'),
    answered: (by) => this.note(`answered by ${by}`),
    notReached: (why, told) => this.note(told === undefined ? why : `${why}: ${told}`),
    said: (line) => {
      this.lines.push(line);
      this.note(`line: ${line.text}`);
      return this.lines.length;
    },
    audio: (sound) => void this.sound.push(sound),
    phoneSet: () => {},
    dtmf: (digits) => this.note(`keys ${digits}`),
    heard: (frame) => this.note(`heard ${frame}`),
    screeningPassed: () => {},
    hungUp: () => this.note('hung up'),
    lost: () => this.note('lost'),
    interrupted: () => this.note('interrupted'),
  };

  rest!: TwilioRest;

  async start(): Promise<void> {
    const apiBaseUrl = await this.twilio.start();
    const { accountSid, authToken } = this.twilio;
    this.rest = new TwilioRest({
      credentials: { accountSid, authToken, apiKey: null },
      apiBaseUrl,
      accountId: 'acct_1',
      clock: this.clock,
      exchanges: { record: () => 'x' },
      queue: new CallQueue({ real: this.real, onChange: () => {} }),
      onOutcome: (problem) => {
        if (problem !== null) this.failures.push(problem);
      },
    });
    const seen = new Set<string>();
    const ingress = new TwilioIngress({
      clock: this.clock,
      accountId: 'acct_1',
      access: () => ({ accountSid, authToken, publicUrl: this.#publicUrl }),
      callbacks: {
        voice: this.calls,
        texts: { textReceived: () => '<Response/>', messageStatus: () => {} },
      },
      seen: { has: (key) => seen.has(key), add: (key) => void seen.add(key) },
      exchanges: { record: () => 'x' },
      subjectOf: () => ({}),
      attachment: () => null,
      onRefused: (why) => this.note(`refused: ${why}`),
      onDefect: (error) => this.note(`defect: ${(error as Error).stack}`),
    });
    this.#ingress = await ingress.createServer();
    this.#publicUrl = await listenOnLoopback(this.#ingress, 0, 'the ingress', '--ingress-port');
    this.number.voiceUrl = this.#publicUrl + TWILIO_PATHS.voice;
    this.number.statusCallback = this.#publicUrl + TWILIO_PATHS.status;
  }

  async stop(): Promise<void> {
    await this.#ingress?.close();
    await this.twilio.stop();
    this.clock.stop();
  }

  note(line: string): void {
    this.log.push(line);
    for (const look of [...this.#waits]) look();
  }

  /** Resolves once the line was recorded. */
  noted(line: string): Promise<void> {
    if (this.log.includes(line)) return Promise.resolve();
    return new Promise((resolve) => {
      const look = () => {
        if (!this.log.includes(line)) return;
        this.#waits.delete(look);
        resolve();
      };
      this.#waits.add(look);
    });
  }

  /** An agent calls a person. */
  place(more: Partial<{ callId: string; detectsVoicemail: boolean }> = {}): CallLeg {
    const call = { callId: 'call_out', from: '+14155550123', to: '+14155550199' };
    const leg = this.calls.placeCall({ ...call, detectsVoicemail: false, ...more });
    leg.attach(this.observer);
    return leg;
  }

  /** A person calls the agent. */
  dial(from = '+14155550199') {
    return this.network.dial({ from, to: this.number.phoneNumber });
  }

  /** The URL that Twilio requests once the socket is closed. */
  redirectOf(twiml: string): string {
    const url = /<Redirect[^>]*>([^<]+)</.exec(twiml)?.[1];
    if (url === undefined) throw new Error(`No redirect in ${twiml}`);
    return url.replaceAll('&amp;', '&');
  }
}
