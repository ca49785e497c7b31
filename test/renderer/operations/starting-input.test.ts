import { describe, expect, it } from 'vitest';
import { OPERATIONS, type OperationName } from '../../../common/contract/index.ts';
import { startingInput } from '../../../renderer/operations/starting-input.ts';
import { schemaOf } from './schemas.ts';

const KNOWN = {
  callId: 'call_a',
  deliveryId: 'dlv_a',
  agentId: 'agt_a',
  numberId: 'num_a',
  from: '+12025550147',
  to: '+14155550123',
} as const;

const start = (name: OperationName) => startingInput(name, schemaOf(name), KNOWN);

describe('the form of an operation', () => {
  it('starts with what the window knows', () => {
    expect(start('call.place')).toEqual({ from: KNOWN.from, to: KNOWN.to });
    expect(start('call.say')).toEqual({ callId: 'call_a', text: 'Hello' });
    expect(start('delivery.get')).toEqual({ id: 'dlv_a' });
    expect(start('agent.delete')).toEqual({ agentId: 'agt_a' });
    expect(start('clock.advance')).toEqual({ by: 'PT5M' });
    expect(start('clock.get')).toEqual({});
    expect(start('handset.set')).toMatchObject({ address: KNOWN.from });
    expect(start('location.set')).toEqual({ phoneNumber: KNOWN.from, place: null });
    expect(start('optOut.reset')).toEqual({ phoneNumber: KNOWN.to, address: KNOWN.from });
  });

  it('never fills in what belongs to something else', () => {
    expect(start('key.revoke')).toEqual({ id: '' });
  });

  it('starts with the first of several forms', () => {
    expect(start('fault.set')).toMatchObject({ target: 'delivery' });
  });

  it.each(OPERATIONS.map(({ name }) => name))('%s has every field that must be there', (name) => {
    const operation = OPERATIONS.find((candidate) => candidate.name === name);
    const result = operation?.input.safeParse(start(name));
    const missing = result?.error?.issues.filter(
      (issue) => issue.code === 'invalid_type' && issue.message.includes('received undefined'),
    );
    expect(missing ?? []).toEqual([]);
  });
});
