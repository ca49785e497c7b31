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
  /** The line quality of new calls. */
  readonly line: () => CallLine;
  /**
   * A function, because services and carriers get to know each other only when `app` has assembled
   * both.
   */
  readonly inbound: () => InboundTraffic;
}

interface Dialled {
  readonly from: string;
  readonly to: string;
  readonly line?: CallLine | undefined;
}

/** A microphone sends 50 frames per second. After a second without, it is muted or absent. */
const MICROPHONE_GAP_MS = 1_000;

/** The phone network inside this machine; the people on it are the softphone and scripts. */
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
    // The caller of this function attaches its observer first, so ringing begins in the next turn.
    queueMicrotask(() => {
      leg.tellLine();
      if (!leg.over) leg.ring(this.#deps.clock, this.callees.for(to));
    });
    return leg;
  }

  /**
   * Nothing to do: a text to a person on this machine has arrived once it is stored, and the
   * softphone shows it.
   */
  sendText(): Promise<void> {
    return Promise.resolve();
  }

  /** A person dials an agent's number. Without `line`, the setting decides. */
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

  /** A person texts an agent's number. */
  text(text: InboundText): Promise<ReceivedText> {
    return this.#deps.inbound().textReceivedShared(text);
  }

  /** Whether this is a live call on this machine. */
  carries(callId: string): boolean {
    return this.#legs.has(callId);
  }

  /** The far end of a call. @throws `CALL_NOT_LIVE` */
  person(callId: string): SimulatedLeg {
    const leg = this.#legs.get(callId);
    if (!leg) throw new ApiError('CALL_NOT_LIVE');
    return leg;
  }

  /** The window reports what was heard, possibly after the end of the call. */
  heard(callId: string, frame: number, agoMs: number): void {
    this.#legs.get(callId)?.heard(frame, agoMs);
  }

  /** Sound from the softphone's microphone, 16 kHz; `frame` counts within a microphone session. */
  callerSound(callId: string, frame: number, samples: Int16Array): void {
    const leg = this.#legs.get(callId);
    if (leg) this.#microphoneAtMs = this.#deps.clock.real.monotonicMs();
    leg?.speak(frame, samples);
  }

  /** A person is speaking into a call right now, so the clock must not be moved. */
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
