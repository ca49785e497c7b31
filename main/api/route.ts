import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { ErrorCode } from '../../common/contract/index.ts';
import { parsePart } from './request-schema.ts';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a handler gets: the account it works for and the parsed parts of the request. */
export interface RouteRequest<Params, Query, Body> {
  /** The account in scope: the key's own, or its sub-account named by `X-Sub-Account-Id`. */
  readonly accountId: string;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /**
   * Keeps the answer under the request's `Idempotency-Key`, if it has one. For work that goes on
   * after its commit: called in that transaction. All other answers are kept by themselves.
   */
  readonly keep: (answer: unknown) => void;
}

/**
 * One route, declared once: the server validates with it, `/openapi.json` and `/docs` describe it,
 * tests check answers against it.
 */
export interface RouteDefinition<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  readonly method: HttpMethod;
  /** With its version, e.g. `/v1/agents/:agent_id`. */
  readonly path: string;
  /** Name of the operation, `resource.method` as in the official SDK. */
  readonly operation: string;
  readonly summary: string;
  readonly tag: string;
  /** `public`: works without a key. Default `key`. */
  readonly access?: 'key' | 'public';
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** Default 200. */
  readonly status?: number;
  /** Schema of the answer; left out where there is no body or it is no JSON. */
  readonly answer?: Answer;
  /** Content type of an answer that is no JSON. */
  readonly contentType?: string;
  /** Beyond the ones every route can give. */
  readonly errors?: readonly ErrorCode[];
}

/** A route ready to be mounted; its types are checked and forgotten. */
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
 * Declares a route. `handle` may return the answer, a promise of it, or, after
 * `reply.hijack()` or a stream, whatever Fastify accepts.
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
