import { describe, expect, it } from 'vitest';
import { virtualSpeech } from '../../../common/rules/sound/virtual-speech.ts';
import { ProductClock } from '../../../main/platform/time/clock.ts';
import { VirtualTts } from '../../../main/speech/virtual-tts.ts';
import { ManualTime } from '../../doubles/manual-time.ts';

async function speak(voice: VirtualTts, text: string, speed = 1, signal?: AbortSignal) {
  const request = { text, speed, voice: 'any' };
  const chunks: Int16Array[] = [];
  for await (const chunk of voice.synthesize(request, signal ?? new AbortController().signal)) {
    chunks.push(chunk);
  }
  return chunks;
}

describe('the virtual voice', () => {
  it('is silent for as long as the words would take, after what they would take to make', async () => {
    const real = new ManualTime();
    const clock = new ProductClock({ real });
    const { durationMs, costMs } = virtualSpeech('We are open from ten to four.', 1);
    const sound = speak(new VirtualTts(clock), 'We are open from ten to four.');
    let made = false;
    void sound.then(() => {
      made = true;
    });
    real.pass(costMs - 1);
    await Promise.resolve();
    expect(made).toBe(false);
    real.pass(1);
    const [samples, ...more] = await sound;
    expect(more).toEqual([]);
    expect(samples?.length).toBe(durationMs * 16);
    expect(samples?.every((sample) => sample === 0)).toBe(true);
  });

  it('takes about as long as a person, in whole frames, and follows the speed', () => {
    const { durationMs } = virtualSpeech('We are open every day of the week from ten to four.', 1);
    expect(durationMs).toBeGreaterThan(2_000);
    expect(durationMs).toBeLessThan(4_500);
    expect(durationMs % 20).toBe(0);
    const fast = virtualSpeech('We are open every day of the week from ten to four.', 2);
    expect(fast.durationMs / durationMs).toBeCloseTo(0.5, 1);
  });

  it('has nothing to say of a text without letters', () => {
    expect(virtualSpeech(' … ', 1).durationMs).toBe(0);
  });

  it('stops at once when it is no longer wanted', async () => {
    const clock = new ProductClock({ real: new ManualTime() });
    const wanted = new AbortController();
    const sound = speak(new VirtualTts(clock), 'Never mind.', 1, wanted.signal);
    wanted.abort();
    await expect(sound).rejects.toThrow();
  });
});
