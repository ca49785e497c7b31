import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EngineChange } from '../../../../common/contract/index.ts';
import { buildTimeline } from '../../../../common/rules/timeline/timeline.ts';
import { ModelHttp } from '../../../../main/llm/model-http.ts';
import { MemorySecretStore } from '../../../../main/platform/secret-store.ts';
import { ProductClock } from '../../../../main/platform/time/clock.ts';
import { Engines } from '../../../../main/services/engines/engines.ts';
import { embeddedVoice } from '../../../../main/speech/embedded-voice.ts';
import { ModelCache } from '../../../../main/speech/models/model-cache.ts';
import { SettingStore } from '../../../../main/store/accounts/settings.ts';
import { DamageNotes } from '../../../../main/store/database/damage-notes.ts';
import { type Database, openDatabase } from '../../../../main/store/database/database.ts';
import { type CallHarness, callHarness } from '../../../doubles/calls/call-harness.ts';
import { LoudnessVad } from '../../../doubles/hearing/scripted-hearing.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';

let folder: string;
let db: Database;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'worded-'));
  db = await openDatabase(folder);
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

/**
 * The engines that the product would choose: the embedded voice, except for its sound. No server
 * responds.
 */
function assembled() {
  const given: string[] = [];
  const speech = {
    synthesize: ({ text }: { readonly text: string }) => {
      given.push(text);
      return Promise.resolve(new Int16Array(1_600).fill(1_000));
    },
    transcribe: () => Promise.resolve(''),
    prepareRecogniser: () => {},
  };
  const real = new ManualTime();
  const engines = new Engines({
    settings: new SettingStore(db, new DamageNotes()),
    secrets: new MemorySecretStore({}),
    http: { fetch: () => Promise.reject(new Error('Down.')) },
    modelHttp: new ModelHttp(real),
    clock: new ProductClock({ real }),
    flite: embeddedVoice(speech, (name) => ({ name, substituted: false })),
    vad: new LoudnessVad(),
    speech,
    modelCache: new ModelCache({ folder, models: [], real }),
    catalogue: () => null,
  });
  return { given, engines };
}

const pieces = (harness: CallHarness) =>
  harness.data('piece.queued').map(({ text, spoken }) => [text, spoken]);

async function answered(texts: readonly string[]) {
  const { given, engines } = assembled();
  const harness = callHarness({}, null, { tts: engines.current().tts });
  harness.session.answered();
  await harness.pass(20);
  for (const text of texts) {
    harness.say('Well?');
    harness.responder.last.line(0, text);
    harness.responder.last.ended('complete');
    await harness.pass(3_000);
  }
  return { given, harness };
}

it('gives the embedded voice words, and logs them beside what was written', async () => {
  const { given, harness } = await answered(['That is 3 kg for $5.', 'See you.']);
  expect(given).toEqual(['That is 3 kilograms for $5.', 'See you.']);
  expect(pieces(harness)).toEqual([
    ['That is 3 kg for $5.', 'That is 3 kilograms for $5.'],
    ['See you.', 'See you.'],
  ]);
});

it('logs no words for what the voice can say nothing of', async () => {
  const { harness } = await answered(['今日は。']);
  expect(pieces(harness)).toEqual([['今日は。', '']]);
});

it('logs the words of the voice that took over where the first one failed', async () => {
  const { engines } = assembled();
  await engines.set(
    EngineChange.parse({ tts: { kind: 'openai', apiKey: 'secret', fallbackToFlite: true } }),
  );
  const harness = callHarness({}, null, { tts: engines.current().tts });
  harness.session.answered();
  harness.say('Well?');
  harness.responder.last.line(0, 'That is 3 kg. Good. Bye.');
  await harness.pass(1_000);
  expect(pieces(harness)).toEqual([
    ['That is 3 kg.', 'That is 3 kg.'],
    ['Good.', 'Good.'],
    ['Bye.', 'Bye.'],
  ]);
  const [turn] = buildTimeline('call_1', harness.seen).turns;
  expect(turn?.pieces.map(({ text, spoken }) => [text, spoken])).toEqual([
    ['That is 3 kg.', 'That is 3 kilograms.'],
    ['Good.', 'Good.'],
    ['Bye.', 'Bye.'],
  ]);
});

it('says once in a call that the voice cannot say the letters, and ends the turn', async () => {
  const { given, harness } = await answered(['今日は。', 'また明日。', 'Bye.']);
  expect(given).toEqual(['Bye.']);
  expect(harness.data('warning').map(({ code }) => code)).toEqual(['voice_cannot_say']);
  expect(harness.types(2)).toContain('turn.finished');
});
