import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  childProcessSpawner,
  type SpawnedProcess,
} from '../../../main/platform/process/process-spawner.ts';
import { ProductClock } from '../../../main/platform/time/clock.ts';
import { LocalStt } from '../../../main/speech/local-stt.ts';
import type { SpeechModel } from '../../../main/speech/models/model-catalogue.ts';
import { SpeechClient } from '../../../main/speech/speech-client.ts';
import { writeTinyRecogniser } from '../../doubles/hearing/tiny-recogniser.ts';
import { SPEECH_ENTRIES } from '../../doubles/processes/entry-points.ts';
import { TINY_MODEL } from '../../doubles/servers/model-hub.ts';

const never = new AbortController().signal;
const ENGLISH = { language: 'en-US', mode: 'fast' } as const;
const SECOND = new Int16Array(16_000).fill(1000);

describe('recognition on this computer', () => {
  let folder: string;
  let client: SpeechClient;
  const processes: SpawnedProcess[] = [];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'recogniser-'));
    writeTinyRecogniser(join(folder, 'one'), 'good morning');
    writeTinyRecogniser(join(folder, 'two'), 'hello');
    client = new SpeechClient({
      spawn: (entry, options) => {
        const process = childProcessSpawner(entry, options);
        processes.push(process);
        return process;
      },
      ...SPEECH_ENTRIES,
      clock: new ProductClock(),
      onCrash: () => undefined,
      onReplaced: () => {},
    });
  });
  afterAll(() => {
    client.stop();
    rmSync(folder, { recursive: true });
  });

  const engine = (name: string, model: SpeechModel = TINY_MODEL) =>
    new LocalStt({ speech: client, model, folder: () => join(folder, name) });

  async function hear(stt: LocalStt, language = 'en-US'): Promise<string> {
    const stream = stt.open({ language, mode: 'fast' });
    stream.push(SECOND);
    return (await stream.finish(never)).text;
  }

  it('runs a model of transformers.js in a thread of the speech process', async () => {
    expect(await hear(engine('one'))).toBe('good morning');
  });

  it('loads a model ahead of its first use, and minds no broken one', async () => {
    engine('none').prepare();
    engine('two').prepare();
    expect(await hear(engine('two'))).toBe('hello');
  });

  it('changes the model between utterances', async () => {
    expect(await hear(engine('two'))).toBe('hello');
    expect(await hear(engine('one'))).toBe('good morning');
  });

  it('says what is wrong with a model, and takes a good one afterwards', async () => {
    await expect(hear(engine('none'))).rejects.toThrow(
      /Tiny failed: .*config\.json.* Remove and install it again under Settings/s,
    );
    expect(await hear(engine('one'))).toBe('good morning');
  });

  it('asks again when the speech process dies at it', async () => {
    const words = hear(engine('one'));
    processes.at(-1)?.kill();
    expect(await words).toBe('good morning');
  });

  it('lets go of an utterance that is no longer wanted', async () => {
    const stream = engine('one').open(ENGLISH);
    stream.push(SECOND);
    const words = stream.finish(never);
    stream.close();
    await expect(words).rejects.toThrow('no longer wanted');
    expect(await hear(engine('two'))).toBe('hello');
  });
});

describe('what a model on this computer is given', () => {
  function setUp(model: SpeechModel = TINY_MODEL, folder: string | null = '/models/tiny') {
    const asked: { language: string | null; samples: Int16Array }[] = [];
    const stt = new LocalStt({
      speech: {
        prepareRecogniser: () => undefined,
        transcribe: (request) => {
          asked.push(request);
          return Promise.resolve('yes');
        },
      },
      model,
      folder: () => folder,
    });
    return { stt, asked };
  }

  it('has its samples in order', async () => {
    const { stt, asked } = setUp();
    const stream = stt.open(ENGLISH);
    stream.push(SECOND);
    stream.push(Int16Array.of(7, 8, 9));
    await stream.finish(never);
    expect(asked[0]?.samples.length).toBe(16_003);
    expect([...(asked[0]?.samples.subarray(15_999) ?? [])]).toEqual([1000, 7, 8, 9]);
  });

  it('is not more than half a minute, the newest', async () => {
    const { stt, asked } = setUp();
    const stream = stt.open(ENGLISH);
    for (let second = 0; second < 40; second += 1) stream.push(new Int16Array(16_000).fill(second));
    await stream.finish(never);
    expect(asked[0]?.samples[0]).toBe(10);
    expect(asked[0]?.samples.length).toBe(30 * 16_000);
  });

  it('is nothing at all where there was hardly a sound', async () => {
    const { stt, asked } = setUp();
    const stream = stt.open(ENGLISH);
    stream.push(new Int16Array(800));
    expect(await stream.finish(never)).toEqual({ text: '', confidence: 1 });
    expect(asked).toEqual([]);
  });

  it('comes with its language where the model knows several', async () => {
    const { stt, asked } = setUp({ ...TINY_MODEL, onlyLanguage: null });
    const stream = stt.open({ language: 'de-DE', mode: 'fast' });
    stream.push(SECOND);
    await stream.finish(never);
    expect(asked[0]?.language).toBe('de');
  });

  it('is refused in a language that the model does not know', () => {
    const { stt } = setUp();
    expect(() => stt.open({ language: 'fr-FR', mode: 'fast' })).toThrow(
      'Tiny understands no fr-FR. Choose another model under Settings, Engines.',
    );
  });

  it('is refused while the model is not installed, with the way to get it', () => {
    const { stt } = setUp(TINY_MODEL, null);
    expect(() => stt.open(ENGLISH)).toThrow('Tiny is not installed. Download it under Settings');
  });
});
