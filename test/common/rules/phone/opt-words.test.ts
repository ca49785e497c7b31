import { describe, expect, it } from 'vitest';
import { carrierWord, optChange } from '../../../../common/rules/phone/opt-words.ts';

describe('a word that the carrier answers', () => {
  it.each([
    ['STOP', 'stop'],
    [' stop. ', 'stop'],
    ['Unsubscribe!', 'stop'],
    ['stopall', 'stop'],
    ['Start', 'start'],
    ['unstop', 'start'],
    ['HELP', 'help'],
    ['info', 'help'],
    ['Stop!!!', 'stop'],
    ['stop. it', null],
    ['st.op', null],
    ['stop it', null],
    ['Do not stop', null],
    ['', null],
  ])('%o is %o', (body, word) => {
    expect(carrierWord(body)).toBe(word);
  });

  it("changes the list as Twilio's own verdict says, where there is one", () => {
    expect(optChange('Please no more', 'STOP')).toBe('out');
    expect(optChange('STOP', 'HELP')).toBeNull();
    expect(optChange('start')).toBe('in');
    expect(optChange('help')).toBeNull();
  });
});
