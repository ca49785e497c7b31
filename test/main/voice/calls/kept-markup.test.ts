import { expect, it } from 'vitest';
import { callWorld } from '../../../doubles/calls/call-world.ts';

const WRITTEN = '<think>Short.</think>**Yes**, it is <emphasis>3 kg</emphasis>.';

it.each([
  { mode: 'webhook', model: null },
  { mode: 'hosted', model: { provider: 'openai', name: 'm' } },
])('$mode: markup goes to the voice as written where the agent keeps it', async ({ model }) => {
  for (const [keepMarkup, said, left] of [
    [true, '**Yes**, it is <emphasis>3 kg</emphasis>.', ['thinking']],
    [false, 'Yes, it is 3 kg.', ['thinking', 'Markdown', 'Tags']],
  ] as const) {
    const world = callWorld({ model, keepMarkup });
    world.session.answered();
    world.say('Well?');
    if (model === null) world.responder.last.line(0, WRITTEN);
    else for (const char of WRITTEN) world.responder.last.words(char);
    world.responder.last.ended('complete');
    await world.pass(3_000);
    expect(world.tts.asked).toMatchObject([{ text: said, keepMarkup }]);
    expect(world.data('piece.queued')).toMatchObject([{ text: said, spoken: said }]);
    const warnings = world.data('warning').map(({ message }) => message);
    expect(warnings).toHaveLength(left.length);
    for (const kind of left) expect(warnings.join('\n')).toContain(kind);
  }
});
