import { describe, expect, it } from 'vitest';
import {
  AnswerLines,
  isStreamedAnswer,
  readWholeAnswer,
} from '../../../../common/rules/answers/answer-lines.ts';

function read(...lines: readonly object[]) {
  const answer = new AnswerLines();
  const read = lines.map((line) => answer.next(JSON.stringify(line)));
  const warnings = [...read.flatMap((line) => line.warnings), ...answer.end()];
  return { read, codes: warnings.map(({ code }) => code) };
}

describe('the lines of a streamed answer', () => {
  it('are numbered, and end with the first that is not interim', () => {
    const { read: lines, codes } = read(
      { text: 'One', interim: true },
      { text: 'Two' },
      { text: 'Three' },
      { text: 'Four' },
    );
    expect(lines.map(({ line, instruction }) => [line, instruction?.text])).toEqual([
      [0, 'One'],
      [1, 'Two'],
      [null, undefined],
      [null, undefined],
    ]);
    expect(codes).toEqual(['lines_after_final']);
  });

  it('are warned about when none closes the turn, or there is none', () => {
    expect(read({ text: 'One', interim: true }).codes).toEqual(['no_final_chunk']);
    expect(read().codes).toEqual(['empty_body']);
    expect(read({ text: 'One', interim: true, action: 'hangup' }).codes).toEqual([]);
  });

  it('may end with one that says nothing, when something was said', () => {
    expect(read({ text: 'One', interim: true }, { text: '' }).codes).toEqual([]);
    expect(read({ text: '', interim: true }, { text: 'One' }).codes).toEqual(['empty_text']);
    expect(read({ text: '' }).codes).toEqual(['empty_text']);
    expect(read({ text: 'One moment.', interim: true }, { message: 'Yes.' }).codes).toEqual([
      'no_text',
    ]);
  });

  it('are named when they are no JSON', () => {
    const answer = new AnswerLines();
    answer.next('{"text":"One","interim":true}');
    expect(answer.next('{"te').warnings).toEqual([
      { code: 'malformed_line', message: expect.stringMatching(/^Line 2 was skipped\./) },
    ]);
    expect(answer.next('{"text":"Two"}')).toMatchObject({ line: 2, warnings: [] });
  });
});

describe('a line that is too long', () => {
  it('is skipped, and the answer goes on', () => {
    const answer = new AnswerLines();
    expect(answer.next(null)).toEqual({
      line: 0,
      instruction: null,
      warnings: [
        {
          code: 'malformed_line',
          message: 'Line 1 was skipped. It is longer than 1 MiB. Send a sentence or two per line.',
        },
      ],
    });
    expect(answer.next('{"text":"Hi"}')).toMatchObject({ line: 1, warnings: [] });
  });
});

describe('a line of blanks', () => {
  it('is not something said', () => {
    expect(read({ text: ' ', interim: true }, { text: '' }).codes).toEqual([
      'empty_text',
      'empty_text',
    ]);
  });
});

describe('a stream with an object over several lines', () => {
  it.each(['{', '['])('is told at its %s, and is not called cut off', (line) => {
    expect(new AnswerLines().next(line).warnings).toEqual([
      { code: 'malformed_line', message: expect.stringMatching(/^Line 1 .* on one line/) },
    ]);
  });
});

describe('an answer in one object', () => {
  it('is final, whatever it says', () => {
    expect(readWholeAnswer(' {"text":"Hi","interim":true} ').instruction).toMatchObject({
      text: 'Hi',
      interim: false,
    });
    expect(readWholeAnswer(' \n').warnings).toMatchObject([{ code: 'empty_body' }]);
  });

  it.each(['{"text":"a"} \n {"text":"b"}', '{"text":"a"}\r\n\r\n{"text":"b"}\n'])(
    'that is a stream under the wrong name is told so with blanks around its lines: %j',
    (body) => {
      expect(readWholeAnswer(body).warnings[0]?.message).toMatch(/is not marked as a stream/);
    },
  );

  it.each(['x {"text":"a"}\n{"text":"b"}', '{"text":"a"}{"text":"b"}', '{"text":"a"\n{'])(
    'that is none is not taken for a stream: %j',
    (body) => {
      expect(readWholeAnswer(body).warnings).toMatchObject([{ code: 'not_json' }]);
      expect(readWholeAnswer(body).warnings[0]?.message).not.toMatch(/marked as a stream/);
    },
  );

  it('keeps its warnings over several lines that are one object', () => {
    expect(readWholeAnswer('{"text":"a",\n"language":\n"de"}').warnings).toMatchObject([
      { code: 'unsupported_field' },
    ]);
    expect(readWholeAnswer('[{"text":"a"}\n,{"text":"b"}]').warnings).toMatchObject([
      { code: 'not_object' },
    ]);
  });

  it('that is a stream under the wrong name is told so', () => {
    expect(readWholeAnswer('{"text":"a"}\n{"text":"b"}').warnings).toMatchObject([
      { code: 'not_json', message: expect.stringContaining('application/x-ndjson') },
    ]);
    expect(isStreamedAnswer('application/x-ndjson; charset=utf-8')).toBe(true);
    expect(isStreamedAnswer('application/json')).toBe(false);
    expect(isStreamedAnswer(null)).toBe(false);
  });
});
