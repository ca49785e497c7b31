import type { CallExports } from '../../services/calls/call-exports.ts';
import type { LatencyFigures } from '../../services/calls/latency-summary.ts';
import { ReadyJson } from '../ready-json.ts';
import type { OperationHandlers } from '../registry.ts';

export interface TimelineOperationsDeps {
  readonly exports: CallExports;
  readonly figures: LatencyFigures;
  readonly accountId: () => string;
}

export function timelineOperations({ exports, figures, accountId }: TimelineOperationsDeps) {
  return {
    'call.events': async ({ callId, afterSeq }) =>
      new ReadyJson(await exports.events(callId, afterSeq)),
    'call.timeline': async ({ callId }) => new ReadyJson(await exports.timeline(callId)),
    'call.modelRequests': async (query) => new ReadyJson(await exports.modelRequests(query)),
    'call.export': async (query) => new ReadyJson(await exports.export(query)),
    'latency.summary': (query) => figures.summary(accountId(), query),
  } satisfies Partial<OperationHandlers>;
}
