import type {
  AskedMessage,
  AskedPart,
  CutText,
  ModelRequestItem,
} from '../../../common/contract/index.ts';
import { formatMs } from '../../format/time-format.ts';

/** How many messages at the beginning of a request are those of the one before it. */
export function sameAsBefore(
  messages: readonly AskedMessage[],
  before: readonly AskedMessage[],
): number {
  const differs = messages.findIndex(
    (message, index) => JSON.stringify(message) !== JSON.stringify(before[index]),
  );
  return differs < 0 ? messages.length : differs;
}

/** The message in one line: its words, or the tool that it is about. */
export function excerptOf({ parts }: AskedMessage): string {
  return parts.map(wordsOf).join(' ').replaceAll(/\s+/g, ' ').trim().slice(0, 300);
}

function wordsOf(part: AskedPart): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'toolCall':
      return `calls ${part.name}(${part.arguments})`;
    case 'toolResult':
      return `${part.name ?? 'a tool'} answered ${part.text}`;
    case 'other':
      return part.json;
  }
}

/** How long a message is, in characters. */
export function lengthOf({ parts }: AskedMessage): number {
  return parts.reduce((sum, part) => {
    const { kind } = part;
    if (kind === 'toolCall') return sum + part.arguments.length;
    return sum + (kind === 'other' ? part.json : part.text).length;
  }, 0);
}

/** `cut at 32,768 of 40,000 characters`; null for what is whole. */
export function cutWords({ text, characters }: CutText): string | null {
  if (text.length >= characters) return null;
  return `cut at ${counted(text.length)} of ${counted(characters)} characters`;
}

/** What is known of an answer in figures, in the order in which it happened. */
export function answerFigures({ answer, provider }: ModelRequestItem): readonly string[] {
  if (answer === null || provider === 'offline') return [];
  const { firstTokenMs, durationMs, usage, finish } = answer;
  return [
    ...(firstTokenMs === null ? [] : [`first token after ${formatMs(firstTokenMs)}`]),
    `over after ${formatMs(durationMs)}`,
    ...(usage === null
      ? []
      : [`${counted(usage.inputTokens)} tokens in, ${counted(usage.outputTokens)} out`]),
    ...(finish === null ? [] : [`finish: ${finish}`]),
  ];
}

export function counted(count: number): string {
  return count.toLocaleString('en');
}
