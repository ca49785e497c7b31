import { describe, expect, it } from 'vitest';
import type {
  TemplateButton,
  TemplateComponent,
  TemplateMessage,
} from '../../../../common/contract/index.ts';
import { fillTemplate } from '../../../../common/rules/whatsapp/template-message.ts';

type Given = NonNullable<TemplateMessage['components']>;

const BODY: TemplateComponent = { type: 'BODY', text: 'Hi {{1}}, order {{2}} is ready, {{1}}.' };
const NAMES: Given = [body('Ann', '7')];

function body(...values: string[]): Given[number] {
  return { type: 'body', parameters: values.map((text) => ({ type: 'text', text })) };
}
function head(...values: string[]): Given[number] {
  return { type: 'header', parameters: values.map((text) => ({ type: 'text', text })) };
}
const buttons = (...all: TemplateButton[]): TemplateComponent => ({
  type: 'BUTTONS',
  buttons: all,
});

/** What the person sees, or why not. */
function told(components: TemplateComponent[], given: Given) {
  const result = fillTemplate(components, given);
  return result.ok ? result.filled : result.why;
}

describe('the words of a template', () => {
  it('have each value wherever its variable stands', () => {
    expect(told([BODY], NAMES)).toEqual({
      header: null,
      body: 'Hi Ann, order 7 is ready, Ann.',
      footer: null,
      buttons: [],
    });
  });

  it('take values by name, in any order', () => {
    const components: TemplateComponent[] = [{ type: 'BODY', text: 'Hi {{ who }}, {{what}}.' }];
    const parameters = [
      { type: 'text' as const, text: 'done', parameter_name: 'what' },
      { type: 'text' as const, text: 'Ann', parameter_name: 'who' },
    ];
    expect(told(components, [{ type: 'body', parameters }])).toMatchObject({
      body: 'Hi Ann, done.',
    });
  });

  it('take the values of several parts of one kind together', () => {
    expect(told([BODY], [body('Ann'), body('7')])).toMatchObject({
      body: 'Hi Ann, order 7 is ready, Ann.',
    });
  });

  it.each<[string, Given, string]>([
    ['too few values', [body('Ann')], 'The body has 2 variables, and 1 values came.'],
    ['too many values', [body('a', 'b', 'c')], 'The body has 2 variables, and 3 values came.'],
    ['no values', [], 'The body has 2 variables, and 0 values came.'],
    ['an empty value', [body('Ann', '')], '{{2}} of the body needs a text.'],
    [
      'a name that is not there',
      [
        {
          type: 'body',
          parameters: [
            { type: 'text', text: 'a' },
            { type: 'text', text: 'b', parameter_name: 'x' },
          ],
        },
      ],
      'The body has no variable {{x}}.',
    ],
    ['a header that is not there', [head('7'), ...NAMES], 'The template has no header.'],
  ])('are refused with %s', (_what, given, why) => {
    expect(told([BODY], given)).toBe(why);
  });
});

describe('the header of a template', () => {
  it('is words with a value', () => {
    const header: TemplateComponent = { type: 'HEADER', format: 'TEXT', text: 'Order {{1}}' };
    expect(told([header, BODY], [head('7'), ...NAMES])).toMatchObject({ header: 'Order 7' });
    expect(told([header, BODY], NAMES)).toBe('The header has 1 variables, and 0 values came.');
  });

  it('is named by its kind where it is a picture, which has to be given', () => {
    const header: TemplateComponent = { type: 'HEADER', format: 'IMAGE' };
    expect(told([header, BODY], [head('x'), ...NAMES])).toMatchObject({ header: 'image' });
    expect(told([header, BODY], NAMES)).toBe('The header needs one parameter, its image.');
    expect(told([header, BODY], [head('x', 'y'), ...NAMES])).toBe(
      'The header needs one parameter, its image.',
    );
  });
});

describe('a template that carries a code', () => {
  const code = (part: object = {}): TemplateComponent => ({ type: 'BODY', ...part });

  it('has the words of WhatsApp', () => {
    expect(told([code()], [body('4711')])).toMatchObject({
      body: '4711 is your verification code.',
    });
    expect(told([code({ add_security_recommendation: true })], [body('4711')])).toMatchObject({
      body: '4711 is your verification code. For your security, do not share this code.',
    });
  });

  it('says how long it holds', () => {
    const footer: TemplateComponent = { type: 'FOOTER', text: 'x', code_expiration_minutes: 10 };
    expect(told([code(), footer], [body('4711')])).toMatchObject({
      footer: 'This code expires in 10 minutes.',
    });
  });
});

it('a footer is shown as it is', () => {
  const footer: TemplateComponent = { type: 'FOOTER', text: 'Harbour Bikes' };
  expect(told([BODY, footer], NAMES)).toMatchObject({ footer: 'Harbour Bikes' });
});

describe('the buttons of a template', () => {
  const REPLY: TemplateButton = { type: 'QUICK_REPLY', text: 'On my way' };
  const MAP: TemplateButton = { type: 'URL', text: 'Map', url: 'https://a.example/{{1}}' };
  type Parameter = Given[number]['parameters'][number];
  const value = (index: number, ...parameters: Parameter[]): Given[number] => ({
    type: 'button',
    index,
    parameters,
  });

  it.each<[string, TemplateButton, Parameter | null, object]>([
    ['a reply', REPLY, null, { id: 'On my way', title: 'On my way' }],
    ['a reply with a payload', REPLY, { type: 'payload', payload: 'omw' }, { id: 'omw' }],
    ['a reply with a text', REPLY, { type: 'text', text: 'omw' }, { id: 'omw' }],
    [
      'an address',
      { type: 'URL', text: 'Map', url: 'https://a.example' },
      null,
      { id: 'https://a.example', title: 'Map' },
    ],
    [
      'an address with a value',
      MAP,
      { type: 'text', text: 'shop' },
      { id: 'https://a.example/shop', title: 'Map' },
    ],
    [
      'a phone',
      { type: 'PHONE_NUMBER', text: 'Ring us', phone_number: '+14155550123' },
      null,
      { id: '+14155550123', title: 'Ring us' },
    ],
    [
      'a coupon',
      { type: 'COPY_CODE' },
      { type: 'coupon_code', coupon_code: 'SPRING' },
      { id: 'SPRING', title: 'Copy code' },
    ],
    [
      'a one-time password',
      { type: 'OTP', otp_type: 'COPY_CODE', text: 'Copy' },
      { type: 'text', text: '4711' },
      { id: '4711', title: 'Copy' },
    ],
  ])('give what they open, copy or answer: %s', (_what, button, parameter, shown) => {
    const given = parameter ? [value(0, parameter)] : [];
    expect(told([BODY, buttons(button)], [...NAMES, ...given])).toMatchObject({
      buttons: [{ type: button.type, ...shown }],
    });
  });

  it.each<[string, TemplateButton]>([
    ['an address with a variable', MAP],
    ['a coupon', { type: 'COPY_CODE' }],
  ])('need a value: %s', (_what, button) => {
    expect(told([BODY, buttons(REPLY, button)], NAMES)).toBe('Button 1 needs a parameter.');
  });

  it('have each the value of their place; without one it is the first', () => {
    const given = [
      value(1, { type: 'text', text: 'shop' }),
      { type: 'button' as const, parameters: [{ type: 'payload' as const, payload: 'omw' }] },
    ];
    expect(told([BODY, buttons(REPLY, MAP)], [...NAMES, ...given])).toMatchObject({
      buttons: [{ id: 'omw' }, { id: 'https://a.example/shop' }],
    });
  });

  it('are not given values beyond the last', () => {
    const given = [...NAMES, value(1, { type: 'text', text: 'x' })];
    expect(told([BODY, buttons(REPLY)], given)).toBe('There is no button 1.');
    const unplaced: Given = [...NAMES, { type: 'button', parameters: [] }];
    expect(told([BODY], unplaced)).toBe('There is no button 0.');
  });
});
