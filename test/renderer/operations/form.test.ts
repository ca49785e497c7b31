import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OPERATIONS, type OperationName } from '../../../common/contract/index.ts';
import { faultOf } from '../../../renderer/operations/field-faults.ts';
import {
  type FormField,
  groupsOf,
  variantOf,
  variantsOf,
} from '../../../renderer/operations/form-fields.ts';
import {
  shownText,
  typedValue,
  valueAt,
  withChange,
  withValue,
} from '../../../renderer/operations/form-value.ts';
import { schemaOf } from './schemas.ts';

const fieldsOf = (name: OperationName) => groupsOf(schemaOf(name)).flatMap(({ fields }) => fields);
const field = (name: OperationName, path: string): FormField => {
  const found = fieldsOf(name).find((each) => each.path.join('.') === path);
  if (found === undefined) throw new Error(`${name} asks for no ${path}.`);
  return found;
};

describe('the controls of a form', () => {
  it.each([
    ['call.say', 'text', 'longText'],
    ['call.place', 'from', 'text'],
    ['call.say', 'speech', 'choice'],
    ['call.say', 'confidence', 'number'],
    ['clock.advance', 'by', 'numberOrText'],
    ['text.receive', 'mediaUrls', 'lines'],
    ['recording.set', 'enabled', 'boolean'],
    ['publicUrl.set', 'url', 'text'],
    ['settings.set', 'endpointingSilenceMs', 'number'],
    ['plan.set', 'balance', 'number'],
    ['delivery.send', 'headers', 'json'],
    ['location.set', 'place.latitude', 'number'],
  ] as const)('%s asks for %s by %s', (name, path, kind) => {
    expect(field(name, path).kind).toBe(kind);
  });

  it('tell what must be there, what is usual and what is allowed', () => {
    expect(field('call.place', 'from').required).toBe(true);
    expect(field('webhook.set', 'timeoutSeconds')).toMatchObject({
      required: false,
      help: 'Seconds to the first byte of the answer and between its chunks; 30 for a new webhook.',
      bounds: '5 to 120',
    });
    expect(field('retention.set', 'maxAgeDays').bounds).toBe('1 to 3,650');
    expect(field('call.place', 'from').bounds).toBeNull();
    expect(field('delivery.list', 'limit').usual).toBe('50');
  });

  it('have help, those under a heading and those of several forms too', () => {
    for (const { name } of OPERATIONS) {
      const schema = schemaOf(name);
      const variants = variantsOf(schema);
      expect([name, variants?.help]).not.toEqual([name, null]);
      for (const value of variants?.values ?? [null]) {
        const groups = groupsOf(variantOf(schema, value));
        const titled = groups.filter(({ path }) => path.length > 0);
        const without = groups.flatMap(({ fields }) => fields.filter(({ help }) => help === null));
        expect([name, without]).toEqual([name, []]);
        expect([name, titled.filter(({ help }) => help === null)]).toEqual([name, []]);
      }
    }
  });

  it('of objects within stand under a heading', () => {
    expect(groupsOf(schemaOf('engines.set')).map(({ path }) => path)).toEqual([
      ['stt'],
      ['tts'],
      ['llm'],
      ['llm', 'tiers'],
    ]);
  });

  it('of an input with several forms are those of the one that is chosen', () => {
    const schema = schemaOf('fault.set');
    expect(variantsOf(schema)).toMatchObject({ name: 'target' });
    const api = variantOf(schema, 'api');
    const names = groupsOf(api).flatMap(({ fields }) => fields.map(({ path }) => path.join('.')));
    expect(names).toContain('code');
    expect(names).not.toContain('target');
  });

  it('are there for every field of every operation', () => {
    for (const { name } of OPERATIONS) {
      const { properties = {} } = variantOf(schemaOf(name), null);
      const asked = new Set(
        groupsOf(variantOf(schemaOf(name), null)).flatMap(({ fields }) =>
          fields.map(({ path }) => path[0]),
        ),
      );
      const missing = Object.entries(properties).filter(
        ([field, schema]) => !('const' in schema) && !asked.has(field),
      );
      expect([name, missing]).toEqual([name, []]);
    }
  });
});

describe('what is typed', () => {
  const number = field('retention.set', 'maxAgeDays');
  it.each([
    [number, '12', 12],
    [number, 'twelve', 'twelve'],
    [number, '', undefined],
    [field('call.place', 'from'), '', ''],
    [field('agent.create', 'systemPrompt'), '', undefined],
    [field('text.receive', 'body'), '', ''],
    [field('clock.advance', 'by'), '500', 500],
    [field('clock.advance', 'by'), 'PT5M', 'PT5M'],
    [field('text.receive', 'mediaUrls'), 'a\nb', ['a', 'b']],
    [field('delivery.send', 'headers'), '{"x":"1"}', { x: '1' }],
    [field('delivery.send', 'headers'), '{"x"', '{"x"'],
  ])('%#', (at, text, value) => {
    expect(typedValue(at, text)).toEqual(value);
  });

  it('shows again as it was typed, where it can be read', () => {
    const json = field('delivery.send', 'headers');
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.string()), (value) => {
        expect(typedValue(json, shownText(json, value))).toEqual(value);
      }),
    );
    const text = field('call.place', 'from');
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(typedValue(text, shownText(text, value))).toBe(value);
      }),
    );
  });

  it('goes where its field is, and leaves no empty object behind', () => {
    const path = ['place', 'latitude'];
    const located = withValue({ phoneNumber: '+1' }, path, 48);
    expect(located).toEqual({ phoneNumber: '+1', place: { latitude: 48 } });
    expect(valueAt(located, path)).toBe(48);
    expect(withValue(located, path, undefined)).toEqual({ phoneNumber: '+1' });
    expect(valueAt({ place: 'x' }, path)).toBeUndefined();
  });
});

describe('a change of what stands already', () => {
  const plan = { numberAllowance: 1, balance: 5, enforce: false };
  const change = (path: string, next: unknown, value = {}) =>
    withChange(value, field('plan.set', path), next, plan);

  it('sends what is changed, and nothing else', () => {
    expect(change('numberAllowance', 3)).toEqual({ numberAllowance: 3 });
    expect(change('numberAllowance', 1, { numberAllowance: 3, enforce: true })).toEqual({
      enforce: true,
    });
  });

  it('takes an emptied field for null where it may be that, else for a mistake', () => {
    expect(change('balance', undefined)).toEqual({ balance: null });
    expect(change('numberAllowance', undefined)).toEqual({ numberAllowance: '' });
    expect(change('profile', undefined)).toEqual({});
  });

  it('keeps what has to be there, changed or not', () => {
    const imessage = field('handset.set', 'imessage');
    expect(withChange({}, imessage, true, { imessage: true })).toEqual({ imessage: true });
  });

  it('makes an object null that has to be there and has lost its last field', () => {
    const latitude = field('location.set', 'place.latitude');
    const stopped = withChange({ place: { latitude: 47 } }, latitude, undefined, {});
    expect(stopped).toEqual({ place: null });
    expect(withChange(stopped, latitude, 48, {})).toEqual({ place: { latitude: 48 } });
  });
});

describe('what is wrong', () => {
  const faults = { body: 'Too long', 'mediaUrls.1': 'Invalid URL' };

  it('is said at its field, or at the one that it is within', () => {
    expect(faultOf(faults, 'body')).toBe('Too long');
    expect(faultOf(faults, 'mediaUrls')).toBe('mediaUrls.1: Invalid URL');
    expect(faultOf(faults, 'media')).toBeUndefined();
  });
});
