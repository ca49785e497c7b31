import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDeliveryFilter } from '../../../../common/rules/deliveries/delivery-filter.ts';
import {
  describeFilter,
  NO_NAMES,
  suggestFilter,
} from '../../../../common/rules/deliveries/filter-suggestions.ts';

const texts = (filter: string, cursor = filter.length) =>
  suggestFilter(filter, cursor, NO_NAMES).map(({ text }) => text);

describe('suggestFilter', () => {
  it('completes fields, states and alternatives', () => {
    expect(texts('')).toContain('status:');
    expect(texts('st')).toEqual(['status:']);
    expect(texts('hello status:f')).toEqual(['status:failed']);
    expect(texts('status:failed,p')).toEqual(['status:failed,pending']);
    expect(texts('-kind:v')).toEqual(['-kind:voice']);
    expect(texts('kind:x agent:y', 6)).toEqual([]);
  });

  it('finds a value by its description', () => {
    expect(texts('status:nobody')).toEqual(['status:nowhere']);
  });

  it('only suggests what leads to a readable filter', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), fc.nat(20), (filter, cursor) => {
        for (const { text, from, to } of suggestFilter(filter, cursor, NO_NAMES)) {
          expect(from).toBeLessThanOrEqual(to);
          if (text.endsWith(':')) continue;
          expect(parseDeliveryFilter(text)).toMatchObject({ ok: true });
        }
      }),
    );
  });
});

describe('describeFilter', () => {
  it('says in plain words what a filter means, or what is wrong', () => {
    expect(describeFilter('').meaning).toBe('All deliveries.');
    expect(describeFilter('status:failed,5xx -channel:voice duration:>2s hello').meaning).toBe(
      'Deliveries whose status is failed or 5xx and whose channel is not voice and that did take more than 2000 ms and whose body contains “hello”.',
    );
    expect(describeFilter('colour:red')).toMatchObject({ valid: false });
  });
});
