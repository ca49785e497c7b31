import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readResponse } from '../../../../common/rules/answers/voice-response.ts';

const NOTHING = { text: '', interim: false, action: null, digits: null };
const HI = { ...NOTHING, text: 'Hi' };
const HANGUP = { ...HI, action: 'hangup' };
const TRANSFER = { ...HI, action: 'transfer' };

/** What handlers send, how it is understood, and the codes of the warnings. */
const FORMS: readonly (readonly [answer: object, wanted: object, ...codes: string[]])[] = [
  // As documented, or with absent values written as null.
  [{ text: 'Hi', hangup: null, action: null, digits: null, interim: null }, HI],
  [{ text: 'Hi', hangup: true, extra: { a: 1 } }, HANGUP],
  [
    { text: '', hangup: true },
    { ...NOTHING, action: 'hangup' },
  ],
  [
    { text: '', digits: '1' },
    { ...NOTHING, digits: '1' },
  ],

  // Whether to hang up.
  [{ text: 'Hi', hangup: 'true' }, HANGUP, 'wrong_kind'],
  [{ text: 'Hi', hangup: 'True' }, HANGUP, 'wrong_kind'],
  [{ text: 'Hi', hangup: 'yes' }, HANGUP, 'wrong_kind'],
  [{ text: 'Hi', hangup: 1 }, HANGUP, 'wrong_kind'],
  [{ text: 'Hi', hangup: '1' }, HANGUP, 'wrong_kind'],
  [{ text: 'Hi', hangup: 0 }, HI, 'wrong_kind'],
  [{ text: 'Hi', hangup: 'false' }, HI, 'wrong_kind'],
  [{ text: 'Hi', hangup: '' }, HI, 'wrong_kind'],
  [{ text: 'Hi', hangup: ' true ' }, HANGUP, 'wrong_kind'],
  [{ text: 'Hi', hangup: 'later' }, HI, 'wrong_kind'],
  [{ text: 'Hi', hangup: {} }, HI, 'wrong_kind'],
  [{ text: 'Hi', hangup: [true] }, HI, 'wrong_kind'],
  [{ text: 'Hi', hang_up: true }, HANGUP, 'misspelt_field'],
  [{ text: 'Hi', hangUp: true }, HANGUP, 'misspelt_field'],
  [{ text: 'Hi', HangUp: true }, HANGUP, 'misspelt_field'],
  [{ text: 'Hi', 'hang-up': true }, HANGUP, 'misspelt_field'],
  [{ text: 'Hi', 'hang up': true }, HANGUP, 'misspelt_field'],
  [{ text: 'Hi', HANGUP: 'true' }, HANGUP, 'misspelt_field', 'wrong_kind'],
  [{ text: 'Hi', hangpu: true }, HANGUP, 'misspelt_field'],
  [{ text: 'Hi', hanggup: true }, HANGUP, 'misspelt_field'],
  [{ text: 'Hi', end_call: true }, HANGUP, 'misspelt_field'],
  [{ text: 'Hi', endCall: true }, HANGUP, 'misspelt_field'],
  [{ text: 'Hi', hangup: false, hang_up: true }, HI],

  // Under general-purpose names.
  [{ text: 'Hi', type: 'hangup' }, HANGUP, 'misspelt_field'],
  [{ text: 'Hi', command: 'hangup' }, HANGUP, 'misspelt_field'],
  [{ text: 'Hi', type: 'end_call' }, HANGUP, 'misspelt_field', 'unknown_action'],
  [{ text: 'Hi', type: 'message' }, HI],
  [{ text: 'Hi', type: 'hangup', action: null }, HI],
  [{ text: 'Hi', transferTo: '+14155550123' }, TRANSFER, 'misspelt_field', 'wrong_kind'],
  [{ text: 'Hi', transfer_to: true }, TRANSFER, 'misspelt_field'],
  [{ text: 'Hi', final: false }, { ...HI, interim: true }, 'misspelt_field'],
  [{ text: 'Hi', is_final: 'false' }, { ...HI, interim: true }, 'misspelt_field'],
  [{ text: 'Hi', final: true }, HI],
  [{ text: 'Hi', final: false, interim: false }, HI],
  [{ text: 'Hi', partial: true }, { ...HI, interim: true }, 'misspelt_field'],
  [
    { text: 'Hi', dtmf: '1' },
    { ...HI, digits: '1' },
  ],

  // Actions.
  [{ text: 'Hi', action: 'hang_up' }, HANGUP, 'unknown_action'],
  [{ text: 'Hi', action: 'hangUp' }, HANGUP, 'unknown_action'],
  [{ text: 'Hi', action: 'HANGUP' }, HANGUP, 'unknown_action'],
  [{ text: 'Hi', action: 'hang-up' }, HANGUP, 'unknown_action'],
  [{ text: 'Hi', action: 'hang up' }, HANGUP, 'unknown_action'],
  [{ text: 'Hi', action: 'end_call' }, HANGUP, 'unknown_action'],
  [{ text: 'Hi', action: 'endCall' }, HANGUP, 'unknown_action'],
  [{ text: 'Hi', action: 'end' }, HANGUP, 'unknown_action'],
  [{ text: 'Hi', action: 'disconnect' }, HANGUP, 'unknown_action'],
  [{ text: 'Hi', action: 'terminate' }, HANGUP, 'unknown_action'],
  [{ text: 'Hi', action: ['hangup'] }, HANGUP, 'unknown_action'],
  [{ text: 'Hi', action: { type: 'hangup' } }, HANGUP, 'unknown_action'],
  [{ text: 'Hi', action: { name: 'end_call' } }, HANGUP, 'unknown_action'],
  [{ text: 'Hi', action: 'Transfer' }, TRANSFER, 'unknown_action'],
  [{ text: 'Hi', action: 'transfer_call' }, TRANSFER, 'unknown_action'],
  [{ text: 'Hi', action: 'forward' }, TRANSFER, 'unknown_action'],
  [{ text: 'Hi', action: 'handoff' }, TRANSFER, 'unknown_action'],
  [{ text: 'Hi', action: 'none' }, HI, 'unknown_action'],
  [{ text: 'Hi', action: 'continue' }, HI, 'unknown_action'],
  [{ text: 'Hi', action: '' }, HI, 'unknown_action'],
  [{ text: 'Hi', action: 'dance' }, HI, 'unknown_action'],
  [{ text: 'Hi', action: true }, HI, 'unknown_action'],
  [{ text: 'Hi', action: 7 }, HI, 'unknown_action'],
  [{ text: 'Hi', action: ['hangup', 'transfer'] }, HI, 'unknown_action'],
  [{ text: 'Hi', Action: 'hangup' }, HANGUP, 'misspelt_field'],
  [{ text: 'Hi', actoin: 'hangup' }, HANGUP, 'misspelt_field'],
  [{ text: 'Hi', actions: ['hang_up'] }, HANGUP, 'misspelt_field', 'unknown_action'],

  // Transfers.
  [{ text: 'Hi', transfer: true }, TRANSFER, 'legacy_transfer'],
  [{ text: 'Hi', transfer: true, action: 'transfer' }, TRANSFER],
  [{ text: 'Hi', transfer: 'true' }, TRANSFER, 'wrong_kind'],
  [{ text: 'Hi', transfer: 1 }, TRANSFER, 'wrong_kind'],
  [{ text: 'Hi', transfer: false }, HI],
  [{ text: 'Hi', transfer: null }, HI],
  [{ text: 'Hi', transfer: 7 }, HI, 'wrong_kind'],
  [{ text: 'Hi', transfer: '+14155550123' }, TRANSFER, 'wrong_kind'],
  [{ text: 'Hi', transfer: { to: '+14155550123' } }, TRANSFER, 'wrong_kind'],
  [{ text: 'Hi', Transfer: true }, TRANSFER, 'misspelt_field'],

  // Lines that are not the last.
  [{ text: 'Hi', interim: 'true' }, { ...HI, interim: true }, 'wrong_kind'],
  [{ text: 'Hi', interim: 1 }, { ...HI, interim: true }, 'wrong_kind'],
  [{ text: 'Hi', interim: 'false' }, HI, 'wrong_kind'],
  [{ text: 'Hi', interim: 'perhaps' }, HI, 'wrong_kind'],
  [{ text: 'Hi', Interim: true }, { ...HI, interim: true }, 'misspelt_field'],
  [{ text: 'Hi', is_interim: true }, { ...HI, interim: true }, 'misspelt_field'],
  [{ text: 'Hi', interrim: true }, { ...HI, interim: true }, 'misspelt_field'],

  // Words.
  [{ text: ['Hi'] }, HI, 'wrong_kind'],
  [{ text: ['Hi', 'there'] }, { ...HI, text: 'Hi there' }, 'wrong_kind'],
  [{ text: [{ text: 'Hi' }] }, HI, 'wrong_kind'],
  [{ text: { text: 'Hi' } }, HI, 'wrong_kind'],
  [{ text: { content: 'Hi' } }, HI, 'wrong_kind'],
  [{ text: 42 }, { ...HI, text: '42' }, 'wrong_kind'],
  [{ text: null }, NOTHING, 'wrong_kind'],
  [{ text: null, hangup: true }, { ...NOTHING, action: 'hangup' }, 'wrong_kind'],
  [{ text: true }, NOTHING, 'wrong_kind'],
  [{ text: {} }, NOTHING, 'wrong_kind'],
  [{ text: [] }, NOTHING, 'wrong_kind'],
  [{ text: ['Hi', null] }, NOTHING, 'wrong_kind'],
  [{ text: ['Hi', []] }, NOTHING, 'wrong_kind'],
  [{ text: '' }, NOTHING, 'empty_text'],
  [{ text: ' \n ' }, { ...NOTHING, text: ' \n ' }, 'empty_text'],
  [{ text: '', interim: true }, { ...NOTHING, interim: true }, 'empty_text'],
  [{ text: '', hangup: false }, NOTHING, 'empty_text'],
  [{ Text: 'Hi' }, HI, 'misspelt_field'],
  [{ TEXT: 'Hi' }, HI, 'misspelt_field'],
  [{ txt: 'Hi' }, HI, 'misspelt_field'],
  [{ tetx: 'Hi' }, HI, 'misspelt_field'],
  [{ texxt: 'Hi' }, HI, 'misspelt_field'],
  [{ Text: ['Hi'] }, HI, 'misspelt_field', 'wrong_kind'],
  [{ Text: 'No', text: 'Hi' }, HI],
  // The service does not speak these, so we must not either.
  [{ message: 'Hi' }, NOTHING, 'no_text'],
  [{ response: 'Hi' }, NOTHING, 'no_text'],
  [{ test: 'Hi' }, NOTHING, 'no_text'],
  [{ tex: 'Hi' }, NOTHING, 'no_text'],
  [{ xt: 'Hi' }, NOTHING, 'no_text'],
  [{ ttexxt: 'Hi' }, NOTHING, 'no_text'],
  [{ tezt: 'Hi' }, HI, 'misspelt_field'],
  [{ etxt: 'Hi' }, HI, 'misspelt_field'],
  [{ exts: 'Hi' }, HI, 'misspelt_field'],
  [{ next: 'Hi' }, NOTHING, 'no_text'],
  [{ message: 'Hi', hangup: 'true' }, { ...NOTHING, action: 'hangup' }, 'wrong_kind'],

  // Keys.
  [{ digits: 12 }, { ...NOTHING, digits: '12' }, 'wrong_kind'],
  [{ dtmf: 5 }, { ...NOTHING, digits: '5' }, 'wrong_kind'],
  [{ digits: ['1', 2, '#'] }, { ...NOTHING, digits: '12#' }, 'wrong_kind'],
  [{ digits: '1 2-3' }, { ...NOTHING, digits: '123' }, 'wrong_kind'],
  [{ digits: ['1', null] }, NOTHING, 'unsupported_field', 'no_text'],
  [{ digits: '12a' }, NOTHING, 'unsupported_field', 'no_text'],
  [{ digits: '1w2' }, NOTHING, 'unsupported_field', 'no_text'],
  [{ text: 'Hi', digits: true }, HI, 'unsupported_field'],
  [{ digit: '1' }, { ...NOTHING, digits: '1' }, 'misspelt_field'],
  [{ pressDigit: '1' }, { ...NOTHING, digits: '1' }, 'misspelt_field'],
  [{ Digits: 1 }, { ...NOTHING, digits: '1' }, 'misspelt_field', 'wrong_kind'],
];

describe('the forms in which handlers answer', () => {
  it('are more than sixty', () => expect(FORMS.length).toBeGreaterThan(60));

  it.each(FORMS)('%j comes to %j', (answer, wanted, ...codes) => {
    const { instruction, warnings } = readResponse(JSON.stringify(answer));
    expect(instruction).toEqual(wanted);
    expect(warnings.map(({ code }) => code)).toEqual(codes);
  });

  it.each([
    [
      { text: 'Hi', hangup: 'true' },
      '"hangup" is "true", a string, where true or false is expected: it was taken for true. Send "hangup": true; the service may ignore it.',
    ],
    [
      { text: 'Hi', action: 'hang_up' },
      '"action" is "hang_up", which is no action: it was taken for "hangup". Send "hangup" or "transfer"; the service ignores others.',
    ],
    [
      { text: 'Hi', action: 'dance' },
      '"action" is "dance", which is no action: it was ignored. Send "hangup" or "transfer"; the service ignores others.',
    ],
    [
      { text: ['Hi'] },
      '"text" is ["Hi"], an array, where the words as one string is expected: it was taken for "Hi". Send "text": "…"; the service may ignore it.',
    ],
    [
      { text: null },
      '"text" is null where the words as one string is expected: nothing was spoken. Send "text": "…"; the service may ignore it.',
    ],
    [
      { text: 'Hi', hang_up: true },
      '"hang_up" is no field of an answer; it was taken for "hangup". Rename it: "hangup": true. The service ignores it.',
    ],
    [
      { text: 'Hi', action: '' },
      '"action" is "", which is no action: it was taken for nothing to do. Send "hangup" or "transfer"; the service ignores others.',
    ],
    [
      { text: 'Hi', hangup: {} },
      '"hangup" is {}, an object, where true or false is expected: it was ignored. Send "hangup": true; the service may ignore it.',
    ],
    [
      { text: 'Hi', interim: 'perhaps' },
      '"interim" is "perhaps", a string, where true or false is expected: it was ignored. Send "interim": true; the service may ignore it.',
    ],
    [
      { text: 'Hi', digits: '1a' },
      '"digits" may hold 0-9, * and # only, not "1a". No key was pressed.',
    ],
    [
      { text: 'Hi', digits: { a: 1 } },
      '"digits" may hold 0-9, * and # only, not "{\\"a\\":1}". No key was pressed.',
    ],
    [{ text: 'Hi', transfer: true }, '"transfer": true is an old form. Send "action": "transfer".'],
    [
      { text: 'Hi', transferNumber: '+1' },
      '"transferNumber" in an answer is ignored; it is a setting of the agent.',
    ],
    [{}, 'The answer has no "text", so nothing was spoken. Send {"text": "…"}.'],
    [
      { a: 1, b: 2, c: 3 },
      'The answer has "a", "b", "c" but no "text", so nothing was spoken. Send {"text": "…"}.',
    ],
    [
      { text: `${'a'.repeat(30)}\ufffd${'b'.repeat(30)}` },
      `"text" has bytes that are no UTF-8, and cannot be spoken: "${'a'.repeat(20)}\ufffd${'b'.repeat(20)}". Write the answer in UTF-8, whatever its Content-Type says.`,
    ],
    [
      { text: 'Hi', hangup: 'x'.repeat(58) },
      `"hangup" is "${'x'.repeat(58)}", a string, where true or false is expected: it was ignored. Send "hangup": true; the service may ignore it.`,
    ],
    [
      { text: 'Hi', hangup: 'x'.repeat(59) },
      `"hangup" is "${'x'.repeat(59)}…, a string, where true or false is expected: it was ignored. Send "hangup": true; the service may ignore it.`,
    ],
    [
      { text: '' },
      '"text" is empty, so it says nothing and the caller hears silence. Put the words into it.',
    ],
  ])('%j is told with the field, its value and what is expected', (answer, message) => {
    expect(readResponse(JSON.stringify(answer)).warnings[0]?.message).toBe(message);
  });

  it.each([[['']], [[' ', '']], [{ text: '' }]])('%j for words is told once', (text) => {
    expect(readResponse(JSON.stringify({ text })).warnings.map(({ code }) => code)).toEqual([
      'wrong_kind',
    ]);
  });

  it('are never passed over: what is not as the service wants it is warned about', () => {
    const fields = {
      text: (value: unknown) =>
        typeof value === 'string' && value.trim() !== '' && !value.includes('\ufffd'),
      hangup: (value: unknown) => typeof value === 'boolean' || value === null,
      interim: (value: unknown) => typeof value === 'boolean' || value === null,
      action: (value: unknown) => value === 'hangup' || value === 'transfer' || value === null,
    };
    const key = fc.constantFrom(...(Object.keys(fields) as (keyof typeof fields)[]));
    fc.assert(
      fc.property(key, fc.jsonValue({ maxDepth: 2 }), (field, value) => {
        const { warnings } = readResponse(JSON.stringify({ text: 'Hi', [field]: value }));
        expect(warnings.length === 0).toBe(fields[field](value));
      }),
    );
  });

  it('are quoted a little only', () => {
    for (const answer of [
      { text: { a: 'x'.repeat(10_000) } },
      { text: 'Hi', hangup: 'x'.repeat(10_000) },
    ]) {
      const [warning] = readResponse(JSON.stringify(answer)).warnings;
      expect(warning?.message.length).toBeLessThan(300);
    }
  });
});
