import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../../common/contract/index.ts';
import { startingInput } from '../../../renderer/shell/commands.ts';

const KNOWN = {
  callId: 'call_a',
  deliveryId: 'dlv_a',
  from: '+12025550147',
  to: '+14155550123',
} as const;

describe('the form of an operation', () => {
  it('starts with what the window knows', () => {
    expect(startingInput('call.place', KNOWN)).toEqual({ from: KNOWN.from, to: KNOWN.to });
    expect(startingInput('call.say', KNOWN)).toEqual({ callId: 'call_a', text: 'Hello' });
    expect(startingInput('delivery.get', KNOWN)).toEqual({ id: 'dlv_a' });
    expect(startingInput('clock.advance', KNOWN)).toEqual({ by: 'PT5M' });
    expect(startingInput('clock.get', KNOWN)).toEqual({});
  });

  it('never fills in what belongs to something else', () => {
    expect(startingInput('key.revoke', KNOWN)).toEqual({ id: '' });
  });

  it.each(OPERATIONS.map(({ name }) => name))('%s has every field that must be there', (name) => {
    const operation = OPERATIONS.find((candidate) => candidate.name === name);
    const result = operation?.input.safeParse(startingInput(name, KNOWN));
    const missing = result?.error?.issues.filter(
      (issue) => issue.code === 'invalid_type' && issue.message.includes('received undefined'),
    );
    expect(missing ?? []).toEqual([]);
  });
});
