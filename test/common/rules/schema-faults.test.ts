import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { faultsOf, schemaError } from '../../../common/rules/schema-faults.ts';

const Schema = z.object({
  name: z.string().min(2).max(4),
  count: z.number().int().min(1).max(9),
  kind: z.enum(['a', 'b']),
  fixed: z.literal('x'),
  id: z.string().regex(/^n/),
  deep: z.object({ list: z.array(z.number()) }),
});
const GOOD = { name: 'abc', count: 5, kind: 'a', fixed: 'x', id: 'n1', deep: { list: [1] } };

function faults(body: unknown) {
  const parsed = Schema.safeParse(body, { reportInput: true });
  return (parsed.error?.issues ?? []).flatMap((issue) => faultsOf('body', issue));
}

describe('schema faults', () => {
  it.each([
    [{ name: undefined }, ['body', 'name'], 'missing'],
    [{ kind: undefined }, ['body', 'kind'], 'missing'],
    [{ fixed: undefined }, ['body', 'fixed'], 'missing'],
    [{ name: 7 }, ['body', 'name'], 'string_type'],
    [{ name: null }, ['body', 'name'], 'string_type'],
    [{ name: 'a' }, ['body', 'name'], 'string_too_short'],
    [{ name: 'abcde' }, ['body', 'name'], 'string_too_long'],
    [{ count: 0 }, ['body', 'count'], 'greater_than_equal'],
    [{ count: 10 }, ['body', 'count'], 'less_than_equal'],
    [{ count: 1.5 }, ['body', 'count'], 'int_type'],
    [{ kind: 'c' }, ['body', 'kind'], 'enum'],
    [{ fixed: 'y' }, ['body', 'fixed'], 'literal_error'],
    [{ id: 'x' }, ['body', 'id'], 'string_pattern_mismatch'],
    [{ deep: { list: [1, 'x'] } }, ['body', 'deep', 'list', 1], 'number_type'],
  ])('%j is a fault at %j of type %s', (change, loc, type) => {
    expect(faults({ ...GOOD, ...change })).toMatchObject([{ loc, type }]);
  });

  it('become one 422 that names each field in both forms', () => {
    const error = schemaError(faults({ ...GOOD, name: undefined, deep: { list: ['x'] } }));
    expect(error.status).toBe(422);
    const { error: body, detail } = error.toBody();
    expect(body.details?.map(({ field }) => field)).toEqual(['name', 'deep.list.0']);
    expect(body.message).toContain('name: Field required');
    expect(detail).toMatchObject([{ loc: ['body', 'name'], msg: 'Field required' }, {}]);
  });

  it('are one sentence each, whether they end in a full stop or not', () => {
    const fault = (name: string, msg: string) => ({ loc: ['body', name], msg, type: 'extra' });
    expect(schemaError([fault('a', 'Unknown.'), fault('b', 'Unknown.')]).message).toBe(
      'a: Unknown; b: Unknown.',
    );
  });

  it('keep the full stops within a sentence', () => {
    const faults = [
      { loc: ['body', 'a'], msg: 'One. Two.', type: 'extra' },
      { loc: ['body', 'b'], msg: 'Three', type: 'extra' },
    ];
    expect(schemaError(faults).message).toBe('a: One. Two; b: Three');
  });

  it('of no place are of the body', () => {
    const [detail] =
      schemaError([{ loc: [], msg: 'x', type: 'extra' }]).toBody().error.details ?? [];
    expect(detail?.field).toBe('body');
    expect(schemaError([{ loc: ['query'], msg: 'x', type: 'y' }]).message).toBe('query: x');
  });

  it('of the body as a whole are named so', () => {
    expect(schemaError(faults([])).toBody().error.details?.[0]?.field).toBe('body');
  });
});
