import { describe, expect, it } from 'vitest';
import { beyondHeadline } from '../../../../renderer/inspector/clinic/beyond-headline.ts';

describe('an explanation under a headline', () => {
  it('does not say the same again', () => {
    const headline = 'Only the body was signed, without the timestamp';
    expect(beyondHeadline(headline, `${headline}.`)).toBe('');
    expect(beyondHeadline('The signature fits', 'The signature fits these bytes.')).toBe(
      'These bytes.',
    );
    expect(beyondHeadline('There is no signature', 'The body was changed.')).toBe(
      'The body was changed.',
    );
  });
});
