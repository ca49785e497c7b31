import { describe, expect, it } from 'vitest';
import { embeddedVoice } from '../../../main/speech/embedded-voice.ts';
import { joinedSamples } from '../../../main/speech/joined-samples.ts';
import { LEAD_IN_MS, TAIL_MS } from '../../../main/speech/speech-trimmer.ts';
import { squareWave } from '../../doubles/calls/call-harness.ts';

const PER_MS = 16;
const silence = (ms: number) => new Int16Array(ms * PER_MS);

/** The result for a text for which Flite makes this sound. */
async function said(text: string, made: Int16Array): Promise<readonly Int16Array[]> {
  const speech = { synthesize: () => Promise.resolve(made) };
  const voice = embeddedVoice(speech, (name) => ({ name, substituted: false }));
  const request = { text, voice: 'slt', speed: 1 };
  const chunks: Int16Array[] = [];
  const { signal } = new AbortController();
  for await (const chunk of voice.synthesize(request, signal)) chunks.push(chunk);
  return chunks;
}

describe('the embedded voice', () => {
  it('says a sentence in one go, without the silence around it', async () => {
    const made = joinedSamples([silence(150), squareWave(80), silence(470)]);
    const [whole, ...more] = await said('Hello.', made);
    expect(more).toEqual([]);
    expect(whole).toHaveLength((LEAD_IN_MS + 80 + TAIL_MS) * PER_MS);
  });

  it('takes words without any sound for a failure', async () => {
    await expect(said('Hello.', silence(900))).rejects.toThrow(
      'flite answered, but with no sound.',
    );
  });

  it('makes no sound where it has no words', async () => {
    expect(await said('👍', silence(900))).toEqual([]);
  });
});
