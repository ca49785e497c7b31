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

describe('what is suggested', () => {
  const names = {
    agents: [
      { id: 'agt_1', name: 'Harbour Bikes' },
      { id: 'agt_2', name: 'Bikes, Ltd' },
      { id: 'agt_3', name: 'Shop' },
    ],
    numbers: [{ id: 'num_1', name: '+14155550123' }],
    events: ['agent.message', 'agent.call_ended'],
    channels: ['sms', 'voice'],
  };
  const of = (filter: string) =>
    suggestFilter(filter, filter.length, names).map(({ text, description }) => [text, description]);

  it('is a field with what it means', () => {
    expect(suggestFilter('', 0, names)).toHaveLength(13);
    expect(suggestFilter('x -DUR', 6, names)).toEqual([
      { text: '-duration:', from: 2, to: 6, description: 'milliseconds of the latest attempt' },
    ]);
    expect(of('a')).toEqual([
      ['agent:', 'agent, by id or name'],
      ['attempts:', 'how many attempts were made'],
    ]);
    for (const [, description] of of('')) expect(description).not.toBe('');
  });

  it.each([
    ['status:5', [['status:5xx', 'the handler failed']]],
    [
      'status:HAND',
      [
        ['status:cancelled', 'cancelled by hand'],
        ['status:4xx', 'refused by the handler'],
        ['status:5xx', 'the handler failed'],
      ],
    ],
    [
      'kind:t',
      [
        ['kind:test', 'a test event'],
        ['kind:tool', 'a tool that a hosted agent called'],
      ],
    ],
    ['event:agent.c', [['event:agent.call_ended', 'kind of event']]],
    [
      'channel:',
      [
        ['channel:sms', 'channel'],
        ['channel:voice', 'channel'],
      ],
    ],
    ['agent:har', [['agent:"Harbour Bikes"', 'agt_1']]],
    ['agent:"har', [['agent:"Harbour Bikes"', 'agt_1']]],
    ['agent:agt_2', [['agent:agt_2', 'agt_2']]],
    ['agent:sh', [['agent:Shop', 'agt_3']]],
    ['number:+1', [['number:+14155550123', 'num_1']]],
    [
      'DURATION:',
      [
        ['duration:>1s', 'slower than a second'],
        ['duration:>5s', 'slower than five seconds'],
        ['duration:<100', 'quicker than 100 ms'],
      ],
    ],
    [
      'attempts:',
      [
        ['attempts:>1', 'retried'],
        ['attempts:>=6', 'all attempts used up'],
      ],
    ],
    ['url:x', []],
    ['colour:', []],
  ])('for %s is %j', (filter, suggested) => {
    expect(of(filter)).toEqual(suggested);
  });

  it('completes the term under the cursor, which quotes may hold together', () => {
    expect(suggestFilter('agent:"Harbour Bi', 17, names)).toMatchObject([{ from: 0, to: 17 }]);
    expect(suggestFilter('"a b" st', 99, names)).toEqual([
      { text: 'status:', from: 6, to: 8, description: 'state or response status' },
    ]);
  });

  it('is no more than fourteen', () => {
    const many = Array.from({ length: 20 }, (_, n) => `agent.${n}`);
    expect(suggestFilter('event:', 6, { ...names, events: many })).toHaveLength(14);
  });
});

describe('describeFilter', () => {
  it('says in plain words what a filter means, or what is wrong', () => {
    expect(describeFilter('').meaning).toBe('All deliveries.');
    expect(describeFilter('status:failed,5xx -channel:voice duration:>2s hello').meaning).toBe(
      'Deliveries whose status is failed or 5xx and whose channel is not voice and that did take more than 2000 ms and whose body contains “hello”.',
    );
    expect(describeFilter('colour:red')).toMatchObject({
      valid: false,
      meaning: expect.stringContaining('There is no field "colour".'),
    });
  });

  it.each([
    ['-hello', 'Deliveries whose body does not contain “hello”.'],
    ['duration:<5', 'Deliveries that did take less than 5 ms.'],
    ['-duration:<=5', 'Deliveries that did not take at most 5 ms.'],
    ['attempts:>=2', 'Deliveries with at least 2 attempts.'],
    ['-attempts:2', 'Deliveries with not 2 attempts.'],
    ['agent:a,b', 'Deliveries whose agent is a or b.'],
  ])('of %s says "%s"', (filter, meaning) => {
    expect(describeFilter(filter)).toEqual({ valid: true, meaning });
  });
});
