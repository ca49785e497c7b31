import { describe, expect, it } from 'vitest';
import { maskedHeaders, maskedUrl } from '../../../../common/rules/masked-secrets.ts';
import {
  ArgumentCheck,
  parametersOf,
  schemaFault,
} from '../../../../main/services/agents/schema-check.ts';

describe('parameters of a tool', () => {
  it('describe an object without arguments where none are given', () => {
    const none = { type: 'object', properties: {} };
    expect(parametersOf(null)).toEqual(none);
    expect(parametersOf({})).toEqual(none);
    expect(parametersOf({ properties: { a: {} } })).toMatchObject({ type: 'object' });
  });

  it('may be of any draft and dialect', () => {
    const $schema = 'https://json-schema.org/draft/2019-09/schema';
    expect(schemaFault({ $schema, type: 'object', 'x-order': 1, example: {} })).toBeNull();
    expect(schemaFault({ properties: { at: { type: 'string', format: 'date' } } })).toBeNull();
  });

  it('are faulty where they are none', () => {
    expect(schemaFault({ type: 'string' })).toContain('object');
    expect(schemaFault({ properties: { a: { type: 'text' } } })).toContain('type');
    expect(schemaFault({ properties: { a: { $ref: 'https://example.com/a.json' } } })).toContain(
      'resolve',
    );
  });
});

describe('arguments', () => {
  const check = new ArgumentCheck({
    type: 'object',
    properties: { items: { type: 'array', items: { type: 'integer' } } },
    required: ['items'],
    additionalProperties: false,
  });

  it('that fit are right, and are not changed', () => {
    const args = { items: [1, 2] };
    expect(check.fault(args)).toBeNull();
    expect(args).toEqual({ items: [1, 2] });
    expect(check.fault({ items: ['1'] })).toBe('items.0 must be integer');
  });

  it('that do not fit are named, so that a model can mend them', () => {
    expect(check.fault({ extra: 1 })).toBe(
      "The arguments must have required property 'items'; The arguments must NOT have additional properties (extra)",
    );
  });

  it('of a broken schema are refused with the reason', () => {
    expect(new ArgumentCheck({ type: 'nothing' }).fault({})).toContain('no valid JSON Schema');
  });
});

describe('secrets of a tool', () => {
  it('are masked in headers, by their name or what they begin with', () => {
    expect(
      maskedHeaders([
        ['Authorization', 'Bearer abc'],
        ['X-Api-Key', 'abc'],
        ['cookie', 'abc'],
        ['X-Custom', 'Bearer abc'],
        ['Accept', 'application/json'],
      ]),
    ).toEqual([
      ['Authorization', '••••'],
      ['X-Api-Key', '••••'],
      ['cookie', '••••'],
      ['X-Custom', '••••'],
      ['Accept', 'application/json'],
    ]);
  });

  it('are masked in addresses; others stay as they were written', () => {
    const masked = maskedUrl('https://me:pw@example.com/a?api_key=abc&b=1&token=x');
    expect(masked).not.toMatch(/abc|pw|=x/);
    expect(masked).toContain('b=1');
    expect(maskedUrl('https://example.com/a?b=c d')).toBe('https://example.com/a?b=c d');
    expect(maskedUrl('nonsense')).toBe('nonsense');
  });
});
