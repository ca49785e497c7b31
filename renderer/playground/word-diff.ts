import { diffLines } from '../../common/rules/deliveries/text-diff.ts';

/** A sequence of words that both texts have, or only this side has. */
export interface WordRun {
  readonly kind: 'same' | 'only';
  readonly text: string;
}

/**
 * Compares two answers word by word. Each side is complete, with the words marked that only it has.
 */
export function diffWords(
  left: string,
  right: string,
): { readonly left: readonly WordRun[]; readonly right: readonly WordRun[] } {
  const lines = diffLines(wordLines(left), wordLines(right));
  return {
    left: runs(lines.filter(({ kind }) => kind !== 'added')),
    right: runs(lines.filter(({ kind }) => kind !== 'removed')),
  };
}

function wordLines(text: string): string {
  return text.split(/\s+/).filter(Boolean).join('\n');
}

function runs(words: readonly { readonly kind: string; readonly text: string }[]): WordRun[] {
  const joined: { kind: 'same' | 'only'; words: string[] }[] = [];
  for (const word of words) {
    const kind = word.kind === 'same' ? 'same' : 'only';
    const last = joined.at(-1);
    if (last?.kind === kind) last.words.push(word.text);
    else joined.push({ kind, words: [word.text] });
  }
  return joined.map(({ kind, words: said }) => ({ kind, text: said.join(' ') }));
}
