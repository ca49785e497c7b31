import { expect, it } from 'vitest';
import { textSender } from '../../../../common/rules/phone/text-sender.ts';

it.each([
  ['(415) 555-0199', '+14155550199', '+14155550199'],
  ['74174', '74174', '74174'],
  ['Ann@Mail.Example', 'ann@mail.example', 'ann@mail.example'],
  ['private@mail.example', 'private@mail.example', 'private@mail.example'],
  ['ACME', 'ACME', 'ACME'],
  ['My Bank', 'My Bank', 'My Bank'],
  ['whatsapp:+14155550199', 'whatsapp:+14155550199', 'whatsapp:+14155550199'],
  ['sip:Bob@Example.com', 'sip:Bob@Example.com', 'sip:Bob@example.com'],
  ['7726', '7726', '7726'],
  ['ABC', 'ABC', 'ABC'],
])('a text from %j is from %j, in the thread with %j', (given, from, participant) => {
  expect(textSender(given, 'x')).toEqual({ from, participant });
});

it.each(['', 'Anonymous', '+86282452253'])('a text from %j is in a thread of its own', (given) => {
  expect(textSender(given, 'a')).toEqual({ from: given, participant: 'hidden:a' });
  expect(textSender(given, 'b')?.participant).toBe('hidden:b');
});

it('nobody is called by a letter or two', () => {
  expect(textSender('me', 'x')).toBeNull();
});
