/** Words that are written their own way; all others are in small letters. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['api', 'API'],
  ['cors', 'CORS'],
  ['imessage', 'iMessage'],
  ['llm', 'LLM'],
  ['sid', 'SID'],
  ['sms', 'SMS'],
  ['stt', 'STT'],
  ['tts', 'TTS'],
  ['url', 'URL'],
  ['urls', 'URLs'],
  ['wav', 'WAV'],
]);

const UNITS: readonly string[] = ['ms', 'seconds', 'minutes', 'days'];

/** The name of a field in words, a unit behind a comma: `timeoutSeconds` is “Timeout, seconds”. */
export function fieldLabel(name: string): string {
  const words = name.split(/(?=[A-Z])/).map((word) => word.toLowerCase());
  const unit = words.length > 1 && UNITS.includes(words.at(-1) ?? '') ? words.pop() : undefined;
  const label = words.map((word) => SPELLINGS.get(word) ?? word).join(' ');
  // “iMessage” begins small.
  const start = SPELLINGS.has(words[0] ?? '')
    ? label
    : label.slice(0, 1).toUpperCase() + label.slice(1);
  return unit === undefined ? start : `${start}, ${unit}`;
}

/** The name as JSON has it, where the label does not say as much; undefined where it does. */
export function nameBeside(name: string): string | undefined {
  return fieldLabel(name).toLowerCase() === name ? undefined : name;
}
