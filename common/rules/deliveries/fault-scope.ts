import type { DeliveryFaultSpec } from '../../contract/index.ts';
import type { MatchableDelivery } from './delivery-match.ts';

/** Whether a fault can apply to a delivery at all: some faults concern one kind of event only. */
export function canHit(
  kind: DeliveryFaultSpec['kind'],
  { event, channel, body }: MatchableDelivery,
): boolean {
  switch (kind) {
    case 'refinedTranscript':
    case 'emptyCallFields':
    case 'transcriptAsList':
      return event === 'agent.message' && channel === 'voice';
    case 'callEndedExtras':
      return event === 'agent.call_ended';
    case 'turnAfterTransfer':
      return (
        event === 'agent.call_ended' &&
        (body?.includes('"disconnectionReason":"call_transfer"') ?? false)
      );
    case 'badSignature':
    case 'missingSignature':
    case 'staleSignature':
    case 'tamperedBody':
    case 'jsonSpelling':
    case 'duplicate':
    case 'delay':
    case 'reorder':
    case 'drop':
    case 'reset':
      return true;
    default:
      return kind satisfies never;
  }
}
