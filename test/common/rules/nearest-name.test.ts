import { describe, expect, it } from 'vitest';
import { didYouMean, nearestName } from '../../../common/rules/nearest-name.ts';

describe('the name that was meant', () => {
  it.each([
    ['beginMesage', 'beginMessage'],
    ['begin_message', 'beginMessage'],
    ['BEGINMESSAGE', 'beginMessage'],
    ['bgeinMessage', 'beginMessage'],
    ['timeout', 'timeoutMs'],
    ['call.plac', 'call.place'],
    ['form', 'from'],
    ['too', 'to'],
    ['bodyOfTheMessage', 'body'],
    ['begi', 'beginMessage'],
    ['time', 'timeoutMs'],
    ['call.plaz', 'call.play'],
  ])('%s is %s', (written, meant) => {
    const names = ['beginMessage', 'timeoutMs', 'call.place', 'call.play', 'from', 'to', 'body'];
    expect(nearestName(written, names)).toBe(meant);
  });

  it.each(['coffee', 'x', '', 'message', 'constructor', 'tomorrow', 'fr', 'omrf'])(
    'of "%s" nobody can tell',
    (written) => {
      expect(nearestName(written, ['from', 'to', 'body', 'channel'])).toBeNull();
      expect(didYouMean(written, ['from', 'to', 'body', 'channel'])).toBe('');
    },
  );
});
