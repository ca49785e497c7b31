import { describe, expect, it } from 'vitest';
import {
  childProcessSpawner,
  onceExited,
  type ProcessExit,
  type SpawnedProcess,
} from '../../../main/platform/process/process-spawner.ts';
import { ProductClock } from '../../../main/platform/time/clock.ts';
import type { SpeechCommand, SpeechReply } from '../../../main/speech/process/messages.ts';
import { SpeechClient } from '../../../main/speech/speech-client.ts';
import { ManualTime } from '../../doubles/manual-time.ts';
import { SPEECH_ENTRIES } from '../../doubles/processes/entry-points.ts';
import { childrenOf, figuresOf } from '../../doubles/processes/process-figures.ts';

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
  /** Answers the first or the last sentence it was sent. */
  speak(id: number, samples: readonly number[] = [1, 2]): void {
    this.reply({ type: 'audio', id, samples: new Uint8Array(new Int16Array(samples).buffer) });
  }
  die(): void {
    this.#end({ code: 1, signal: null });
  }
}

const WANTED = new AbortController().signal;
const SENTENCE = { text: 'Hello.', voice: 'slt', speed: 1 };

function setUp() {
  const real = new ManualTime();
  const clock = new ProductClock({ real, frozen: true });
  const processes: FakeProcess[] = [];
  const crashes: boolean[] = [];
  const replaced: string[] = [];
  const client = new SpeechClient({
    spawn: () => {
      const process = new FakeProcess();
      processes.push(process);
      return process;
    },
    ...SPEECH_ENTRIES,
    clock,
    onCrash: ({ restarting }) => crashes.push(restarting),
    onReplaced: (why) => replaced.push(why),
  });
  const last = () => {
    const process = processes.at(-1);
    if (!process) throw new Error('Nothing was started.');
    return process;
  };
  const ids = (process: FakeProcess) =>
    process.got.flatMap((command) => (command.type === 'synthesize' ? [command.id] : []));
  return { real, clock, processes, crashes, replaced, client, last, ids };
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

describe('a speech process that is watched', () => {
  const health = (changes: object = {}) => ({
    type: 'health' as const,
    health: { rssBytes: 200e6, descriptors: 40, mostDescriptors: 1_024, ...changes },
  });

  it.each([
    [{ descriptors: 513 }, 'it has 513 files open'],
    [{ descriptors: 129, mostDescriptors: 256 }, 'it has 129 files open'],
    [{ rssBytes: 4 * 1024 ** 3 }, 'it takes 4096 MB of memory'],
  ])('is replaced before it fails, and no caller notices: %j', async (changes, why) => {
    const { client, processes, replaced, crashes, last, ids } = setUp();
    const restarted: number[] = [];
    client.vadChannel({
      scores: () => {},
      restarted: () => restarted.push(processes.length),
      failed: () => {},
    });
    client.prepareRecogniser('/models/small');
    const [old] = processes;
    const before = client.synthesize(SENTENCE, WANTED);
    old?.reply(health(changes));
    expect([processes.length, replaced]).toEqual([2, [why]]);
    // It takes over once it is warm, and has loaded what the old one had.
    const meanwhile = client.synthesize(SENTENCE, WANTED);
    expect([ids(old as FakeProcess), ids(last())]).toEqual([[0, 1], []]);
    expect(last().got).toEqual([{ type: 'prepareRecogniser', folder: '/models/small' }]);
    last().reply({ type: 'ready' });
    expect(restarted).toEqual([2]);
    const after = client.synthesize(SENTENCE, WANTED);
    expect(ids(last())).toEqual([2]);
    // The old process answers its remaining request, and then exits.
    old?.speak(1);
    expect(old?.killed).toBe(false);
    old?.speak(0);
    expect(old?.killed).toBe(true);
    last().speak(2);
    await Promise.all([before, meanwhile, after]);
    expect(crashes).toEqual([]);
  });

  it('is left alone while it is well, and where the system tells nothing', () => {
    const { client, processes, last } = setUp();
    client.start();
    last().reply(health({ descriptors: 512 }));
    last().reply(health({ descriptors: null, mostDescriptors: null }));
    expect(processes).toHaveLength(1);
  });

  it('is not replaced again and again when the next one is no better', () => {
    const { client, processes, last, real } = setUp();
    client.start();
    last().reply(health({ descriptors: 600 }));
    last().reply({ type: 'ready' });
    last().reply(health({ descriptors: 600 }));
    expect(processes).toHaveLength(2);
    for (let ms = 0; ms < 600_000; ms += 10_000) {
      real.pass(10_000);
      last().reply(health());
    }
    last().reply(health({ descriptors: 600 }));
    expect(processes).toHaveLength(3);
  });

  it('is killed when it is silent after it has told how it is; another one goes on', async () => {
    const { client, processes, last, real } = setUp();
    const sound = client.synthesize(SENTENCE, WANTED);
    last().reply(health());
    real.pass(29_999);
    expect(processes).toHaveLength(1);
    real.pass(1);
    expect(processes[0]?.killed).toBe(true);
    last().speak(0);
    expect(await sound).toHaveLength(2);
  });

  it('may die while the next one starts: that one goes on with all it was asked', async () => {
    const { client, processes, last, ids } = setUp();
    const sound = client.synthesize(SENTENCE, WANTED);
    last().reply(health({ descriptors: 600 }));
    processes[0]?.die();
    expect([processes.length, ids(last())]).toEqual([2, [0]]);
    last().speak(0);
    expect(await sound).toHaveLength(2);
  });

  it('goes on when the next one dies at its start', async () => {
    const { client, processes, last } = setUp();
    const sound = client.synthesize(SENTENCE, WANTED);
    last().reply(health({ descriptors: 600 }));
    last().die();
    processes[0]?.speak(0);
    expect(await sound).toHaveLength(2);
  });

  it('leaves nothing behind when the app ends in the middle of it', () => {
    const { client, processes, last } = setUp();
    void client.synthesize(SENTENCE, WANTED).catch(() => undefined);
    last().reply(health({ descriptors: 600 }));
    last().reply({ type: 'ready' });
    client.stop();
    expect(processes.map(({ killed }) => killed)).toEqual([true, true]);
  });
});

describe('Flite', () => {
  it.runIf(process.platform === 'linux')(
    'opens no file for a sentence that stays open: seventy of them',
    { timeout: 120_000 },
    async () => {
      const replaced: string[] = [];
      let pid = 0;
      const client = new SpeechClient({
        spawn(entry, options) {
          const before = childrenOf(process.pid);
          const child = childProcessSpawner(entry, options);
          pid = childrenOf(process.pid).find((one) => !before.includes(one)) ?? 0;
          return child;
        },
        ...SPEECH_ENTRIES,
        clock: new ProductClock(),
        onCrash: () => {},
        onReplaced: (why) => replaced.push(why),
      });
      try {
        await client.synthesize(SENTENCE, WANTED);
        await client.synthesize(SENTENCE, WANTED);
        const before = figuresOf(pid).descriptors;
        for (let n = 0; n < 70; n += 1) await client.synthesize(SENTENCE, WANTED);
        expect(figuresOf(pid).descriptors).toBeLessThanOrEqual(before);
        expect(replaced).toEqual([]);
      } finally {
        client.stop();
      }
    },
  );

  it('speaks in its process: every voice and speed, and whatever the text', async () => {
    const clock = new ProductClock();
    const client = new SpeechClient({
      spawn: childProcessSpawner,
      ...SPEECH_ENTRIES,
      clock,
      onCrash: () => {},
      onReplaced: () => {},
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
      // Words without sounds result in silence rather than a failure.
      const signal = WANTED;
      expect(
        (await client.synthesize({ ...SENTENCE, text: '你好' }, signal)).length,
      ).toBeGreaterThanOrEqual(0);
    } finally {
      client.stop();
    }
  });
});
