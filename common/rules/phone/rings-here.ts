import type { CallView } from '../../contract/index.ts';

/**
 * Whether an agent is calling the person at this desk. Over Twilio, a telephone rings elsewhere.
 */
export function ringsHere(call: Pick<CallView, 'direction' | 'phase' | 'carrier'>): boolean {
  return call.direction === 'outbound' && call.phase === 'ringing' && call.carrier === 'simulated';
}
