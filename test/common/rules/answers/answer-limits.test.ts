import { describe, expect, it } from 'vitest';
import {
  isTooIntricate,
  LONGEST_ANSWER_LINE,
} from '../../../../common/rules/answers/answer-limits.ts';
import { readWholeAnswer } from '../../../../common/rules/answers/answer-lines.ts';
import { readResponse } from '../../../../common/rules/answers/voice-response.ts';

const lists = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const objects = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

describe('an answer that costs too much to read', () => {
  it.each([
    ['a hundred lists, one in the other', lists(100), false],
    ['a hundred and one lists', lists(101), true],
    ['a hundred objects, one in the other', objects(100), false],
    ['a hundred and one objects', objects(101), true],
    ['lists side by side', `[${Array(200).fill('[]').join(',')}]`, false],
    ['objects side by side', `[${Array(200).fill('{}').join(',')}]`, false],
    ['brackets in a string', JSON.stringify('['.repeat(200) + '{'.repeat(200)), false],
    ['brackets after an escaped quote', JSON.stringify(`"${'['.repeat(200)}`), false],
    ['brackets after a string that ends in a backslash', `["\\\\",${lists(100)}]`, true],
    ['ten thousand values', JSON.stringify(Array(10_000).fill(1)), false],
    ['ten thousand and one values', JSON.stringify(Array(10_001).fill(1)), true],
    [
      'ten thousand values and a comma in a string',
      JSON.stringify([...Array(9_999).fill(1), ',']),
      false,
    ],
    ['nothing', '', false],
  ])('%s', (_what, json, isTooMuch) => {
    expect(isTooIntricate(json)).toBe(isTooMuch);
  });

  it('is not parsed, and the warning says so', () => {
    expect(readResponse(`{"text":${lists(101)}}`)).toEqual({
      instruction: null,
      warnings: [
        {
          code: 'not_json',
          message:
            'The answer is nested too deeply, or has thousands of fields. Send {"text": "…"}; the caller heard nothing of this.',
        },
      ],
    });
  });

  it('is not read beyond a mebibyte either', () => {
    const around = JSON.stringify({ text: '' }).length;
    const longest = JSON.stringify({ text: 'x'.repeat(LONGEST_ANSWER_LINE - around) });
    expect(readWholeAnswer(longest).warnings).toEqual([]);
    expect(readWholeAnswer(` ${longest}`)).toMatchObject({
      instruction: null,
      warnings: [
        {
          code: 'response_too_large',
          message:
            'The answer is one JSON object of more than 1 MiB, so nothing was spoken. Answer with less, or line by line as application/x-ndjson.',
        },
      ],
    });
  });
});
