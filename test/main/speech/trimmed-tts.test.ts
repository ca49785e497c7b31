import { describe, expect, it } from 'vitest';
import type { Spoken } from '../../../common/rules/speech-text/normalise/spoken-for.ts';
import { FallbackTts } from '../../../main/speech/fallback-tts.ts';
import { joinedSamples } from '../../../main/speech/joined-samples.ts';
import { TrimmedTts } from '../../../main/speech/trimmed-tts.ts';
import { type SpeechRequest, type TtsEngine, wordsOf } from '../../../main/speech/tts.ts';
import { squareWave } from '../../doubles/calls/call-harness.ts';

const PER_MS = 16;
const silence = (ms: number) => new Int16Array(ms * PER_MS);

/** A voice that sends this sound, and then fails with `error`, if given. */
function voice(
  chunks: readonly Int16Array[],
  { error, worded }: { error?: Error; worded?: Spoken } = {},
): TtsEngine {
  return {
    name: 'scripted',
    voiceFor: (name) => ({ name, substituted: false }),
    async *synthesize(request: SpeechRequest) {
      if (worded) request.worded?.(worded);
      yield* chunks;
      if (error) throw error;
    },
  };
}

const request = { text: 'Hello.', voice: 'any', speed: 1 };
const sound = (tts: TtsEngine, more: Partial<SpeechRequest> = {}) =>
  tts.synthesize({ ...request, ...more }, new AbortController().signal);

async function all(tts: TtsEngine, more: Partial<SpeechRequest> = {}): Promise<Int16Array> {
  const chunks: Int16Array[] = [];
  for await (const chunk of sound(tts, more)) chunks.push(chunk);
  return joinedSamples(chunks);
}

describe('an engine behind the trimming', () => {
  it('begins with the chunk that can be heard, and not with the silence before it', async () => {
    const chunks = [silence(150), silence(150), squareWave(40), squareWave(40), silence(470)];
    let asked = 0;
    const counted: TtsEngine = {
      ...voice([]),
      async *synthesize() {
        for (const chunk of chunks) {
          asked += 1;
          yield chunk;
        }
      },
    };
    const pieces = sound(new TrimmedTts(counted))[Symbol.asyncIterator]();
    const first = await pieces.next();
    expect(asked).toBe(3);
    expect(first.value?.length).toBe((10 + 40 - 3) * PER_MS);
    expect((await all(new TrimmedTts(voice(chunks)))).length).toBe((10 + 80 + 20) * PER_MS);
  });

  it('fails where it was given words and made nothing of them that can be heard', async () => {
    const failed = 'scripted answered, but with no sound.';
    await expect(all(new TrimmedTts(voice([silence(900)])))).rejects.toThrow(failed);
    await expect(all(new TrimmedTts(voice([])))).rejects.toThrow(failed);
  });

  it('is silent without a failure where no words were left to say', async () => {
    const worded = { spoken: '', warnings: [] };
    expect(await all(new TrimmedTts(voice([], { worded })))).toHaveLength(0);
  });

  it('is given its words as they are put for the voice', () => {
    const words = { spoken: 'It weighs 3 kilograms.', warnings: [] };
    const wording: TtsEngine = { ...voice([]), words: () => words };
    expect(wordsOf(new TrimmedTts(wording), { text: 'It weighs 3 kg.' })).toEqual(words);
    expect(wordsOf(new TrimmedTts(voice([])), { text: '3 kg.' }).spoken).toBe('3 kg.');
  });

  it('ends without a click where the voice breaks off', async () => {
    const broken = new TrimmedTts(voice([squareWave(101)], { error: new Error('Gone.') }));
    const heard: Int16Array[] = [];
    const listening = async () => {
      for await (const chunk of sound(broken)) heard.push(chunk);
    };
    await expect(listening()).rejects.toThrow('Gone.');
    expect(joinedSamples(heard)).toHaveLength(101 * PER_MS);
    expect(joinedSamples(heard).at(-1)).toBe(0);
  });

  it('lets another speak in its place where only silence came of it', async () => {
    const warnings: string[] = [];
    const dumb = new TrimmedTts(voice([silence(300)], { error: new Error('It broke off.') }));
    const tts = new FallbackTts(dumb, voice([squareWave(60)]));
    const warn = (message: string) => warnings.push(message);
    expect(await all(tts, { warn })).toEqual(squareWave(60));
    expect(warnings).toEqual(['It broke off. scripted speaks instead.']);
  });
});
