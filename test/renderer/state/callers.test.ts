import { describe, expect, it } from 'vitest';
import type { LiveContact } from '../../../common/contract/index.ts';
import { callerInitials, callerName, callers } from '../../../renderer/state/callers.ts';

const contact = (id: string, more: Partial<LiveContact>): LiveContact => ({
  id,
  phoneNumber: '+12025550147',
  name: 'Ada Bell',
  email: null,
  ...more,
});

describe('what people are called', () => {
  const book = [
    contact('ct_b', { phoneNumber: '+15550100199', name: 'Bob', email: 'Bob@Example.com' }),
    contact('ct_a', { email: 'bob@example.com' }),
  ];

  it.each([
    ['+12025550147', 'Ada Bell', 'AB'],
    ['+15550100199', 'Bob', 'BO'],
    ['BOB@example.com', 'Bob', 'BO'],
    ['+12025550148', 'Caller 0148', '48'],
    ['sip:bob@example.com', 'bob@example.com', 'BO'],
    ['', 'Hidden number', '?'],
  ])('names %j as the address book has them: %s', (address, name, short) => {
    expect([callerName(address, book), callerInitials(address, book)]).toEqual([name, short]);
  });

  it('offers each once, those with a name first', () => {
    const offered = callers(['+15550100199', '+15550100200'], book);
    expect(offered.slice(0, 2).map(({ name }) => name)).toEqual(['Bob', 'Ada Bell']);
    expect(offered.at(-1)?.phoneNumber).toBe('+15550100200');
    const numbers = offered.map(({ phoneNumber }) => phoneNumber);
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});
