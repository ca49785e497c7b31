/** What went wrong at a handler: one sentence on what happened, and one on what to do. */
export interface HandlerFault {
  readonly finding: string;
  readonly fix: string;
}

/** A handler's answer, as far as it was recorded. */
export interface RecordedAnswer {
  readonly url: string;
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  /** The beginning of the body; empty if it is not text. */
  readonly body: string;
}

/** Both sentences in one string, as attempts, timelines and the window show them. */
export function faultSentence({ finding, fix }: HandlerFault): string {
  return `${finding} ${fix}`;
}

/** The `host:port` of a URL, for messages. */
export function placeOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed) return url;
  const port = parsed.port || (parsed.protocol === 'https:' ? '443' : '80');
  return `${parsed.hostname}:${port}`;
}
