import type { CalleeBehaviour, OperationOutput } from '../../../common/contract/index.ts';

type Rules = OperationOutput<'callee.list'>['items'];

/** What everybody does, and how many numbers have a rule of their own. */
export function calleesInWords(rules: Rules): string {
  const everybody = rules.find(({ number }) => number === null);
  const own = rules.filter(({ number }) => number !== null).length;
  const words = everybody === undefined ? '' : IN_WORDS[everybody.behaviour];
  if (own === 0) return words;
  return `${words}; ${own === 1 ? '1 number has' : `${own} numbers have`} a rule`;
}

const IN_WORDS: Readonly<Record<CalleeBehaviour, string>> = {
  ring: 'Rings here',
  answer: 'Answers',
  busy: 'Is busy',
  noAnswer: 'Does not answer',
  voicemail: 'Voicemail answers',
  decline: 'Declines',
  fail: 'Cannot be reached',
  screening: 'Is screened',
};
