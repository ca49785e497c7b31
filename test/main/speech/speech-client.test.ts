import { describe, expect, it } from 'vitest';
import { ProductClock } from '../../../main/platform/clock.ts';
import {
  childProcessSpawner,
  onceExited,
  type ProcessExit,
  type SpawnedProcess,
} from '../../../main/platform/process-spawner.ts';
import type { SpeechCommand, SpeechReply } from '../../../main/speech/process/messages.ts';
import { SpeechClient } from '../../../main/speech/speech-client.ts';
import { ManualTime } from '../../doubles/manual-time.ts';

/** A speech process that answers and dies when the test says so. */
class FakeProcess implements SpawnedProcess {
  readonly got: SpeechCommand[] = [];
  killed = false;
  #listener: (message: unknown) => void = () => {};
  #end: (exit: ProcessExit) => void = () => {};
  readonly onExit = onceExited((end) => {
    this.#end = end;
  });

  send(message: unknown): void {
    this.got.push(message as SpeechCommand);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#listener = listener;
  }
  kill(): void {
    this.killed = true;
    this.die();
  }
  reply(message: SpeechReply): void {
    this.#listener(message);
  }
  /** Says the sentence it was asked for first, or last. */
  speak(id: number, samples: readonly number[] = [1, 2]): void {
    this.reply({ type: 'audio', id, samples: new Uint8Array(new Int16Array(samples).buffer) });
  }
  die(): void {
    this.#end({ code: 1, signal: null });
  }
}

const source = (name: string) => new URL(`../../../main/speech/process/${name}`, import.meta.url);
const WANTED = new AbortController().signal;
const SENTENCE = { text: 'Hello.', voice: 'slt', speed: 1 };

function setUp() {
  const real = new ManualTime();
  const clock = new ProductClock({ real, frozen: true });
  const processes: FakeProcess[] = [];
  const crashes: boolean[] = [];
  const client = new SpeechClient({
    spawn: () => {
      const process = new FakeProcess();
      processes.push(process);
      return process;
    },
    entry: source('speech-process.ts'),
    fliteThreadEntry: source('flite-thread.ts'),
    recogniserThreadEntry: source('recogniser-thread.ts'),
    vadModel: source('none.onnx'),
    clock,
    onCrash: ({ restarting }) => crashes.push(restarting),
  });
  const last = () => {
    const process = processes.at(-1);
    if (!process) throw new Error('Nothing was started.');
    return process;
  };
  const ids = (process: FakeProcess) =>
    process.got.flatMap((command) => (command.type === 'synthesize' ? [command.id] : []));
  return { real, clock, processes, crashes, client, last, ids };
}

describe('the speech client', () => {
  it('starts the process with the first sentence, and one only', async () => {
    const { client, processes, last } = setUp();
    const first = client.synthesize(SENTENCE, WANTED);
    const second = client.synthesize(SENTENCE, WANTED);
    expect(processes).toHaveLength(1);
    last().speak(1, [3]);
    last().speak(0, [4, 5]);
    expect([...(await first)]).toEqual([4, 5]);
    expect([...(await second)]).toEqual([3]);
  });

  it('takes samples that do not lie on a boundary', async () => {
    const { client, last } = setUp();
    const sound = client.synthesize(SENTENCE, WANTED);
    const bytes = new Uint8Array([0, 1, 0, 2, 0]).subarray(1);
    last().reply({ type: 'audio', id: 0, samples: bytes });
    expect([...(await sound)]).toEqual([1, 2]);
  });

  it('tells what the engine could not say', async () => {
    const { client, last } = setUp();
    const sound = client.synthesize(SENTENCE, WANTED);
    last().reply({ type: 'failed', id: 0, message: 'No such voice.' });
    await expect(sound).rejects.toThrow('No such voice.');
  });

  it('asks again what was in flight when the process dies; the call only waits', async () => {
    const { client, processes, crashes, last, ids } = setUp();
    const sounds = [client.synthesize(SENTENCE, WANTED), client.synthesize(SENTENCE, WANTED)];
    processes[0]?.speak(0);
    processes[0]?.die();
    expect(processes).toHaveLength(2);
    expect(ids(last())).toEqual([1]);
    last().speak(1);
    await Promise.all(sounds);
    expect(crashes).toEqual([true]);
  });

  it('gives up a sentence that kills the process twice, and speaks the next', async () => {
    const { client, last } = setUp();
    const poison = client.synthesize(SENTENCE, WANTED);
    last().die();
    last().die();
    await expect(poison).rejects.toThrow('died');
    const next = client.synthesize(SENTENCE, WANTED);
    last().speak(1);
    expect(await next).toHaveLength(2);
  });

  it('does not start it again and again: five deaths in a minute, then it waits', async () => {
    const { client, processes, crashes, last, real } = setUp();
    client.start();
    for (let n = 0; n < 5; n += 1) last().die();
    expect(crashes).toEqual([true, true, true, true, false]);
    await expect(client.synthesize(SENTENCE, WANTED)).rejects.toThrow('again and again');
    expect(processes).toHaveLength(5);
    real.pass(60_000);
    const sound = client.synthesize(SENTENCE, WANTED);
    last().speak(1);
    expect(await sound).toHaveLength(2);
  });

  it('kills a process that hangs, and asks another one', async () => {
    const { client, processes, last, real } = setUp();
    const sound = client.synthesize(SENTENCE, WANTED);
    real.pass(60_000);
    expect(processes[0]?.killed).toBe(true);
    last().speak(0);
    expect(await sound).toHaveLength(2);
    const hopeless = client.synthesize(SENTENCE, WANTED);
    real.pass(120_000);
    await expect(hopeless).rejects.toThrow('died');
  });

  it('cancels what is no longer wanted', async () => {
    const { client, last } = setUp();
    const abort = new AbortController();
    const sound = client.synthesize(SENTENCE, abort.signal);
    abort.abort();
    await expect(sound).rejects.toThrow('no longer wanted');
    expect(last().got.at(-1)).toEqual({ type: 'cancel', id: 0 });
    last().speak(0);
    await expect(client.synthesize(SENTENCE, abort.signal)).rejects.toThrow('no longer wanted');
  });

  it('lets product time flow exactly while something is being spoken', async () => {
    const { client, clock, real, last } = setUp();
    const sound = client.synthesize(SENTENCE, WANTED);
    const from = clock.now();
    real.pass(70);
    last().speak(0);
    await sound;
    real.pass(500);
    expect(clock.now() - from).toBe(70);
  });

  it('fails what waits when the app ends, and starts nothing any more', async () => {
    const { client, processes } = setUp();
    const sound = client.synthesize(SENTENCE, WANTED);
    client.stop();
    await expect(sound).rejects.toThrow('shutting down');
    await expect(client.synthesize(SENTENCE, WANTED)).rejects.toThrow();
    expect([processes.length, processes[0]?.killed]).toEqual([1, true]);
  });
});

describe('Flite', () => {
  it('speaks in its process: every voice and speed, and whatever the text', async () => {
    const clock = new ProductClock();
    const client = new SpeechClient({
      spawn: childProcessSpawner,
      entry: source('speech-process.ts'),
      fliteThreadEntry: source('flite-thread.ts'),
      recogniserThreadEntry: source('recogniser-thread.ts'),
      vadModel: new URL('../../../resources/models/silero-vad-v6.onnx', import.meta.url),
      clock,
      onCrash: () => {},
    });
    const seconds = async (text: string, more: Partial<typeof SENTENCE> = {}) => {
      const samples = await client.synthesize({ ...SENTENCE, ...more, text }, WANTED);
      expect(
        samples.some((sample) => Math.abs(sample) > 1_000),
        text,
      ).toBe(true);
      return samples.length / 16_000;
    };
    try {
      const text = 'The quick brown fox jumps.';
      const usual = await seconds(text);
      expect(usual).toBeGreaterThan(0.8);
      expect(await seconds(text, { speed: 2 })).toBeLessThan(usual * 0.7);
      expect(await seconds(text, { speed: 0.5 })).toBeGreaterThan(usual * 1.5);
      for (const voice of ['rms', 'awb', 'kal16']) await seconds('Hello there.', { voice });
      for (const odd of [
        'Grüße, naïve café',
        '-o /out/x',
        "it's $5 & 10%",
        'a\u0000b',
        'x'.repeat(300),
      ]) {
        await seconds(odd);
      }
      // What it has no sounds for is silence, not a failure.
      const signal = WANTED;
      expect(
        (await client.synthesize({ ...SENTENCE, text: '你好' }, signal)).length,
      ).toBeGreaterThanOrEqual(0);
    } finally {
      client.stop();
    }
  });
});
