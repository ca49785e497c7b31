import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CallDetail } from '../../common/contract/index.ts';
import type { RealTime } from '../platform/time/clock.ts';
import type { Calls } from '../services/calls/calls.ts';

const HEARTBEAT_MS = 15_000;

export interface TranscriptStreamDeps {
  readonly calls: Calls;
  readonly real: RealTime;
  readonly agentName: (agentId: string) => string | null;
}

/**
 * The transcript of a call as server-sent events
 * (docs/reference/provider/calls.md#transcript-stream): `connected`, every stored `turn`, new ones
 * as they come, `ended`, and then the end of the stream. A comment every 15 s keeps it open.
 * @throws ApiError `NOT_FOUND`, as ordinary JSON, before the stream begins
 */
export function streamTranscript(
  { calls, real, agentName }: TranscriptStreamDeps,
  accountId: string,
  callId: string,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const call = calls.get(accountId, callId);
  reply.hijack();
  const stream = reply.raw;
  stream.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  });
  if (request.method === 'HEAD') {
    stream.end();
    return reply;
  }
  const send = (event: string, data: unknown) => {
    if (!stream.writableEnded) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  send('connected', connectedData(call, agentName));

  let heartbeat = real.after(HEARTBEAT_MS, beat);
  function beat(): void {
    if (!stream.writableEnded) stream.write(': heartbeat\n\n');
    heartbeat = real.after(HEARTBEAT_MS, beat);
  }
  let ended = false;
  const unfollow = calls.followTranscript(accountId, callId, {
    onEntry: (entry) => send('turn', { callId, ...entry }),
    onEnd: (detail) => {
      ended = true;
      send('ended', endedData(detail));
      stream.end();
    },
  });
  const stop = () => {
    heartbeat.cancel();
    unfollow();
  };
  if (ended) stop();
  else stream.once('close', stop);
  return reply;
}

function connectedData(call: CallDetail, agentName: (agentId: string) => string | null) {
  return {
    callId: call.id,
    status: call.status,
    agentId: call.agentId,
    agentName: call.agentId === null ? null : agentName(call.agentId),
    direction: call.direction,
    fromNumber: call.fromNumber,
    toNumber: call.toNumber,
    startedAt: call.startedAt,
  };
}

function endedData(call: CallDetail) {
  return {
    callId: call.id,
    status: call.status,
    endedAt: call.endedAt,
    durationSeconds: call.durationSeconds,
  };
}
