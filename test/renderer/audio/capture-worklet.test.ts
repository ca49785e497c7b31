import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CapturedFrame } from '../../../renderer/audio/worklet-messages.ts';

interface Processor {
  process(inputs: Float32Array[][]): boolean;
}

let sent: CapturedFrame[];
let processor: Processor;

beforeEach(async () => {
  sent = [];
  let registered: (new () => Processor) | null = null;
  vi.resetModules();
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
  processor = new Registered();
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const block = (level: number) => [[new Float32Array(128).fill(level)]];

describe('the capture of a microphone', () => {
  it('sends numbered frames of 20 ms', () => {
    for (let n = 0; n < 5; n += 1) expect(processor.process(block(0.5))).toBe(true);
    expect(sent.map(({ frame, samples }) => [frame, samples.length])).toEqual([
      [0, 320],
      [1, 320],
    ]);
    expect(sent[0]?.samples.every((sample) => sample === 16_383)).toBe(true);
  });

  it('counts on where the microphone gives nothing: that is silence, and takes its time', () => {
    for (let n = 0; n < 5; n += 1) processor.process(block(1));
    for (let n = 0; n < 5; n += 1) processor.process([[]]);
    for (let n = 0; n < 5; n += 1) processor.process(block(-2));
    expect(sent.map(({ frame }) => frame)).toEqual([0, 1, 2, 3, 4, 5]);
    expect([...new Set(sent[2]?.samples)]).toEqual([0]);
    expect([...new Set(sent[5]?.samples)]).toEqual([-32_767]);
  });
});
