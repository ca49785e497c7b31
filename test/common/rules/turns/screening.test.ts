import { describe, expect, it } from 'vitest';
import { isScreeningPrompt, screeningAnswer } from '../../../../common/rules/turns/screening.ts';

describe('a screening service', () => {
  it.each([
    "Please state your name and why you're calling.",
    'Hi, the person you are calling is using a screening service.',
    "Hi. If you record your name and reason for calling, I'll see if this person is available.",
    'Hi, the person you’re calling is using a screening service from Google, and will get a copy of this conversation. Go ahead and say your name and why you’re calling.',
    'Before I connect you, please say your name and the reason for your call.',
    "May I ask who's calling and why?",
  ])('is known by "%s"', (text) => expect(isScreeningPrompt(text)).toBe(true));

  it.each([
    'Hello?',
    'Yes, this is she.',
    'Sorry, what was your name again?',
    'I am calling back about my reservation.',
    'He is not available, can I take a message?',
    'My name is Screening, Paula Screening.',
    'Who is this?',
  ])('is not taken for "%s"', (text) => expect(isScreeningPrompt(text)).toBe(false));

  it('is told identity and purpose', () => {
    expect(screeningAnswer('Harbour Bikes', 'About your booking for Sunday', 'Rental')).toBe(
      'Harbour Bikes. About your booking for Sunday.',
    );
    expect(screeningAnswer('Harbour Bikes!', 'Your booking?', 'Rental')).toBe(
      'Harbour Bikes! Your booking?',
    );
  });

  it('is told the agent’s name where there is a purpose alone', () => {
    expect(screeningAnswer(null, 'Your booking.', 'Rental desk')).toBe(
      'Rental desk. Your booking.',
    );
    expect(screeningAnswer('  ', 'Your booking.', 'Rental desk')).toBe(
      'Rental desk. Your booking.',
    );
  });

  it.each([
    [null, null],
    ['Harbour Bikes', null],
    ['Harbour Bikes', '  '],
  ])('is told nothing with %s and %s', (identity, purpose) => {
    expect(screeningAnswer(identity, purpose, 'Rental desk')).toBeNull();
  });
});
