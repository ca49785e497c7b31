/** An error response exactly as a framework writes it. */
export interface FrameworkError {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /** What the message must tell a person. */
  readonly says: readonly RegExp[];
}

export const HTML = { 'Content-Type': 'text/html; charset=utf-8' };
export const JSON_TYPE = { 'Content-Type': 'application/json' };
export const ROUTE = /Correct the path/;

export function html(status: number, body: string, ...says: RegExp[]): FrameworkError {
  return { status, headers: HTML, body, says };
}
export function json(status: number, value: unknown, ...says: RegExp[]): FrameworkError {
  return { status, headers: JSON_TYPE, body: JSON.stringify(value), says };
}
export function text(status: number, body: string, ...says: RegExp[]): FrameworkError {
  return { status, headers: { 'Content-Type': 'text/plain' }, body, says };
}
export function bare(
  status: number,
  headers: Readonly<Record<string, string>>,
  ...says: RegExp[]
): FrameworkError {
  return { status, headers, body: '', says };
}
