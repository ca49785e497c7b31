import type { FastifyInstance } from 'fastify';
import { ApiError } from '../../../common/contract/index.ts';
import { addMcpOverHttp } from '../../platform/mcp/mcp-over-http.ts';
import { type ApiAccess, authenticate } from '../auth.ts';
import { sendError } from '../errors.ts';
import { createMcpServer } from './mcp-server.ts';
import type { ApiCaller } from './tool.ts';

/** MCP over Streamable HTTP at `/mcp`, with the API key. */
export function addMcp(
  app: FastifyInstance,
  { access, version }: { readonly access: ApiAccess; readonly version: string },
): void {
  void app.register(async (guarded) => {
    guarded.addHook('onRequest', async (request) => void authenticate(access, request));
    addMcpOverHttp(guarded, '/mcp', (headers) => createMcpServer(callerIn(app, headers), version));
  });
  for (const method of ['GET', 'DELETE'] as const) {
    app.route({
      method,
      url: '/mcp',
      // There is no stream to listen to and no session to end.
      handler: (_request, reply) =>
        sendError(reply.header('allow', 'POST'), new ApiError('METHOD_NOT_ALLOWED')),
    });
  }
}

const PASSED_ON = ['host', 'authorization', 'x-sub-account-id'] as const;

/**
 * Calls the API within this process on behalf of the same client: same key, same sub-account, same
 * limits.
 */
function callerIn(app: FastifyInstance, asker: Headers): ApiCaller {
  const headers = Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = asker.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
  return async ({ method, path, query, body }) => {
    const response = await app.inject({
      method,
      url: path,
      query: textFields(query),
      headers,
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
