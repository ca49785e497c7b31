import { describe, expect, it } from 'vitest';
import type { OperationName } from '../../../common/contract/index.ts';
import { presentValues } from '../../../renderer/operations/present-values.ts';

/** Answers from a table, and notes what was asked. */
function reader(answers: Partial<Record<OperationName, object>>) {
  const asked: [OperationName, object][] = [];
  const read = (name: OperationName, input: object) => {
    asked.push([name, input]);
    return Promise.resolve(answers[name]);
  };
  return { asked, read: read as unknown as Parameters<typeof presentValues>[2] };
}

describe('how things stand that an operation sets', () => {
  it('is read where something reads it', async () => {
    const { read } = reader({ 'plan.get': { profile: 'seed', balance: null } });
    expect(await presentValues('plan.set', {}, read)).toEqual({ profile: 'seed', balance: null });
    expect(presentValues('text.receive', {}, read)).toBeNull();
  });

  it('is of the person that is meant, and of nobody where nobody is', async () => {
    const { asked, read } = reader({
      'handset.get': { address: '+12025550147', imessage: false, sms: true },
    });
    expect(presentValues('handset.set', { address: '' }, read)).toBeNull();
    await presentValues('handset.set', { address: '+12025550147' }, read);
    expect(asked).toEqual([['handset.get', { address: '+12025550147' }]]);
  });

  it('is the rule of a number, or of everybody where it has none', async () => {
    const { read } = reader({
      'callee.list': {
        items: [
          { number: null, behaviour: 'ring', answerAfterMs: null },
          { number: '+12025550147', behaviour: 'busy', answerAfterMs: 5 },
        ],
      },
    });
    expect(await presentValues('callee.set', {}, read)).toEqual({ behaviour: 'ring' });
    expect(await presentValues('callee.set', { number: '+12025550147' }, read)).toEqual({
      behaviour: 'busy',
      answerAfterMs: 5,
    });
  });

  it('is a place, or null where none is shared', async () => {
    const at = (latitude: number | null) =>
      presentValues(
        'location.set',
        { phoneNumber: '+1' },
        reader({ 'location.get': { latitude, longitude: latitude } }).read,
      );
    expect(await at(47)).toEqual({ place: { latitude: 47, longitude: 47 } });
    expect(await at(null)).toEqual({ place: null });
  });
});
