import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CapturedFrame } from '../../../renderer/audio/worklet-messages.ts';

interface Processor {
  process(inputs: Float32Array[][]): boolean;
}

let sent: CapturedFrame[];

beforeEach(() => {
  sent = [];
});

/** The processor as a browser makes it, in a context of this rate. */
async function processorAt(sampleRate: number): Promise<Processor> {
  let registered: (new () => Processor) | null = null;
  vi.resetModules();
  vi.stubGlobal('sampleRate', sampleRate);
  vi.stubGlobal(
    'AudioWorkletProcessor',
    class {
      readonly port = { postMessage: (message: CapturedFrame) => void sent.push(message) };
    },
  );
  vi.stubGlobal('registerProcessor', (_name: string, made: new () => Processor) => {
    registered = made;
  });
  await import('../../../renderer/audio/capture.worklet.ts');
  const Registered = registered as (new () => Processor) | null;
  if (!Registered) throw new Error('No processor was registered.');
  return new Registered();
}

afterEach(() => {
  vi.unstubAllGlobals();
});

const block = (level: number) => [[new Float32Array(128).fill(level)]];

describe('the capture of a microphone', () => {
  it('sends numbered frames of 20 ms', async () => {
    const processor = await processorAt(16_000);
    for (let n = 0; n < 5; n += 1) expect(processor.process(block(0.5))).toBe(true);
    expect(sent.map(({ frame, samples }) => [frame, samples.length])).toEqual([
      [0, 320],
      [1, 320],
    ]);
    expect(sent[0]?.samples.every((sample) => sample === 16_383)).toBe(true);
  });

  it('counts on where the microphone gives nothing: that is silence, and takes its time', async () => {
    const processor = await processorAt(16_000);
    for (let n = 0; n < 5; n += 1) processor.process(block(1));
    for (let n = 0; n < 5; n += 1) processor.process([[]]);
    for (let n = 0; n < 5; n += 1) processor.process(block(-2));
    expect(sent.map(({ frame }) => frame)).toEqual([0, 1, 2, 3, 4, 5]);
    expect([...new Set(sent[2]?.samples)]).toEqual([0]);
    expect([...new Set(sent[5]?.samples)]).toEqual([-32_767]);
  });

  it.each([8_000, 22_050, 44_100, 48_000, 96_000])(
    'makes 16 kHz of a device at %i Hz: a second lasts a second, and a tone keeps its height',
    async (sampleRate) => {
      const processor = await processorAt(sampleRate);
      const toneHz = 1_000;
      for (let at = 0; at < sampleRate * 1.05; at += 128) {
        const tone = Float32Array.from(
          { length: 128 },
          (_, n) => 0.5 * Math.sin((2 * Math.PI * toneHz * (at + n)) / sampleRate),
        );
        processor.process([[tone]]);
      }
      expect(sent.length).toBeGreaterThanOrEqual(50);
      expect(sent.length).toBeLessThanOrEqual(53);
      const second = sent.slice(0, 50).flatMap(({ samples }) => [...samples]);
      const rises = second.filter((sample, n) => sample >= 0 && (second[n - 1] ?? 0) < 0).length;
      expect(Math.abs(rises - toneHz)).toBeLessThanOrEqual(2);
      expect(Math.max(...second)).toBeGreaterThan(15_500);
      expect(Math.max(...second)).toBeLessThan(17_300);
    },
  );
});
