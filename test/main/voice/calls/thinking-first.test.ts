import { describe, expect, it } from 'vitest';
import { buildTimeline } from '../../../../common/rules/timeline/timeline.ts';
import { THINKING_HOLD_MS } from '../../../../main/voice/speaking/speaker.ts';
import { type CallHarness, callHarness } from '../../../doubles/calls/call-harness.ts';

const MODEL = { provider: 'openai', name: 'm' };

const texts = (harness: CallHarness, turn: number) =>
  harness.seen.flatMap((event) =>
    event.type === 'piece.queued' && event.turn === turn ? [event.data.text] : [],
  );

/** A call of a hosted agent whose model is known to think first. */
async function withHabit() {
  const harness = callHarness({ model: MODEL });
  harness.session.answered();
  harness.say('When do you open?');
  for (const words of ['They want the hours. ', 'Nine', '.</think>', 'At nine.']) {
    harness.responder.last.words(words);
  }
  harness.responder.last.line(0, '', { interim: false });
  harness.responder.last.ended('complete');
  await harness.pass(5_000);
  expect(texts(harness, 1)).toEqual(['They want the hours.', 'At nine.']);
  return harness;
}

describe('a model that thinks first and marks only the end', () => {
  it('is heard thinking in its first turn only as far as the sound was made already', async () => {
    const harness = callHarness({ model: MODEL });
    harness.session.answered();
    harness.say('When do you open?');
    for (let n = 0; n < 60; n += 1) harness.responder.last.words('They want to know our hours. ');
    await harness.pass(1_000);
    harness.responder.last.words('</think>At nine.');
    harness.responder.last.ended('complete');
    await harness.pass(60_000);
    const heard = buildTimeline('call_1', harness.seen).turns[0]?.heard ?? '';
    // Ten seconds are synthesised ahead, at 20 ms per letter.
    expect(heard.split('hours.').length).toBeLessThan(25);
    expect(heard).toMatch(/hours\. At nine\.$/);
    expect(harness.data('turn.finished')).toEqual([{ outcome: 'heard' }]);
  });

  it('does not take back what it said before a tool', async () => {
    const harness = callHarness({ model: MODEL });
    harness.session.answered();
    harness.say('When do you open?');
    for (let n = 0; n < 40; n += 1) harness.responder.last.words('I look it up for you now. ');
    const call = { call: 0, name: 'hours' };
    harness.responder.last.note('tool.called', { ...call, args: {}, builtIn: true, url: null });
    harness.responder.last.note('tool.answered', {
      ...call,
      ok: true,
      status: null,
      durationMs: 1,
      answer: '{}',
      deliveryId: null,
      message: null,
    });
    harness.responder.last.words('It says nine.</think>At nine.');
    harness.responder.last.ended('complete');
    await harness.pass(60_000);
    const heard = buildTimeline('call_1', harness.seen).turns[0]?.heard ?? '';
    expect(heard.split('now.')).toHaveLength(41);
    expect(heard).toMatch(/now\. At nine\.$/);
  });

  it('is not heard thinking from the second turn on', async () => {
    const harness = await withHabit();
    harness.say('And on Sundays?');
    harness.responder.last.words('They want Sundays. ');
    harness.responder.last.words('Ten, I think.');
    await harness.pass(3_000);
    expect(texts(harness, 2)).toEqual([]);
    harness.responder.last.words('</think>At ten.');
    harness.responder.last.ended('complete');
    await harness.pass(2_000);
    expect(texts(harness, 2)).toEqual(['At ten.']);
    expect(harness.data('turn.finished')).toEqual([{ outcome: 'heard' }, { outcome: 'heard' }]);
  });

  it('is heard when it has stopped to do so: at the end of its answer, then at once', async () => {
    const harness = await withHabit();
    harness.say('And on Sundays?');
    harness.responder.last.words('At ten. ');
    await harness.pass(1_000);
    expect(texts(harness, 2)).toEqual([]);
    harness.responder.last.words('Anything else?');
    harness.responder.last.ended('complete');
    await harness.pass(3_000);
    expect(texts(harness, 2)).toEqual(['At ten.', 'Anything else?']);
    harness.say('No.');
    harness.responder.last.words('Good bye. ');
    await harness.pass(20);
    expect(texts(harness, 3)).toEqual(['Good bye.']);
  });

  it('is heard after ten seconds, though it still writes', async () => {
    const harness = await withHabit();
    harness.say('And on Sundays?');
    harness.responder.last.words('At ten. ');
    await harness.pass(THINKING_HOLD_MS - 500);
    harness.responder.last.words('Or eleven');
    await harness.pass(400);
    expect(texts(harness, 2)).toEqual([]);
    await harness.pass(200);
    expect(texts(harness, 2)).toEqual(['At ten.', 'Or eleven']);
  });

  it('lets a sentence of ours be heard while it thinks', async () => {
    const harness = await withHabit();
    harness.say('And on Sundays?');
    harness.responder.last.words('They want Sundays. ');
    harness.responder.last.line(0, '\nOne moment.\n', { interim: true });
    await harness.pass(20);
    expect(texts(harness, 2)).toEqual(['One moment.']);
    harness.responder.last.words('</think>At ten.');
    harness.responder.last.ended('complete');
    await harness.pass(2_000);
    expect(texts(harness, 2)).toEqual(['One moment.', 'At ten.']);
  });

  it('is known of a handler too, over its lines', async () => {
    const harness = callHarness();
    harness.session.answered();
    for (const answer of ['At nine.', 'At ten.']) {
      harness.say('When do you open?');
      harness.responder.last.line(0, 'They want the hours.', { interim: true });
      harness.responder.last.line(1, `Hm.</think>${answer}`);
      harness.responder.last.ended('complete');
      await harness.pass(5_000);
    }
    expect(texts(harness, 1)).toEqual(['They want the hours.', 'At nine.']);
    expect(texts(harness, 2)).toEqual(['At ten.']);
  });
});
