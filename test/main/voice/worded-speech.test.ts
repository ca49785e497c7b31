import { expect, it } from 'vitest';
import { buildTimeline } from '../../../common/rules/timeline.ts';
import { FallbackTts } from '../../../main/speech/fallback-tts.ts';
import { FliteTts } from '../../../main/speech/flite-tts.ts';
import type { TtsEngine } from '../../../main/speech/tts.ts';
import { type CallWorld, callWorld } from '../../doubles/call-world.ts';

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

const pieces = (world: CallWorld) =>
  world.data('piece.queued').map(({ text, spoken }) => [text, spoken]);

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
  expect(pieces(world)).toEqual([
    ['That is 3 kg for $5.', 'That is 3 kilograms for $5.'],
    ['See you.', 'See you.'],
  ]);
});

it('logs no words for what the voice can say nothing of', async () => {
  const { world } = await answered(['今日は。']);
  expect(pieces(world)).toEqual([['今日は。', '']]);
});

it('logs the words of the voice that took over where the first one failed', async () => {
  const { tts } = embeddedVoice();
  const failing: TtsEngine = {
    name: 'cloud',
    words: ({ text }) => ({ spoken: `${text} (by the cloud)`, warnings: [] }),
    voiceFor: (name) => ({ name, substituted: false }),
    // biome-ignore lint/correctness/useYield: it fails before its first sound
    async *synthesize() {
      throw new Error('Down.');
    },
  };
  const world = callWorld({}, null, { tts: new FallbackTts(failing, tts) });
  world.session.answered();
  world.say('Well?');
  world.responder.last.line(0, 'That is 3 kg. Good. Bye.');
  await world.pass(1_000);
  expect(pieces(world)).toEqual([
    ['That is 3 kg.', 'That is 3 kg. (by the cloud)'],
    ['Good.', 'Good. (by the cloud)'],
    ['Bye.', 'Bye. (by the cloud)'],
  ]);
  const [turn] = buildTimeline('call_1', world.seen).turns;
  expect(turn?.pieces.map(({ text, spoken }) => [text, spoken])).toEqual([
    ['That is 3 kg.', 'That is 3 kilograms.'],
    ['Good.', 'Good.'],
    ['Bye.', 'Bye.'],
  ]);
});

it('says once in a call that the voice cannot say the letters, and ends the turn', async () => {
  const { given, world } = await answered(['今日は。', 'また明日。', 'Bye.']);
  expect(given).toEqual(['Bye.']);
  expect(world.data('warning').map(({ code }) => code)).toEqual(['voice_cannot_say']);
  expect(world.types(2)).toContain('turn.finished');
});
