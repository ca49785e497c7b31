import type { Notice } from './markup/markup-rule.ts';
import type { NoticeKind } from './markup/unspoken.ts';

const WHAT: Readonly<Record<NoticeKind, (written: string) => string>> = {
  markdown: (written) =>
    `Markdown is not spoken, so "${written}" was read without its marks. Have the agent answer in plain sentences.`,
  tags: (written) =>
    `Tags are not spoken, so those in "${written}" were left out. Have the agent answer in plain sentences.`,
  thinking: (written) =>
    `A model's thinking was left out ("${written}"). Nobody hears it, but the caller waits for it: switch thinking off, or have your server keep it to itself.`,
  thinkingUnopened: (written) =>
    `A thinking tag closed that never opened ("${written}"), so what came before it was taken for thinking as far as it was not spoken yet. Have your server strip it.`,
  thinkingUnclosed: (written) =>
    `A thinking tag opened and never closed ("${written}"), so the rest of the answer was not spoken. Have your server strip it.`,
  toolCall: (written) =>
    `A tool call was written as words ("${written}"), so it was neither spoken nor carried out. Choose a model with tool calling, or have your server carry it out.`,
  json: (written) =>
    `JSON within the words is not spoken ("${written}"). Send what is to be said as text.`,
  code: (written) => `A block of code is not spoken ("${written}"). Send what is to be said.`,
};

/** What was removed from the words, why, and what to do. */
export function leftOutMessage({ kind, written }: Notice): string {
  return WHAT[kind](written);
}
