import { expect, it } from 'vitest';
import { callHarness } from '../../../doubles/calls/call-harness.ts';

const WRITTEN = '<think>Short.</think>**Yes**, it is <emphasis>3 kg</emphasis>.';

it.each([
  { mode: 'webhook', model: null },
  { mode: 'hosted', model: { provider: 'openai', name: 'm' } },
])('$mode: markup goes to the voice as written where the agent keeps it', async ({ model }) => {
  for (const [keepMarkup, said, left] of [
    [true, '**Yes**, it is <emphasis>3 kg</emphasis>.', ['thinking']],
    [false, 'Yes, it is 3 kg.', ['thinking', 'Markdown', 'Tags']],
  ] as const) {
    const harness = callHarness({ model, keepMarkup });
    harness.session.answered();
    harness.say('Well?');
    if (model === null) harness.responder.last.line(0, WRITTEN);
    else for (const char of WRITTEN) harness.responder.last.words(char);
    harness.responder.last.ended('complete');
    await harness.pass(3_000);
    expect(harness.tts.asked).toMatchObject([{ text: said, keepMarkup }]);
    expect(harness.data('piece.queued')).toMatchObject([{ text: said, spoken: said }]);
    const warnings = harness.data('warning').map(({ message }) => message);
    expect(warnings).toHaveLength(left.length);
    for (const kind of left) expect(warnings.join('\n')).toContain(kind);
  }
});
