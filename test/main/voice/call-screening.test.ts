import { describe, expect, it } from 'vitest';
import { callHarness } from '../../doubles/calls/call-harness.ts';

const PROMPT = "Please state your name and why you're calling.";
const ANSWER = 'Harbour Bikes. About your booking.';

function called(profile: Parameters<typeof callHarness>[0] = {}) {
  const harness = callHarness({ direction: 'outbound', screeningAnswer: ANSWER, ...profile });
  harness.session.answered();
  return harness;
}

describe('a call that is screened', () => {
  it('is answered with identity and purpose, and nobody is asked for it', async () => {
    const harness = called({ greeting: 'Hello, this is about your booking.' });
    await harness.pass(100);
    harness.say(PROMPT);
    await harness.pass(ANSWER.length * 20 + 500);

    expect(harness.responder.asked).toEqual([]);
    expect(harness.data('screening.answered')).toEqual([{ answer: ANSWER }]);
    expect(harness.data('turn.finished')).toEqual([
      { outcome: 'interrupted' },
      { outcome: 'heard' },
    ]);

    harness.say('Hello, Ada here.');
    await harness.pass(5);
    expect(harness.responder.last.turn).toMatchObject({ turn: 2, transcript: 'Hello, Ada here.' });
    expect(harness.responder.last.turn.history.slice(-2).map(({ content }) => content)).toEqual([
      PROMPT,
      ANSWER,
    ]);
  });

  it('is answered once; a second question goes to the handler', async () => {
    const harness = called();
    harness.say(PROMPT);
    await harness.pass(2_000);
    harness.say(PROMPT);
    await harness.pass(5);
    expect(harness.responder.last.turn).toMatchObject({ turn: 2, transcript: PROMPT });
  });

  it('is still answered after a "Hi.", whose request is broken off', async () => {
    const harness = called();
    harness.say('Hi.');
    await harness.pass(5);
    harness.say(PROMPT);
    await harness.pass(2_000);
    expect(harness.responder.asked.map(({ signal }) => signal.aborted)).toEqual([true]);
    expect(harness.data('screening.answered')).toHaveLength(1);
  });

  it.each([
    ['which came in', { direction: 'inbound' as const }],
    ['of an agent without a purpose', { screeningAnswer: null }],
  ])('%s goes to the handler', async (_name, profile) => {
    const harness = called(profile);
    harness.say(PROMPT);
    await harness.pass(5);
    expect(harness.responder.last.turn.transcript).toBe(PROMPT);
    expect(harness.data('screening.answered')).toEqual([]);
  });

  it('and asked for a name in the middle of the talk goes to the handler', async () => {
    const harness = called();
    for (const text of ['Hello?', 'Who is it?']) {
      harness.say(text);
      await harness.pass(5);
      harness.responder.last.line(0, 'Well.');
      await harness.pass(500);
    }
    harness.say(PROMPT);
    await harness.pass(5);
    expect(harness.responder.last.turn).toMatchObject({ turn: 3, transcript: PROMPT });
  });
});
