import type { FastifyReply } from 'fastify';
import {
  ApiError,
  CallDetail,
  CallList,
  CallsQuery,
  CallTranscript,
  CreateCallRequest,
  CreatedCall,
  CreateWebCallRequest,
  GetCallQuery,
  WebCall,
} from '../../../common/contract/index.ts';
import type { Calls } from '../../services/calls/calls.ts';
import type { SipTrunks } from '../../services/trunks/sip-trunks.ts';
import { listAnswer } from '../paging.ts';
import { type ApiRoute, route } from '../route.ts';
import { sendFile } from '../sent-file.ts';
import { streamTranscript, type TranscriptStreamDeps } from '../transcript-stream.ts';
import { CallPath } from './params.ts';

export interface CallRoutesDeps extends TranscriptStreamDeps {
  readonly calls: Calls;
  readonly sipTrunks: Pick<SipTrunks, 'warning'>;
}

const tag = 'Calls';
const DEFAULT_WAIT_SECONDS = 120;
const DEFAULT_COMPLETION_SECONDS = 300;

export function callRoutes(deps: CallRoutesDeps): ApiRoute[] {
  const { calls, sipTrunks } = deps;
  return [
    route(
      {
        method: 'GET',
        path: '/v1/calls',
        operation: 'calls.listCalls',
        summary: 'List calls, newest first',
        tag,
        query: CallsQuery,
        answer: CallList,
      },
      ({ accountId, query }) => listAnswer(calls.list(accountId, query), query),
    ),
    route(
      {
        method: 'POST',
        path: '/v1/calls',
        operation: 'calls.createOutboundCall',
        summary: 'Let an agent call somebody; answers at once unless told to wait',
        tag,
        body: CreateCallRequest,
        answer: CreatedCall,
        errors: [
          'NOT_FOUND',
          'VALIDATION_ERROR',
          'RESTRICTED_DESTINATION',
          'QUOTA_EXCEEDED',
          'CONFLICT',
          'INSUFFICIENT_BALANCE',
          'CARRIER_ERROR',
          'REAL_TRAFFIC_UNCONFIRMED',
        ],
      },
      async ({ accountId, body, reply }) => {
        const call = await calls.create(accountId, body);
        const warning = sipTrunks.warning(accountId);
        const told = warning === null ? {} : { warnings: [warning] };
        if (!body.waitForCompletion) return { ...call, ...told };
        const seconds = body.maxWaitSeconds ?? DEFAULT_COMPLETION_SECONDS;
        await calls.waitUntilEnded(call.id, seconds * 1000, untilClosed(reply));
        return { ...calls.get(accountId, call.id), ...told };
      },
    ),
    route(
      {
        method: 'POST',
        path: '/v1/calls/web',
        operation: 'calls.createWebCall',
        summary: 'Start a call from a browser; the token is good for 30 seconds',
        tag,
        body: CreateWebCallRequest,
        answer: WebCall,
        errors: [
          'NOT_FOUND',
          'VALIDATION_ERROR',
          'QUOTA_EXCEEDED',
          'INSUFFICIENT_BALANCE',
          'CONFLICT',
        ],
      },
      ({ accountId, body }) => calls.createWebCall(accountId, body),
    ),
    route(
      {
        method: 'GET',
        path: '/v1/calls/:call_id',
        operation: 'calls.getCall',
        summary: 'Get a call with its transcript so far; can wait for its end',
        tag,
        params: CallPath,
        query: GetCallQuery,
        answer: CallDetail,
        errors: ['NOT_FOUND'],
      },
      async ({ accountId, params, query, reply }) => {
        const call = calls.get(accountId, params.call_id);
        if (!query.wait || call.endedAt !== null) return call;
        const seconds = query.timeout ?? DEFAULT_WAIT_SECONDS;
        await calls.waitUntilEnded(call.id, seconds * 1000, untilClosed(reply));
        return calls.get(accountId, call.id);
      },
    ),
    route(
      {
        method: 'POST',
        path: '/v1/calls/:call_id/end',
        operation: 'calls.endCall',
        summary: 'Ask a live call to stop',
        tag,
        params: CallPath,
        answer: CallDetail,
        errors: ['NOT_FOUND', 'CALL_NOT_LIVE'],
      },
      ({ accountId, params }) => calls.end(accountId, params.call_id),
    ),
    route(
      {
        method: 'GET',
        path: '/v1/calls/:call_id/recording',
        operation: 'calls.getCallRecording',
        summary: 'Download the recording; needs no key, the call id is the secret',
        tag,
        access: 'public',
        params: CallPath,
        contentType: 'audio/wav',
        errors: ['NOT_FOUND'],
      },
      ({ params, request, reply }) => {
        const path = calls.recordingPath(params.call_id);
        if (path === null) {
          throw new ApiError('NOT_FOUND', 'There is no such call, or it has no recording.');
        }
        return sendFile(request, reply, {
          path,
          contentType: 'audio/wav',
          disposition: 'attachment',
          fileName: `recording-${params.call_id}.wav`,
        });
      },
    ),
    route(
      {
        method: 'GET',
        path: '/v1/calls/:call_id/transcript',
        operation: 'calls.getCallTranscript',
        summary: 'Get the whole transcript, oldest first',
        tag,
        params: CallPath,
        answer: CallTranscript,
        errors: ['NOT_FOUND'],
      },
      ({ accountId, params }) => calls.transcript(accountId, params.call_id),
    ),
    route(
      {
        method: 'GET',
        path: '/v1/calls/:call_id/transcript/stream',
        operation: 'calls.streamCallTranscript',
        summary: 'Follow the transcript as server-sent events; ends with the call',
        tag,
        params: CallPath,
        contentType: 'text/event-stream',
        errors: ['NOT_FOUND'],
      },
      ({ accountId, params, request, reply }) =>
        streamTranscript(deps, accountId, params.call_id, request, reply),
    ),
  ];
}

/** Aborts when the client disconnects, so that no work is done for it. */
function untilClosed(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => controller.abort());
  return controller.signal;
}
