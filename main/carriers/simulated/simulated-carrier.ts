import { ApiError, type CallLine } from '../../../common/contract/index.ts';
import { newId } from '../../platform/random.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type {
  CallLeg,
  Carrier,
  InboundText,
  InboundTraffic,
  OutboundCall,
  ReceivedText,
} from '../carrier.ts';
import { CalleeRules } from './callee-rules.ts';
import { SimulatedLeg, type SoftphoneAudio } from './simulated-leg.ts';

export interface SimulatedCarrierDeps {
  readonly clock: Clock;
  readonly audio: SoftphoneAudio;
  /** How a new call sounds. */
  readonly line: () => CallLine;
  /** Asked late: services and carriers know each other only after `app` put both together. */
  readonly inbound: () => InboundTraffic;
}

interface Dialled {
  readonly from: string;
  readonly to: string;
  readonly line?: CallLine | undefined;
}

/** A microphone sends 50 times a second; a second without is a muted one, or none. */
const MICROPHONE_GAP_MS = 1_000;

/** The phone network inside this machine: its people are the softphone and scripts. */
export class SimulatedCarrier implements Carrier {
  readonly name = 'simulated';
  readonly arrivesAtOnce = true;
  readonly callees = new CalleeRules();
  readonly #deps: SimulatedCarrierDeps;
  readonly #legs = new Map<string, SimulatedLeg>();
  #microphoneAtMs = Number.NEGATIVE_INFINITY;

  constructor(deps: SimulatedCarrierDeps) {
    this.#deps = deps;
  }

  placeCall({ callId, to }: OutboundCall): CallLeg {
    const leg = this.#leg(callId, null);
    // The caller attaches its observer first; ringing begins in the next turn.
    queueMicrotask(() => {
      leg.tellLine();
      if (!leg.over) leg.ring(this.#deps.clock, this.callees.for(to));
    });
    return leg;
  }

  /** A text to somebody on this machine has arrived once it is stored: the softphone shows it. */
  sendText(): Promise<void> {
    return Promise.resolve();
  }

  /** Somebody dials an agent's number; without a `line` it sounds as the setting says. */
  dial({ from, to, line }: Dialled): { readonly callId: string } {
    const callId = newId('call');
    const leg = this.#leg(callId, line ?? null);
    try {
      this.#deps.inbound().callArrived({ callId, from, to }, leg);
      leg.tellLine();
    } catch (error) {
      leg.hangUp();
      throw error;
    }
    return { callId };
  }

  /** Somebody texts an agent's number. */
  text(text: InboundText): Promise<ReceivedText> {
    return this.#deps.inbound().textReceivedShared(text);
  }

  /** Whether the call is a live one on this machine. */
  carries(callId: string): boolean {
    return this.#legs.has(callId);
  }

  /** The far end of a call. @throws `CALL_NOT_LIVE` */
  person(callId: string): SimulatedLeg {
    const leg = this.#legs.get(callId);
    if (!leg) throw new ApiError('CALL_NOT_LIVE');
    return leg;
  }

  /** What the window tells of the sound; it may come after the end of the call. */
  heard(callId: string, frame: number, agoMs: number): void {
    this.#legs.get(callId)?.heard(frame, agoMs);
  }

  /** The softphone's microphone, 16 kHz; `frame` counts within a session of it. */
  callerSound(callId: string, frame: number, samples: Int16Array): void {
    const leg = this.#legs.get(callId);
    if (leg) this.#microphoneAtMs = this.#deps.clock.real.monotonicMs();
    leg?.speak(frame, samples);
  }

  /** Somebody speaks into a call right now: their time cannot be moved. */
  get microphoneIsLive(): boolean {
    const silentMs = this.#deps.clock.real.monotonicMs() - this.#microphoneAtMs;
    return this.#legs.size > 0 && silentMs < MICROPHONE_GAP_MS;
  }

  #leg(callId: string, line: CallLine | null): SimulatedLeg {
    const leg = new SimulatedLeg({
      callId,
      audio: this.#deps.audio,
      line: line ?? this.#deps.line(),
      onOver: () => this.#legs.delete(callId),
    });
    this.#legs.set(callId, leg);
    return leg;
  }
}
