import { describe, expect, it } from 'vitest';
import { matchesFilter } from '../../../renderer/inspector/delivery-filter.ts';
import { delivery } from '../state/live-fixtures.ts';

describe('the filter of deliveries', () => {
  const voice = delivery();
  it.each([
    ['', true],
    ['status:success', true],
    ['status:200', true],
    ['status:any channel:voice', true],
    ['status:failed', false],
    ['channel:voice turn:1', true],
    ['channel:sms', false],
    ['event:call_ended', false],
    ['-channel:sms', true],
    ['-channel:voice', false],
    ['VOICE_A', true],
    ['call_a hook', true],
    ['call_b', false],
    ['-', false],
  ])('%j matches: %s', (filter, matches) => {
    expect(matchesFilter(voice, filter)).toBe(matches);
  });
});
