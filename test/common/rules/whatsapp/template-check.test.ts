import { describe, expect, it } from 'vitest';
import type { TemplateButton, TemplateComponent } from '../../../../common/contract/index.ts';
import { templateProblem } from '../../../../common/rules/whatsapp/template-check.ts';

type Part<Type extends TemplateComponent['type']> = Omit<
  Extract<TemplateComponent, { type: Type }>,
  'type'
>;

const header = (part: Part<'HEADER'>): TemplateComponent => ({ type: 'HEADER', ...part });
const body = (part: Part<'BODY'> = { text: 'It is ready.' }): TemplateComponent => ({
  type: 'BODY',
  ...part,
});
const footer = (part: Part<'FOOTER'>): TemplateComponent => ({ type: 'FOOTER', ...part });
const buttons = (...all: TemplateButton[]): TemplateComponent => ({
  type: 'BUTTONS',
  buttons: all,
});
const reply = (text: string): TemplateButton => ({ type: 'QUICK_REPLY', text });
const link = (url: string, text = 'Map', example?: string[]): TemplateButton => ({
  type: 'URL',
  text,
  url,
  ...(example ? { example } : {}),
});
const phone = (text: string): TemplateButton => ({
  type: 'PHONE_NUMBER',
  text,
  phone_number: '+14155550123',
});
const copy: TemplateButton = { type: 'COPY_CODE', example: 'SPRING' };
const otp: TemplateButton = { type: 'OTP', otp_type: 'COPY_CODE' };

const utility = (...components: TemplateComponent[]) =>
  templateProblem(components, 'UTILITY', 'POSITIONAL');
const named = (...components: TemplateComponent[]) =>
  templateProblem(components, 'UTILITY', 'NAMED');
const authentication = (...components: TemplateComponent[]) =>
  templateProblem(components, 'AUTHENTICATION', 'POSITIONAL');

describe('the parts of a template', () => {
  it('need be no more than a body', () => {
    expect(utility(body())).toBeNull();
  });

  it('come at most once each', () => {
    expect(utility(body(), footer({ text: 'a' }), footer({ text: 'b' }))).toBe(
      'There is more than one FOOTER component.',
    );
  });

  it('have a body among them', () => {
    expect(utility(footer({ text: 'Harbour Bikes' }))).toBe('A template needs a BODY component.');
  });

  it('are all looked at, whichever comes first', () => {
    expect(utility(body(), footer({}))).toBe('The FOOTER needs a text.');
    expect(utility(footer({}), body())).toBe('The FOOTER needs a text.');
  });
});

describe('the header of a template', () => {
  it.each<[Part<'HEADER'>, string | null]>([
    [{ format: 'IMAGE' }, null],
    [{ format: 'IMAGE', text: 'Hi' }, 'A HEADER of format IMAGE has no text.'],
    [{ format: 'TEXT' }, 'A HEADER of format TEXT needs a text.'],
    [{ format: 'TEXT', text: 'Your order' }, null],
    [{ format: 'TEXT', text: 'Order {{1}}', example: { header_text: ['7'] } }, null],
    [
      { format: 'TEXT', text: '{{1}} and {{2}}', example: { header_text: ['7', '8'] } },
      'A HEADER has at most one variable.',
    ],
    [
      { format: 'TEXT', text: 'Order {{2}}', example: { header_text: ['7'] } },
      'The variables of the HEADER must count from {{1}} without a gap.',
    ],
    [
      { format: 'TEXT', text: 'Order {{1}}' },
      'The HEADER has 1 variables: give as many examples in example.header_text.',
    ],
  ])('%j: %s', (part, problem) => {
    expect(utility(header(part), body())).toBe(problem);
  });

  it('has its example by name where variables are named', () => {
    const text = 'Order {{number}}';
    const given = { header_text_named_params: [{ param_name: 'number', example: '7' }] };
    expect(named(header({ format: 'TEXT', text, example: given }), body())).toBeNull();
    expect(named(header({ format: 'TEXT', text, example: { header_text: ['7'] } }), body())).toBe(
      'The HEADER has 1 variables: give as many examples in example.header_text_named_params.',
    );
  });
});

describe('the body of a template', () => {
  const OUTER = 'The BODY must not begin or end with a variable.';
  const missing = (count: number) =>
    `The BODY has ${count} variables: give as many examples in example.body_text.`;
  const twoExamples = { body_text: [['Ann', '7']] };

  it.each<[string | undefined, Record<string, unknown> | undefined, string | null]>([
    [undefined, undefined, 'The BODY needs a text.'],
    ['Hi {{1}}, your order {{2}} is ready.', twoExamples, null],
    ['Hi {{1}}, your order {{2}} is ready.', { body_text: ['Ann', '7'] }, null],
    ['Order {{2}} for {{1}} is ready.', twoExamples, null],
    ['Dear {{1}}, yes, {{1}}, it is ready.', { body_text: [['Ann']] }, null],
    ['{{1}}, it is ready.', { body_text: [['Ann']] }, OUTER],
    [' {{1}}, it is ready.', { body_text: [['Ann']] }, OUTER],
    ['It is ready, {{1}}', { body_text: [['Ann']] }, OUTER],
    ['It is ready, {{1}}.', { body_text: [['Ann']] }, OUTER],
    ['It is ready, {{1}} ! ', { body_text: [['Ann']] }, OUTER],
    ['Is it ready, {{1}}? Yes.', { body_text: [['Ann']] }, null],
    [
      'Hi {{1}}, your order {{3}} is ready.',
      twoExamples,
      'The variables of the BODY must count from {{1}} without a gap.',
    ],
    [
      'Hi {{name}}, it is ready.',
      { body_text: [['Ann']] },
      '{{name}} in the BODY is no number; for names say parameter_format NAMED.',
    ],
    ...['0', '01', '1a', 'a1', ''].map((bad): [string, Record<string, unknown>, string] => [
      `Hi {{${bad}}}, it is ready.`,
      { body_text: [['Ann']] },
      `{{${bad}}} in the BODY is no number; for names say parameter_format NAMED.`,
    ]),
    ['Hi {{1}}, your order {{2}} is ready.', undefined, missing(2)],
    ['Hi {{1}}, your order {{2}} is ready.', { body_text: [['Ann']] }, missing(2)],
    ['Hi {{1}}, your order {{2}} is ready.', { body_text: 'Ann' }, missing(2)],
    ['Hi {{1}}, it is ready.', { body_text: 'A' }, missing(1)],
  ])('%j with the examples %j: %s', (text, example, problem) => {
    const given = { ...(text === undefined ? {} : { text }), ...(example ? { example } : {}) };
    expect(utility(body(given))).toBe(problem);
  });

  it('counts its variables as numbers, beyond nine', () => {
    const text = `Hi ${Array.from({ length: 11 }, (_, at) => `{{${at + 1}}}`).join(' and ')}, hello.`;
    expect(utility(body({ text, example: { body_text: [Array(11).fill('x')] } }))).toBeNull();
  });

  it.each([
    ['first_name', true],
    ['_a1', true],
    ['Name', false],
    ['1', false],
    ['nAme', false],
    ['first name', false],
  ])('names a variable %s: %s', (name, fits) => {
    const example = { body_text_named_params: [{ param_name: name, example: 'Ann' }] };
    expect(named(body({ text: `Hi {{${name}}}, it is ready.`, example }))).toBe(
      fits
        ? null
        : `{{${name}}} in the BODY is no name: lower-case letters, digits and underscores.`,
    );
  });

  it('is written by WhatsApp where it carries a code', () => {
    expect(authentication(body({}), buttons(otp))).toBeNull();
    expect(authentication(body({ add_security_recommendation: true }), buttons(otp))).toBeNull();
    expect(authentication(body(), buttons(otp))).toBe(
      'The BODY of an AUTHENTICATION template has no text of its own: WhatsApp writes it.',
    );
  });
});

describe('the footer of a template', () => {
  it.each<[Part<'FOOTER'>, string | null]>([
    [{ text: 'Harbour Bikes' }, null],
    [{ code_expiration_minutes: 10 }, null],
    [{}, 'The FOOTER needs a text.'],
    [{ text: 'Bikes {{1}}' }, 'A FOOTER has no variables.'],
  ])('%j: %s', (part, problem) => {
    expect(utility(body(), footer(part))).toBe(problem);
  });
});

describe('the buttons of a template', () => {
  const ONE_OTP = 'An AUTHENTICATION template has exactly one button, of type OTP.';
  const URL_VARIABLE = 'The address of a URL button has at most one variable, {{1}}, at its end.';

  it.each<[string, TemplateButton[], string | null]>([
    ['replies', [reply('Yes'), reply('No')], null],
    ['each kind', [reply('Yes'), link('https://a.example'), phone('Ring us'), copy], null],
    ['two addresses', [link('https://a.example'), link('https://b.example', 'Shop')], null],
    [
      'three addresses',
      [link('https://a.example'), link('https://b.example', 'B'), link('https://c.example', 'C')],
      'A template has at most two URL buttons.',
    ],
    ['two phones', [phone('A'), phone('B')], 'A template has at most one PHONE_NUMBER button.'],
    ['two codes', [copy, copy], 'A template has at most one COPY_CODE button.'],
    ['a one-time password', [otp], 'OTP buttons are for AUTHENTICATION templates.'],
    ['the same words twice', [reply('Yes'), phone('Yes')], 'Texts of buttons must differ.'],
    ['an address with a variable', [link('https://a.example/{{1}}', 'Map', ['x'])], null],
    ['one with blanks in it', [link('https://a.example/{{ 1 }}', 'Map', ['x'])], null],
    ['a variable before the end', [link('https://a.example/{{1}}/x', 'Map', ['x'])], URL_VARIABLE],
    ['a variable of another name', [link('https://a.example/{{2}}', 'Map', ['x'])], URL_VARIABLE],
    ['two variables', [link('https://a.example/{{2}}/{{1}}', 'Map', ['x'])], URL_VARIABLE],
    [
      'a variable without an example',
      [reply('Yes'), link('https://a.example/{{1}}')],
      'A URL button with a variable needs an example.',
    ],
    [
      'a variable with an empty list of examples',
      [link('https://a.example/{{1}}', 'Map', [])],
      'A URL button with a variable needs an example.',
    ],
  ])('%s', (_what, all, problem) => {
    expect(utility(body(), buttons(...all))).toBe(problem);
  });

  it.each<[string, TemplateButton[], string | null]>([
    ['one for the code', [otp], null],
    ['none for the code', [reply('Yes')], ONE_OTP],
    ['two for the code', [otp, otp], ONE_OTP],
    ['one more', [otp, reply('Yes')], ONE_OTP],
  ])('of a code: %s', (_what, all, problem) => {
    expect(authentication(body({}), buttons(...all))).toBe(problem);
  });
});
