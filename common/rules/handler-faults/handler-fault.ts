/** What went wrong at a handler: in a sentence each, what happened and what to do about it. */
export interface HandlerFault {
  readonly finding: string;
  readonly fix: string;
}

/** The answer of a handler as far as it was recorded. */
export interface RecordedAnswer {
  /** Where the request went. */
  readonly url: string;
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  /** The beginning of the body; empty where it is no text. */
  readonly body: string;
}

/** Both sentences as one, the form in which attempts, timelines and the window tell it. */
export function faultSentence({ finding, fix }: HandlerFault): string {
  return `${finding} ${fix}`;
}

/** `host:port` of a URL, for sentences. */
export function placeOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed) return url;
  const port = parsed.port || (parsed.protocol === 'https:' ? '443' : '80');
  return `${parsed.hostname}:${port}`;
}
