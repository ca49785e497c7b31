import { describe, expect, it } from 'vitest';
import { type ShapeSchema, unknownFields } from '../../../common/rules/unknown-fields.ts';

const text: ShapeSchema = {};
const object = (properties: Record<string, ShapeSchema>): ShapeSchema => ({ properties });

/** Where a field is that is not known, and what is said of it. */
const found = (schema: ShapeSchema, given: unknown) =>
  unknownFields(schema, given).map(({ loc, msg }) => [loc.slice(1).join('.'), msg]);

const AGENT = object({
  name: text,
  beginMessage: text,
  voice: object({ id: text, speed: text }),
  tools: { items: object({ url: text }) },
});

describe('fields that a schema does not know', () => {
  it('are told with their place, kind and what is known there', () => {
    expect(unknownFields(AGENT, { colour: 'red' })).toEqual([
      {
        loc: ['body', 'colour'],
        msg: 'There is no such field. Known here: name, beginMessage, voice, tools.',
        type: 'extra_forbidden',
      },
    ]);
  });

  it.each<[unknown, (readonly string[])[]]>([
    [{ name: 'a', beginMessage: 'b', voice: { id: 'c' }, tools: [{ url: 'd' }] }, []],
    [
      { begin_message: 'Hi' },
      [['begin_message', 'There is no such field. Did you mean "beginMessage"?']],
    ],
    [
      { voice: { Id: 'a', pitch: 2 } },
      [
        ['voice.Id', 'There is no such field. Did you mean "id"?'],
        ['voice.pitch', 'There is no such field. Known here: id, speed.'],
      ],
    ],
    [
      { tools: [{ url: 'a' }, { uri: 'b' }] },
      [['tools.1.uri', 'There is no such field. Did you mean "url"?']],
    ],
    // Another kind of value is for the schema itself to say.
    [{ voice: 'a', tools: 7 }, []],
    [null, []],
    ['text', []],
    [[{ x: 1 }], []],
    // Every object inherits these names, but they are not fields.
    [
      JSON.parse('{"toString":1,"__proto__":2}'),
      [
        ['toString', 'There is no such field. Known here: name, beginMessage, voice, tools.'],
        ['__proto__', 'There is no such field. Known here: name, beginMessage, voice, tools.'],
      ],
    ],
  ])('of %j are %j', (given, told) => {
    expect(found(AGENT, given)).toEqual(told);
  });

  it('are none of a map, whose keys are the user’s own; what they hold has fields', () => {
    const headers: ShapeSchema = { additionalProperties: text };
    expect(found(object({ headers }), { headers: { 'X-A': 'b' } })).toEqual([]);
    const tools: ShapeSchema = { additionalProperties: object({ url: text }) };
    expect(found(object({ tools }), { tools: { own: { uri: 'a' } } })).toEqual([
      ['tools.own.uri', 'There is no such field. Did you mean "url"?'],
    ]);
    expect(found(object({ any: {} }), { any: { x: { y: 1 } } })).toEqual([]);
    expect(found(object({ any: { additionalProperties: true } }), { any: { x: 1 } })).toEqual([]);
  });

  it('are those that neither are named nor fit the rest', () => {
    const schema: ShapeSchema = {
      properties: { name: text },
      additionalProperties: object({ url: text }),
    };
    expect(found(schema, { name: 'a', other: { uri: 'b' } })).toEqual([
      ['other.uri', 'There is no such field. Did you mean "url"?'],
    ]);
  });

  it('are all where nothing is known', () => {
    expect(found(object({}), { a: 1 })).toEqual([
      ['a', 'There is no such field. None is known here.'],
    ]);
  });
});

describe('a schema of several shapes', () => {
  const say = object({ type: { const: 'say' }, words: text });
  const call = object({ type: { enum: ['call', 'ring'] }, number: text });

  it.each(['anyOf', 'oneOf'] as const)('goes by the literals: %s', (kind) => {
    const schema: ShapeSchema = { [kind]: [say, call, { const: null }] };
    expect(found(schema, { type: 'say', number: 1 })).toEqual([
      ['number', 'There is no such field. Known here: type, words.'],
    ]);
    expect(found(schema, { type: 'ring', words: 1 })).toEqual([
      ['words', 'There is no such field. Known here: type, number.'],
    ]);
  });

  it('goes by the fields where literals do not tell', () => {
    const schema: ShapeSchema = { anyOf: [object({ a: text }), object({ b: text, c: text })] };
    expect(found(schema, { b: 1, c: 2, d: 3 })).toEqual([
      ['d', 'There is no such field. Known here: b, c.'],
    ]);
    const optional: ShapeSchema = { anyOf: [object({ a: text }), call] };
    expect(found(optional, { number: 1, x: 2 })).toEqual([
      ['x', 'There is no such field. Known here: type, number.'],
    ]);
  });

  it('weighs a literal more than any number of fields', () => {
    const fields = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`f${at}`, text]));
    const schema: ShapeSchema = { anyOf: [say, object({ type: { const: 'other' }, ...fields })] };
    const given = { type: 'say', ...Object.fromEntries(Object.keys(fields).map((f) => [f, 1])) };
    expect(found(schema, given)).toHaveLength(30);
  });

  it('may be a list or one of its items', () => {
    const schema: ShapeSchema = { anyOf: [text, { items: object({ url: text }) }] };
    expect(found(schema, [{ url: 1 }, { uri: 2 }])).toEqual([
      ['1.uri', 'There is no such field. Did you mean "url"?'],
    ]);
    expect(found({ oneOf: [{ items: object({ url: text }) }] }, [{ uri: 2 }])).toHaveLength(1);
    expect(found({ items: true }, [{ uri: 2 }])).toEqual([]);
    expect(found({ anyOf: [] }, { a: 1 })).toEqual([]);
  });
});
