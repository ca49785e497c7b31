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
      'There is no field "colour". Fields are status, event, channel, kind, agent, number, caller, call, conversation, id, url, duration, attempts.',
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
    ['event:,a,,b,', [{ negated: false, field: 'event', values: ['a', 'b'] }]],
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

  it('names the words that a field knows, and the nearest one', () => {
    const messageOf = (filter: string) => {
      const parsed = parseDeliveryFilter(filter);
      return parsed.ok ? null : parsed.message;
    };
    expect(messageOf('status:banana')).toBe(
      'There is no status "banana". It can be pending, sending, held, success, failed, cancelled, nowhere, silent, or a response status such as 404 or 5xx.',
    );
    expect(messageOf('status:failed,faild')).toContain('Did you mean "failed"?');
    expect(messageOf('kind:voise')).toContain('Did you mean "voice"?');
    expect(messageOf('channel:fax')).toContain('It can be sms, imessage');
    expect(messageOf('stauts:failed')).toContain('Did you mean "status"?');
    for (const known of [
      'status:SILENT',
      'status:5XX',
      'status:404',
      'kind:Tool',
      'channel:voice',
    ]) {
      expect(messageOf(known)).toBeNull();
    }
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
