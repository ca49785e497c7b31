/** In a few words, why a text is not JSON; null if it is. */
export function jsonProblem(text: string): string | null {
  if (text === '') return 'Empty';
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    const line = /line (\d+)/.exec(reason)?.[1] ?? lineOfPosition(text, reason);
    return line === null ? 'Not valid JSON' : `Not valid JSON, line ${line}`;
  }
}

function lineOfPosition(text: string, reason: string): string | null {
  const position = /position (\d+)/.exec(reason)?.[1];
  return position === undefined ? null : String(text.slice(0, Number(position)).split('\n').length);
}
