import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { ErrorCode } from '../../common/contract/index.ts';
import { parsePart } from './request-schema.ts';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A handler's input: the account it works for, and the parsed parts of the request. */
export interface RouteRequest<Params, Query, Body> {
  /**
   * The account the request is for: the key's own, or its sub-account named by `X-Sub-Account-Id`.
   */
  readonly accountId: string;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /**
   * Stores the answer under the request's `Idempotency-Key`, if it has one. Only for work that
   * continues after its commit; call it in that transaction. All other answers are stored
   * automatically.
   */
  readonly keep: (answer: unknown) => void;
}

/**
 * One route, defined once: the server validates by it, `/openapi.json` and `/docs` describe it, and
 * tests check answers against it.
 */
export interface RouteDefinition<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  readonly method: HttpMethod;
  /** Including the version, e.g. `/v1/agents/:agent_id`. */
  readonly path: string;
  /** The operation's name, `resource.method` as in the official SDK. */
  readonly operation: string;
  readonly summary: string;
  readonly tag: string;
  /** `public`: needs no key. Default: `key`. */
  readonly access?: 'key' | 'public';
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** Default: 200. */
  readonly status?: number;
  /** The schema of the answer; absent if there is no body or it is not JSON. */
  readonly answer?: Answer;
  /** The content type of an answer that is not JSON. */
  readonly contentType?: string;
  /** In addition to the errors that every route can return. */
  readonly errors?: readonly ErrorCode[];
}

/** A route ready to be mounted. Its types were checked by `route` and are no longer needed. */
export interface ApiRoute extends RouteDefinition {
  run(
    request: FastifyRequest,
    reply: FastifyReply,
    accountId: string,
    keep: (answer: unknown) => void,
  ): unknown;
}

type Parsed<Schema extends z.ZodType | undefined> = Schema extends z.ZodType
  ? z.output<Schema>
  : undefined;

/**
 * Defines a route. `handle` may return the answer, a promise of it, or, after `reply.hijack()` or a
 * stream, whatever Fastify accepts.
 */
export function route<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
>(
  definition: RouteDefinition<Params, Query, Body, Answer>,
  handle: (
    request: RouteRequest<Parsed<Params>, Parsed<Query>, Parsed<Body>>,
  ) =>
    | z.input<Answer>
    | Promise<z.input<Answer>>
    | FastifyReply
    | Promise<FastifyReply>
    | undefined,
): ApiRoute {
  const { params, query, body } = definition;
  return {
    ...definition,
    run: (request, reply, accountId, keep) =>
      handle({
        accountId,
        params: (params && parsePart('path', params, request.params)) as Parsed<Params>,
        query: (query && parsePart('query', query, request.query)) as Parsed<Query>,
        body: (body && parsePart('body', body, request.body)) as Parsed<Body>,
        request,
        reply,
        keep,
      }),
  };
}
