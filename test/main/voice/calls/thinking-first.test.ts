import { describe, expect, it } from 'vitest';
import { buildTimeline } from '../../../../common/rules/timeline/timeline.ts';
import { THINKING_HOLD_MS } from '../../../../main/voice/speaking/speaker.ts';
import { type CallWorld, callWorld } from '../../../doubles/calls/call-world.ts';

const MODEL = { provider: 'openai', name: 'm' };

const texts = (world: CallWorld, turn: number) =>
  world.seen.flatMap((event) =>
    event.type === 'piece.queued' && event.turn === turn ? [event.data.text] : [],
  );

/** A call of a hosted agent whose model has shown that it thinks first. */
async function withHabit() {
  const world = callWorld({ model: MODEL });
  world.session.answered();
  world.say('When do you open?');
  for (const words of ['They want the hours. ', 'Nine', '.</think>', 'At nine.']) {
    world.responder.last.words(words);
  }
  world.responder.last.line(0, '', { interim: false });
  world.responder.last.ended('complete');
  await world.pass(5_000);
  expect(texts(world, 1)).toEqual(['They want the hours.', 'At nine.']);
  return world;
}

describe('a model that thinks first and marks only the end', () => {
  it('is heard thinking in its first turn only as far as the sound was made already', async () => {
    const world = callWorld({ model: MODEL });
    world.session.answered();
    world.say('When do you open?');
    for (let n = 0; n < 60; n += 1) world.responder.last.words('They want to know our hours. ');
    await world.pass(1_000);
    world.responder.last.words('</think>At nine.');
    world.responder.last.ended('complete');
    await world.pass(60_000);
    const heard = buildTimeline('call_1', world.seen).turns[0]?.heard ?? '';
    // Ten seconds are made ahead, at 20 ms a letter.
    expect(heard.split('hours.').length).toBeLessThan(25);
    expect(heard).toMatch(/hours\. At nine\.$/);
    expect(world.data('turn.finished')).toEqual([{ outcome: 'heard' }]);
  });

  it('does not take back what it said before a tool', async () => {
    const world = callWorld({ model: MODEL });
    world.session.answered();
    world.say('When do you open?');
    for (let n = 0; n < 40; n += 1) world.responder.last.words('I look it up for you now. ');
    const call = { call: 0, name: 'hours' };
    world.responder.last.toolCalled({ ...call, args: {}, builtIn: true, url: null });
    world.responder.last.toolAnswered({
      ...call,
      ok: true,
      status: null,
      durationMs: 1,
      answer: '{}',
      deliveryId: null,
      message: null,
    });
    world.responder.last.words('It says nine.</think>At nine.');
    world.responder.last.ended('complete');
    await world.pass(60_000);
    const heard = buildTimeline('call_1', world.seen).turns[0]?.heard ?? '';
    expect(heard.split('now.')).toHaveLength(41);
    expect(heard).toMatch(/now\. At nine\.$/);
  });

  it('is not heard thinking from the second turn on', async () => {
    const world = await withHabit();
    world.say('And on Sundays?');
    world.responder.last.words('They want Sundays. ');
    world.responder.last.words('Ten, I think.');
    await world.pass(3_000);
    expect(texts(world, 2)).toEqual([]);
    world.responder.last.words('</think>At ten.');
    world.responder.last.ended('complete');
    await world.pass(2_000);
    expect(texts(world, 2)).toEqual(['At ten.']);
    expect(world.data('turn.finished')).toEqual([{ outcome: 'heard' }, { outcome: 'heard' }]);
  });

  it('is heard when it has stopped to do so: at the end of its answer, then at once', async () => {
    const world = await withHabit();
    world.say('And on Sundays?');
    world.responder.last.words('At ten. ');
    await world.pass(1_000);
    expect(texts(world, 2)).toEqual([]);
    world.responder.last.words('Anything else?');
    world.responder.last.ended('complete');
    await world.pass(3_000);
    expect(texts(world, 2)).toEqual(['At ten.', 'Anything else?']);
    world.say('No.');
    world.responder.last.words('Good bye. ');
    await world.pass(20);
    expect(texts(world, 3)).toEqual(['Good bye.']);
  });

  it('is heard after ten seconds, though it still writes', async () => {
    const world = await withHabit();
    world.say('And on Sundays?');
    world.responder.last.words('At ten. ');
    await world.pass(THINKING_HOLD_MS - 500);
    world.responder.last.words('Or eleven');
    await world.pass(400);
    expect(texts(world, 2)).toEqual([]);
    await world.pass(200);
    expect(texts(world, 2)).toEqual(['At ten.', 'Or eleven']);
  });

  it('lets a sentence of ours be heard while it thinks', async () => {
    const world = await withHabit();
    world.say('And on Sundays?');
    world.responder.last.words('They want Sundays. ');
    world.responder.last.line(0, '\nOne moment.\n', { interim: true });
    await world.pass(20);
    expect(texts(world, 2)).toEqual(['One moment.']);
    world.responder.last.words('</think>At ten.');
    world.responder.last.ended('complete');
    await world.pass(2_000);
    expect(texts(world, 2)).toEqual(['One moment.', 'At ten.']);
  });

  it('is known of a handler too, over its lines', async () => {
    const world = callWorld();
    world.session.answered();
    for (const answer of ['At nine.', 'At ten.']) {
      world.say('When do you open?');
      world.responder.last.line(0, 'They want the hours.', { interim: true });
      world.responder.last.line(1, `Hm.</think>${answer}`);
      world.responder.last.ended('complete');
      await world.pass(5_000);
    }
    expect(texts(world, 1)).toEqual(['They want the hours.', 'At nine.']);
    expect(texts(world, 2)).toEqual(['At ten.']);
  });
});
