import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { lenientArguments } from '../../../main/platform/mcp/lenient-arguments.ts';

const schema = z.object({
  name: z.string(),
  limit: z.number().int().max(100).optional(),
  rate: z.number().optional(),
  confirm: z.boolean().optional(),
  plan: z.enum(['a', 'b']).optional(),
  code: z.literal(7).optional(),
  cleared: z.string().nullable().optional(),
  tags: z.array(z.string()).optional(),
  extra: z.record(z.string(), z.unknown()).optional(),
  inner: z.object({ deep: z.array(z.object({ on: z.boolean() })) }).optional(),
});

describe('lenient arguments', () => {
  it.each<[string, object, object]>([
    ['a number in quotes', { limit: '5' }, { limit: 5 }],
    ['a fraction in quotes', { rate: '0.5' }, { rate: 0.5 }],
    ['true in quotes', { confirm: 'true' }, { confirm: true }],
    ['false as Python writes it', { confirm: 'False' }, { confirm: false }],
    ['a number for a text', { name: 415 }, { name: '415' }],
    ['null for what is left out', { limit: null, plan: null, tags: null }, {}],
    ['an empty text for what is left out', { limit: '', plan: '' }, {}],
    ['a literal in quotes', { code: '7' }, { code: 7 }],
    ['one for a list', { tags: 'x' }, { tags: ['x'] }],
    ['a list as JSON', { tags: '["x","y"]' }, { tags: ['x', 'y'] }],
    ['an object as JSON', { extra: '{"a":[1]}' }, { extra: { a: [1] } }],
    [
      'something deep inside',
      { inner: { deep: [{ on: 'true' }] } },
      { inner: { deep: [{ on: true }] } },
    ],
  ])('take %s', (_what, given, meant) => {
    const args = { name: 'n', ...given };
    const before = structuredClone(args);
    expect(lenientArguments(schema, args)).toEqual({ name: 'n', ...meant });
    expect(args).toEqual(before);
  });

  it.each<[string, object]>([
    ['null that clears', { cleared: null }],
    ['an empty text that is one', { name: '' }],
    ['digits that are a text', { name: '415' }],
  ])('leave %s', (_what, given) => {
    const args = { name: 'n', ...given };
    expect(lenientArguments(schema, args)).toEqual(args);
  });

  it.each<[string, unknown]>([
    ['words for a number', { name: 'n', limit: 'many' }],
    ['an unknown word', { name: 'n', plan: 'c' }],
    ['an object for a text', { name: { a: 1 } }],
    ['JSON of another kind', { name: 'n', extra: '[1' }],
    ['no object at all', 'name'],
    ['nothing', null],
  ])('guess nothing from %s', (_what, given) => {
    expect(lenientArguments(schema, given)).toEqual(given);
  });
});
