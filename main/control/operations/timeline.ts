import type { CallExports } from '../../services/calls/call-exports.ts';
import type { LatencyFigures } from '../../services/calls/latency-figures.ts';
import type { OperationHandlers } from '../registry.ts';

export interface TimelineOperationsDeps {
  readonly exports: CallExports;
  readonly figures: LatencyFigures;
  readonly accountId: () => string;
}

export function timelineOperations({ exports, figures, accountId }: TimelineOperationsDeps) {
  return {
    'call.export': (query) => exports.export(query),
    'latency.summary': (query) => figures.summary(accountId(), query),
  } satisfies Partial<OperationHandlers>;
}
