import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type OfflineTurn,
  offlineAnswer,
} from '../../../../common/rules/turns/offline-dialogue.ts';

const PROMPT = `You are Sam, the receptionist of a bakery in Bern.
- What are your opening hours? → We are open from nine to five.
- price of a croissant | how much is a croissant -> A croissant is two francs.
- "Where are you?" => "On the market square."
- Who are you? → I am Sam.
- 营业时间 → 九点到五点。
Be friendly.`;

const say = (said: string, prompt = PROMPT, before: OfflineTurn['messages'] = []) =>
  offlineAnswer({ prompt, messages: [...before, { role: 'user', content: said }] });
const agent = (content: string) => ({ role: 'agent' as const, content });
const NOTICE = /no language model is linked/;

describe('the offline dialogue', () => {
  it.each([
    ['What are your opening hours?', 'We are open from nine to five.'],
    ['um, when do you open, what are the hours', 'We are open from nine to five.'],
    ['OPENING HOURS', 'We are open from nine to five.'],
    ['Opning hours please', 'We are open from nine to five.'],
    ['How much is a croissant?', 'A croissant is two francs.'],
    ['Tell me the price of croissants', 'A croissant is two francs.'],
    ['where are you', 'On the market square.'],
    ['So, who are you?', 'I am Sam.'],
    ['请问营业时间?', '九点到五点。'],
  ])('answers "%s" from the lines of the prompt', (said, answer) => {
    expect(say(said).text).toBe(answer);
  });

  it('greets by the name in the prompt, and says at once that there is no model', () => {
    for (const said of ['', 'Hello?', 'Good morning!']) {
      const { text } = say(said);
      expect(text).toMatch(/^Hello, this is Sam\./);
      expect(text).toMatch(NOTICE);
    }
    expect(offlineAnswer({ prompt: 'Your name is Ada Lovelace.', messages: [] }).text).toMatch(
      /^Hello, this is Ada Lovelace\./,
    );
    expect(say('hi', 'Be nice.').text).toMatch(/^Hello\. You should know/);
  });

  it('does not give its name again after a greeting', () => {
    expect(say('Hello', PROMPT, [agent('Bakery, good morning.')]).text).not.toContain('Sam');
  });

  it('takes no sentence about the agent for a name', () => {
    expect(say('hello', 'You are a helpful assistant.').text).toMatch(/^Hello\. /);
  });

  it('says once what it cannot do, with what it heard and what can be asked', () => {
    const first = say('Do you deliver to Mars?').text;
    expect(first).toMatch(/^I heard: "Do you deliver to Mars\?"\. I cannot answer that/);
    expect(first).toMatch(NOTICE);
    expect(first).toContain('"What are your opening hours?", or "price of a croissant"');
    const second = say('And to Venus?', PROMPT, [
      { role: 'user', content: 'Do you deliver to Mars?' },
      agent(first),
    ]).text;
    expect(second).toMatch(/^I heard: "And to Venus\?"\. I have no answer to that\./);
    expect(second).not.toMatch(NOTICE);
  });

  it('says it again when it was interrupted before it was heard', () => {
    const before = [{ role: 'user' as const, content: 'Hm?' }, agent('I heard: "Hm?".')];
    expect(say('What about Mars?', PROMPT, before).text).toMatch(NOTICE);
  });

  it.each([
    ['Bye!', 'Goodbye.'],
    ['Thanks, that’s all.', 'Goodbye.'],
    ['Auf Wiederhören', 'Goodbye.'],
    ['What are your opening hours? Then goodbye.', 'We are open from nine to five.'],
  ])('ends the call after "%s"', (said, text) => {
    expect(say(said)).toEqual({ text, endsCall: true });
  });

  it('stays on the line otherwise', () => {
    expect(say('Thank you.')).toEqual({ text: "You're welcome. Anything else?", endsCall: false });
    for (const said of ['maybe', 'goodbyes are sad songs', '']) {
      expect(say(said).endsCall).toBe(false);
    }
  });

  it('prefers the longer of two questions that fit, and the first of two alike', () => {
    const prompt = 'parking -> Behind the house.\nbicycle parking -> At the door.\nparking -> No.';
    expect(say('bicycle parking?', prompt).text).toBe('At the door.');
    expect(say('parking', prompt).text).toBe('Behind the house.');
    expect(say('is there any parking for a bicycle', prompt).text).toBe('At the door.');
  });

  it('leaves out lines that are half', () => {
    expect(say('nothing', '→ alone\nnothing →\n-> \n? → !?').text).toMatch(NOTICE);
  });

  const words = fc.array(fc.stringMatching(/^[a-z]{3,9}$/), { minLength: 1, maxLength: 5 });
  const role = fc.constantFrom('user' as const, 'agent' as const);
  const messages = fc.array(fc.record({ role, content: fc.string({ unit: 'grapheme' }) }));

  it('always says something, the same every time, whatever prompt and words are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), messages, (prompt, said) => {
        const answer = offlineAnswer({ prompt, messages: said });
        expect(answer.text.trim()).not.toBe('');
        expect(offlineAnswer({ prompt, messages: said })).toEqual(answer);
      }),
    );
  });

  it('answers every question of the prompt that is asked word for word, in any case', () => {
    const qas = fc.uniqueArray(fc.tuple(words, words), {
      minLength: 1,
      maxLength: 8,
      selector: ([question]) => question.join(' '),
    });
    const arrow = fc.constantFrom('→', '->', '=>', ' → ', '  =>  ');
    fc.assert(
      fc.property(qas, arrow, fc.nat(), fc.boolean(), (lines, to, pick, loud) => {
        const prompt = lines.map(([q, a]) => `- ${q.join(' ')}?${to}${a.join(' ')}`).join('\n');
        const [question, answer] = lines[pick % lines.length] ?? [[], []];
        const asked = `${question.join(', ')}!`;
        expect(say(loud ? asked.toUpperCase() : asked, prompt).text).toBe(answer.join(' '));
      }),
    );
  });

  it('never says twice in a conversation that there is no model', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 2, maxLength: 8 }), (lines) => {
        const said: { role: 'user' | 'agent'; content: string }[] = [];
        for (const content of lines) {
          said.push({ role: 'user', content });
          const { text } = offlineAnswer({ prompt: 'Be nice.', messages: said });
          said.push(agent(text));
        }
        const told = said.filter(({ role, content }) => role === 'agent' && NOTICE.test(content));
        expect(told.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('takes a prompt of a megabyte in its stride', () => {
    const prompt = `${'question number '.repeat(4)} → yes\n`.repeat(12_000);
    expect(say('what is this', prompt).text).toMatch(NOTICE);
  });
});
