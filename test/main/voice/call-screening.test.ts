import { describe, expect, it } from 'vitest';
import { callWorld } from '../../doubles/calls/call-world.ts';

const PROMPT = "Please state your name and why you're calling.";
const ANSWER = 'Harbour Bikes. About your booking.';

function called(profile: Parameters<typeof callWorld>[0] = {}) {
  const world = callWorld({ direction: 'outbound', screeningAnswer: ANSWER, ...profile });
  world.session.answered();
  return world;
}

describe('a call that is screened', () => {
  it('is answered with identity and purpose, and nobody is asked for it', async () => {
    const world = called({ greeting: 'Hello, this is about your booking.' });
    await world.pass(100);
    world.say(PROMPT);
    await world.pass(ANSWER.length * 20 + 500);

    expect(world.responder.asked).toEqual([]);
    expect(world.data('screening.answered')).toEqual([{ answer: ANSWER }]);
    expect(world.data('turn.finished')).toEqual([{ outcome: 'interrupted' }, { outcome: 'heard' }]);

    world.say('Hello, Ada here.');
    await world.pass(5);
    expect(world.responder.last.turn).toMatchObject({ turn: 2, transcript: 'Hello, Ada here.' });
    expect(world.responder.last.turn.history.slice(-2).map(({ content }) => content)).toEqual([
      PROMPT,
      ANSWER,
    ]);
  });

  it('is answered once; a second question goes to the handler', async () => {
    const world = called();
    world.say(PROMPT);
    await world.pass(2_000);
    world.say(PROMPT);
    await world.pass(5);
    expect(world.responder.last.turn).toMatchObject({ turn: 2, transcript: PROMPT });
  });

  it('is still answered after a "Hi.", whose request is broken off', async () => {
    const world = called();
    world.say('Hi.');
    await world.pass(5);
    world.say(PROMPT);
    await world.pass(2_000);
    expect(world.responder.asked.map(({ signal }) => signal.aborted)).toEqual([true]);
    expect(world.data('screening.answered')).toHaveLength(1);
  });

  it.each([
    ['which came in', { direction: 'inbound' as const }],
    ['of an agent without a purpose', { screeningAnswer: null }],
  ])('%s goes to the handler', async (_name, profile) => {
    const world = called(profile);
    world.say(PROMPT);
    await world.pass(5);
    expect(world.responder.last.turn.transcript).toBe(PROMPT);
    expect(world.data('screening.answered')).toEqual([]);
  });

  it('and asked for a name in the middle of the talk goes to the handler', async () => {
    const world = called();
    for (const text of ['Hello?', 'Who is it?']) {
      world.say(text);
      await world.pass(5);
      world.responder.last.line(0, 'Well.');
      await world.pass(500);
    }
    world.say(PROMPT);
    await world.pass(5);
    expect(world.responder.last.turn).toMatchObject({ turn: 3, transcript: PROMPT });
  });
});
