import { describe, expect, it } from 'vitest';
import { leftOutMessage } from '../../../../common/rules/speech-text/left-out.ts';
import { isSpeakable } from '../../../../common/rules/speech-text/speakable.ts';

describe('what was left out of the words', () => {
  it.each([
    [
      'markdown',
      'Markdown is not spoken, so "*x*" was read without its marks. Have the agent answer in plain sentences.',
    ],
    [
      'tags',
      'Tags are not spoken, so those in "*x*" were left out. Have the agent answer in plain sentences.',
    ],
    [
      'thinking',
      `A model's thinking was left out ("*x*"). Nobody hears it, but the caller waits for it: switch thinking off, or have your server keep it to itself.`,
    ],
    [
      'thinkingUnopened',
      'A thinking tag closed that never opened ("*x*"), so what came before it was taken for thinking as far as it was not spoken yet. Have your server strip it.',
    ],
    [
      'thinkingUnclosed',
      'A thinking tag opened and never closed ("*x*"), so the rest of the answer was not spoken. Have your server strip it.',
    ],
    [
      'toolCall',
      'A tool call was written as words ("*x*"), so it was neither spoken nor carried out. Choose a model with tool calling, or have your server carry it out.',
    ],
    ['json', 'JSON within the words is not spoken ("*x*"). Send what is to be said as text.'],
    ['code', 'A block of code is not spoken ("*x*"). Send what is to be said.'],
  ] as const)('is told with what to do: %s', (kind, message) => {
    expect(leftOutMessage({ kind, written: '*x*' })).toBe(message);
  });
});

describe('what a voice can say', () => {
  it.each([
    'a',
    '7',
    'é',
    '日',
    '- a -',
    '*',
    ' # ',
    '\n+',
    '&',
    '%',
    '@',
    '=',
    '$',
    '€',
    '£',
    '¥',
  ])('is %j', (text) => {
    expect(isSpeakable(text)).toBe(true);
  });

  it.each(['', ' ', '…', '-', '👋', '**', '* *', '. *', '* .'])('is not %j', (text) => {
    expect(isSpeakable(text)).toBe(false);
  });
});
