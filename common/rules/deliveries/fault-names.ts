import type { DeliveryFaultSpec } from '../../contract/index.ts';

/** The faults of webhook requests in a word or two, as attempts and the window show them. */
export const DELIVERY_FAULT_NAMES: Readonly<Record<DeliveryFaultSpec['kind'], string>> = {
  badSignature: 'Bad signature',
  missingSignature: 'Missing signature',
  staleSignature: 'Stale signature',
  tamperedBody: 'Tampered body',
  transcriptAsList: 'Transcript as a list',
  emptyCallFields: 'Empty call fields',
  refinedTranscript: 'Refined transcript',
  callEndedExtras: 'Call end with extras',
  turnAfterTransfer: 'Turn after a transfer',
  jsonSpelling: 'JSON spelling',
  duplicate: 'Duplicate',
  delay: 'Delayed',
  reorder: 'Reordered',
  drop: 'Dropped',
  reset: 'Connection reset',
};
