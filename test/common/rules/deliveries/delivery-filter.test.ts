import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDeliveryFilter } from '../../../../common/rules/deliveries/delivery-filter.ts';

describe('the delivery filter', () => {
  it('reads fields, comparisons, quotes, lists and negation', () => {
    expect(parseDeliveryFilter('status:failed,5xx -channel:voice duration:>=1.5s "a b" x')).toEqual(
      {
        ok: true,
        terms: [
          { negated: false, field: 'status', values: ['failed', '5xx'] },
          { negated: true, field: 'channel', values: ['voice'] },
          { negated: false, field: 'duration', comparison: { operator: '>=', value: 1500 } },
          { negated: false, field: 'body', text: 'a b' },
          { negated: false, field: 'body', text: 'x' },
        ],
      },
    );
  });

  it('takes an address for text and a quoted value for a field', () => {
    expect(parseDeliveryFilter('https://x.test url:"a b"')).toEqual({
      ok: true,
      terms: [
        { negated: false, field: 'body', text: 'https://x.test' },
        { negated: false, field: 'url', values: ['a b'] },
      ],
    });
  });

  it('points at what it cannot read', () => {
    expect(parseDeliveryFilter('ok colour:red')).toMatchObject({ ok: false, at: 3 });
    expect(parseDeliveryFilter('status:')).toMatchObject({ ok: false, at: 0 });
    expect(parseDeliveryFilter('attempts:1s')).toMatchObject({ ok: false });
  });

  it.each([
    [
      'colour:red',
      'There is no field "colour". Use one of status, event, channel, kind, agent, number, call, conversation, id, url, duration, attempts.',
    ],
    ['Status:', '"Status:" needs a value.'],
    [
      'duration:soon',
      '"soon" is not a comparison. Write for example duration:>500 or duration:<2s.',
    ],
    ['attempts:x1', '"x1" is not a comparison. Write for example attempts:>1.'],
    ['attempts:1x', '"1x" is not a comparison. Write for example attempts:>1.'],
    ['attempts:>1s', '">1s" is not a comparison. Write for example attempts:>1.'],
  ])('says what is wrong with %s', (filter, message) => {
    expect(parseDeliveryFilter(filter)).toEqual({ ok: false, message, at: 0 });
  });

  const body = (text: string, negated = false) => ({ negated, field: 'body', text });
  it.each([
    ['', []],
    [' \n ', []],
    [' a  b ', [body('a'), body('b')]],
    ['-https://x-y.test', [body('https://x-y.test', true)]],
    ['"', [body('')]],
    ['"a b', [body('a b')]],
    ['"a \\" b"', [body('a " b')]],
    ['a"', [body('a"')]],
    ['-"a b"', [body('a b', true)]],
    ['status:,a,,b,', [{ negated: false, field: 'status', values: ['a', 'b'] }]],
    [
      'duration:1.25s',
      [{ negated: false, field: 'duration', comparison: { operator: '=', value: 1250 } }],
    ],
    [
      'duration:<5ms',
      [{ negated: false, field: 'duration', comparison: { operator: '<', value: 5 } }],
    ],
    [
      'ATTEMPTS:<=2',
      [{ negated: false, field: 'attempts', comparison: { operator: '<=', value: 2 } }],
    ],
  ])('reads %j', (filter, terms) => {
    expect(parseDeliveryFilter(filter)).toEqual({ ok: true, terms });
  });

  it('never throws and always ends', () => {
    const pieces = fc.constantFrom('status:', '-', '"', '\\', ' ', 'a', ':', 'duration:', '>', '5');
    const text = fc.oneof(
      fc.string(),
      fc.array(pieces).map((list) => list.join('')),
    );
    fc.assert(fc.property(text, (filter) => void parseDeliveryFilter(filter)));
  });
});
