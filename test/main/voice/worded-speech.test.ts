import { expect, it } from 'vitest';
import { FliteTts } from '../../../main/speech/flite-tts.ts';
import { callWorld } from '../../doubles/call-world.ts';

/** The embedded voice, but for its sound. */
function embeddedVoice() {
  const given: string[] = [];
  const speech = {
    synthesize: ({ text }: { readonly text: string }) => {
      given.push(text);
      return Promise.resolve(new Int16Array(1_600).fill(1_000));
    },
  };
  return { given, tts: new FliteTts(speech, (name) => ({ name, substituted: false })) };
}

async function answered(texts: readonly string[]) {
  const { given, tts } = embeddedVoice();
  const world = callWorld({}, null, { tts });
  world.session.answered();
  await world.pass(20);
  for (const text of texts) {
    world.say('Well?');
    world.responder.last.line(0, text);
    world.responder.last.ended('complete');
    await world.pass(3_000);
  }
  return { given, world };
}

it('gives the embedded voice words, and logs them beside what was written', async () => {
  const { given, world } = await answered(['That is 3 kg for $5.', 'See you.']);
  expect(given).toEqual(['That is 3 kilograms for $5.', 'See you.']);
  expect(world.data('piece.queued').map(({ text }) => text)).toEqual([
    'That is 3 kg for $5.',
    'See you.',
  ]);
  expect(world.data('synthesis.firstAudio').map(({ spoken }) => spoken)).toEqual([
    'That is 3 kilograms for $5.',
    undefined,
  ]);
});

it('says once in a call that the voice cannot say the letters, and ends the turn', async () => {
  const { given, world } = await answered(['今日は。', 'また明日。', 'Bye.']);
  expect(given).toEqual(['Bye.']);
  expect(world.data('warning').map(({ code }) => code)).toEqual(['voice_cannot_say']);
  expect(world.types(2)).toContain('turn.finished');
});
