import type { CallLeg, Carrier, OutboundCall, OutboundText } from '../carrier.ts';
import type { TwilioCalls } from './twilio-calls.ts';

type TextSender = Required<Pick<Carrier, 'checkText' | 'sendText'>>;

/** Carries the calls and texts of numbers at Twilio. */
export class TwilioCarrier implements Carrier {
  readonly name = 'twilio';
  readonly #calls: TwilioCalls;
  readonly #texts: TextSender;

  constructor(deps: { calls: TwilioCalls; texts: TextSender }) {
    this.#calls = deps.calls;
    this.#texts = deps.texts;
  }

  checkCall(call: Pick<OutboundCall, 'from' | 'to'>): void {
    this.#calls.checkCall(call);
  }

  placeCall(call: OutboundCall): CallLeg {
    return this.#calls.placeCall(call);
  }

  checkText(text: Pick<OutboundText, 'from' | 'to' | 'mediaUrls'>): void {
    this.#texts.checkText(text);
  }

  sendText(text: OutboundText): Promise<void> {
    return this.#texts.sendText(text);
  }
}
