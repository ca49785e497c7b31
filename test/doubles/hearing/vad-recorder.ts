import type { VadObserver } from '../../../main/speech/vad.ts';

export interface VadEdge {
  readonly edge: 'started' | 'ended';
  readonly seconds: number;
  readonly decidedSeconds: number;
}

/** Records what a VAD stream reports, in seconds of its audio. */
export class VadRecorder implements VadObserver {
  readonly edges: VadEdge[] = [];

  speechStarted(onsetSample: number, decidedSample: number): void {
    this.#note('started', onsetSample, decidedSample);
  }

  speechEnded(lastSample: number, decidedSample: number): void {
    this.#note('ended', lastSample, decidedSample);
  }

  /** Speech from start to end; pauses shorter than `joinSeconds` do not split it. */
  segments(joinSeconds: number): { from: number; to: number }[] {
    const segments: { from: number; to: number }[] = [];
    for (const { edge, seconds } of this.edges) {
      const last = segments.at(-1);
      if (edge === 'ended' && last) last.to = seconds;
      else if (last && seconds - last.to < joinSeconds) last.to = Number.POSITIVE_INFINITY;
      else segments.push({ from: seconds, to: Number.POSITIVE_INFINITY });
    }
    return segments;
  }

  #note(edge: VadEdge['edge'], sample: number, decided: number): void {
    this.edges.push({ edge, seconds: sample / 16_000, decidedSeconds: decided / 16_000 });
  }
}
