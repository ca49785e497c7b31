import type { z } from 'zod';

/** Sends one request to the API. This is how tools reach it, within this process or over HTTP. */
export type ApiCaller = (request: ApiRequest) => Promise<ApiResponse>;

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: Readonly<Record<string, unknown>>;
}

export interface ApiResponse {
  readonly status: number;
  /** The parsed JSON, or undefined for an empty body. */
  readonly body: unknown;
}

/** A tool of the MCP server. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly input: z.ZodRawShape;
  readonly effect: 'readOnly' | 'changes' | 'destructive';
  /** Returns the result for the assistant, as JSON or as a sentence. */
  run(call: ApiCall, args: Readonly<Record<string, unknown>>): Promise<unknown>;
}

/** Sends a request and returns its body; a failure is thrown with the API's message. */
export type ApiCall = (
  method: ApiRequest['method'],
  path: string,
  fields?: Pick<ApiRequest, 'query' | 'body'>,
) => Promise<unknown>;

/** Defines a tool with the types of its arguments. */
export function tool<Shape extends z.ZodRawShape>(definition: {
  readonly name: string;
  readonly description: string;
  readonly input: Shape;
  readonly effect: Tool['effect'];
  run(call: ApiCall, args: z.output<z.ZodObject<Shape>>): Promise<unknown>;
}): Tool {
  return definition as unknown as Tool;
}

/** The API refused the request; the assistant gets the reason. */
export class ToolFailure extends Error {}

/** @throws ToolFailure with the API's own message */
export function apiCall(caller: ApiCaller): ApiCall {
  return async (method, path, fields = {}) => {
    const { status, body } = await caller({ method, path, ...fields });
    if (status < 400) return body === undefined ? { success: true } : body;
    throw new ToolFailure(`The API answered ${status}: ${messageOf(body)}`);
  };
}

function messageOf(body: unknown): string {
  const { error } = (body ?? {}) as { error?: { message?: unknown } };
  return typeof error?.message === 'string' ? error.message : JSON.stringify(body ?? '');
}

/** A path whose parts are percent-encoded. */
export function path(strings: TemplateStringsArray, ...parts: readonly string[]): string {
  return String.raw({ raw: strings }, ...parts.map(encodeURIComponent));
}

/** Removes absent fields, for bodies in which absent means unchanged. */
export function given(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
