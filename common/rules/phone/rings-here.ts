import type { CallView } from '../../contract/index.ts';

/**
 * An agent dials out and it is the person at this desk who is called. Over Twilio it rings on a
 * telephone elsewhere.
 */
export function ringsHere(call: Pick<CallView, 'direction' | 'phase' | 'carrier'>): boolean {
  return call.direction === 'outbound' && call.phase === 'ringing' && call.carrier === 'simulated';
}
