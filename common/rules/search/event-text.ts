/** What of a recorded request's body somebody would look for: what was said, and by whom. */
export interface EventText {
  readonly text: string;
  readonly from: string;
  readonly to: string;
}

/** Other bodies are looked through as they are, as far as this. */
const RAW_CHARACTERS = 2_000;
const SAID = ['message', 'transcript', 'summary', 'reactionType', 'reaction'] as const;

/** Reads the body of a delivery. What it tells of earlier messages is found where they are. */
export function eventText(body: string): EventText {
  const data = dataOf(body);
  if (data === null) return { text: body.slice(0, RAW_CHARACTERS), from: '', to: '' };
  const said = SAID.map((name) => wordOf(data[name])).filter((text) => text !== '');
  return { text: said.join(' — '), from: wordOf(data.from), to: wordOf(data.to) };
}

function dataOf(body: string): Readonly<Record<string, unknown>> | null {
  try {
    const event: unknown = JSON.parse(body);
    if (typeof event !== 'object' || event === null || !('data' in event)) return null;
    const { data } = event;
    return typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
