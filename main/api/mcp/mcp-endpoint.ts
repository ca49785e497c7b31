import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../../../common/contract/index.ts';
import { replyByMcp } from '../../platform/mcp-reply.ts';
import { type ApiAccess, authenticate } from '../auth.ts';
import { sendError } from '../errors.ts';
import { createMcpServer } from './mcp-server.ts';
import type { ApiCaller } from './tool.ts';

/**
 * MCP over Streamable HTTP at `/mcp`, with the API key. Each request stands alone: there is no
 * session to keep, and a restart of the app breaks nothing.
 */
export function addMcp(
  app: FastifyInstance,
  { access, version }: { readonly access: ApiAccess; readonly version: string },
): void {
  app.post('/mcp', async (request, reply) => {
    authenticate(access, request);
    const server = createMcpServer(callerIn(app, request), version);
    return replyByMcp(server, request, reply);
  });
  for (const method of ['GET', 'DELETE'] as const) {
    app.route({
      method,
      url: '/mcp',
      // There is no stream to listen on and no session to end.
      handler: (_request, reply) =>
        sendError(reply.header('allow', 'POST'), new ApiError('METHOD_NOT_ALLOWED')),
    });
  }
}

/** Asks the API in this process, as the same caller: same key, same sub-account, same limits. */
function callerIn(app: FastifyInstance, request: FastifyRequest): ApiCaller {
  const { host, authorization, 'x-sub-account-id': account } = request.headers;
  return async ({ method, path, query, body }) => {
    const response = await app.inject({
      method,
      url: path,
      query: textFields(query),
      headers: {
        ...(host ? { host } : {}),
        ...(authorization ? { authorization } : {}),
        ...(typeof account === 'string' ? { 'x-sub-account-id': account } : {}),
      },
      ...(body ? { payload: body } : {}),
    });
    return {
      status: response.statusCode,
      body: response.body === '' ? undefined : response.json(),
    };
  };
}

function textFields(query: Readonly<Record<string, unknown>> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
}
