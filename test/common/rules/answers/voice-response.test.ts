import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readResponse } from '../../../../common/rules/answers/voice-response.ts';

const read = (value: unknown) => readResponse(JSON.stringify(value));
const codes = (value: unknown) => read(value).warnings.map((warning) => warning.code);

describe('an answer', () => {
  it.each([
    [{ text: 'Hi' }, { text: 'Hi', interim: false, action: null, digits: null }],
    [
      { text: 'Hm', interim: true },
      { text: 'Hm', interim: true, action: null, digits: null },
    ],
    [
      { text: 'Bye', hangup: true },
      { text: 'Bye', interim: false, action: 'hangup', digits: null },
    ],
    [
      { text: 'Bye', hangup: false },
      { text: 'Bye', interim: false, action: null, digits: null },
    ],
    [{ action: 'hangup' }, { text: '', interim: false, action: 'hangup', digits: null }],
    [{ action: 'transfer' }, { text: '', interim: false, action: 'transfer', digits: null }],
    [{ digits: '1*#' }, { text: '', interim: false, action: null, digits: '1*#' }],
    [{ press_digit: '2' }, { text: '', interim: false, action: null, digits: '2' }],
    [{ dtmf: '5' }, { text: '', interim: false, action: null, digits: '5' }],
    [
      { text: 'x', unknown: 1 },
      { text: 'x', interim: false, action: null, digits: null },
    ],
  ])('%j is understood without a warning', (value, instruction) => {
    expect(read(value)).toEqual({ instruction, warnings: [] });
  });

  it.each([
    ['Hello', 'not_json'],
    ['', 'not_json'],
    ['["Hello"]', 'not_object'],
    ['"Hello"', 'not_object'],
    ['42', 'not_object'],
    ['null', 'not_object'],
  ])('%s is silence, and the warning says why', (json, code) => {
    const { instruction, warnings } = readResponse(json);
    expect(instruction).toBeNull();
    expect(warnings).toMatchObject([{ code, message: expect.stringContaining('{"text": "…"}') }]);
  });

  it.each([
    ['"{\\"text\\":\\"Hi\\"}"', 'not_object', /\(a string\)\. It was encoded twice/],
    ['[{"text":"Hi"},200]', 'not_object', /returned tuple of body and status/],
    ['[{"text":"Hi"},599]', 'not_object', /returned tuple of body and status/],
    ['[{"text":"Hi"},199]', 'not_object', /\(an array\)\. Send \{"text": "…"\}/],
    ['[{"text":"Hi"},600]', 'not_object', /\(an array\)\. Send \{"text": "…"\}/],
    ['[{"text":"Hi"},"200"]', 'not_object', /\(an array\)\. Send \{"text": "…"\}/],
    ['[{"text":"Hi"},200,{}]', 'not_object', /\(an array\)\. Send \{"text": "…"\}/],
    ['" [1]"', 'not_object', /It was encoded twice/],
    ['"Hi {"', 'not_object', /\(a string\)\. Send \{"text": "…"\}/],
    ['null', 'not_object', /\(null\)/],
    ['7', 'not_object', /\(a number\)/],
    ['\0{\0"\0t', 'not_json', /written in UTF-16/],
    ['\ufffd\ufffd{\0"\0t\0', 'not_json', /written in UTF-16/],
    [': OPENROUTER PROCESSING\n\ndata: {"text":"Hi"}', 'not_json', /server-sent events/],
    ['{"choices":[],"id":1}', 'no_text', /^The answer has "choices", "id" but no "text"/],
    ['{"a":1,"b":1,"c":1,"d":1}', 'no_text', /has "a", "b", "c" and more but no "text"/],
    ['{"text":"Caf\ufffd"}', 'not_utf8', /no UTF-8, .*"Caf\ufffd"/],
  ])('%j is named by its cause', (json, code, message) => {
    expect(readResponse(json).warnings).toMatchObject([
      { code, message: expect.stringMatching(message) },
    ]);
  });

  it.each(['response', 'message', 'messages', 'content', 'reply', 'answer', 'speech'])(
    'with "%s" instead of "text" is told to rename it',
    (key) => {
      const { instruction, warnings } = read({ [key]: 'Hello' });
      expect(instruction).toMatchObject({ text: '' });
      expect(warnings[0]).toMatchObject({
        code: 'no_text',
        message: expect.stringContaining(`Rename "${key}" to "text"`),
      });
    },
  );

  it('warns of what is not supported, once per field', () => {
    expect(codes({ text: 'x', transferNumber: '+1', language: 'de' })).toEqual([
      'unsupported_field',
      'unsupported_field',
    ]);
    expect(codes({ text: 'x', digits: '12a' })).toEqual(['unsupported_field']);
    expect(codes({ transfer: true })).toEqual(['legacy_transfer']);
    expect(codes({})).toEqual(['no_text']);
  });

  it('never throws, whatever is sent', () => {
    fc.assert(fc.property(fc.json(), (json) => void readResponse(json)));
    fc.assert(fc.property(fc.string(), (text) => void readResponse(text)));
    const keys = fc.constantFrom('text', 'digits', 'action', 'hangup', 'interim', 'transfer');
    fc.assert(fc.property(fc.dictionary(keys, fc.jsonValue()), (value) => void read(value)));
  });

  it('quotes no more than a little of what it could not read', () => {
    const [warning] = readResponse('x'.repeat(100_000)).warnings;
    expect(warning?.message.length).toBeLessThan(250);
  });
});
