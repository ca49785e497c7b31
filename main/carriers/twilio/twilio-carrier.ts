import type { CallLeg, Carrier, OutboundCall, OutboundText } from '../carrier.ts';
import type { TwilioCalls } from './twilio-calls.ts';

/** Calls and texts of numbers that are at Twilio. */
export class TwilioCarrier implements Carrier {
  readonly name = 'twilio';
  readonly #calls: TwilioCalls;
  readonly #texts: Pick<Carrier, 'sendText'>;

  constructor(deps: { calls: TwilioCalls; texts: Pick<Carrier, 'sendText'> }) {
    this.#calls = deps.calls;
    this.#texts = deps.texts;
  }

  checkCall(call: Pick<OutboundCall, 'from' | 'to'>): void {
    this.#calls.checkCall(call);
  }

  placeCall(call: OutboundCall): CallLeg {
    return this.#calls.placeCall(call);
  }

  sendText(text: OutboundText): Promise<void> {
    return this.#texts.sendText(text);
  }
}
