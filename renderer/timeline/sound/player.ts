import type { RecordingSound } from './recording-sound.ts';

/** A stretch of the recording that is heard at `atMs` on the cursor's clock. */
export interface Stretch {
  readonly side: 'caller' | 'agent' | 'both';
  readonly atMs: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Longer stretches are sent to the output in parts of this length. */
const CHUNK_MS = 5_000;
const CHUNKS_AHEAD = 2;
/** The time until the first sample, so that the output can start on time. */
const LEAD_SECONDS = 0.04;

/** Plays stretches of a recording, exact to the sample, and reports its position. */
export class SoundPlayer {
  #context: AudioContext | null = null;
  #stop: (() => void) | null = null;

  /** `onEnd` is called once, at the end or when something else starts playing. */
  play(
    sound: RecordingSound,
    stretches: readonly Stretch[],
    listener: { onCursor(ms: number): void; onEnd(): void },
  ): void {
    this.stop();
    const first = stretches[0];
    if (first === undefined) {
      listener.onEnd();
      return;
    }
    this.#context ??= new AudioContext({ sampleRate: sound.sampleRateHz });
    const context = this.#context;
    void context.resume();
    const baseMs = Math.min(...stretches.map(({ atMs }) => atMs));
    const endMs = Math.max(...stretches.map(({ atMs, fromMs, toMs }) => atMs + toMs - fromMs));
    const origin = context.currentTime + LEAD_SECONDS;
    const chunks = stretches.flatMap(chunksOf).sort((a, b) => a.atMs - b.atMs);
    const sources = new Set<AudioBufferSourceNode>();
    let over = false;
    const schedule = () => {
      const chunk = chunks.shift();
      if (chunk === undefined || over) return;
      const source = new AudioBufferSourceNode(context, { buffer: bufferOf(sound, chunk) });
      source.connect(context.destination);
      source.onended = () => {
        sources.delete(source);
        schedule();
      };
      sources.add(source);
      source.start(origin + (chunk.atMs - baseMs) / 1_000);
    };
    for (let n = 0; n < CHUNKS_AHEAD; n += 1) schedule();
    const end = () => {
      if (over) return;
      over = true;
      for (const source of sources) source.stop();
      this.#stop = null;
      listener.onEnd();
    };
    this.#stop = end;
    const follow = () => {
      if (over) return;
      const ms = baseMs + (context.currentTime - origin) * 1_000;
      listener.onCursor(Math.min(Math.max(baseMs, ms), endMs));
      if (ms >= endMs) end();
      else requestAnimationFrame(follow);
    };
    requestAnimationFrame(follow);
  }

  stop(): void {
    this.#stop?.();
  }
}

function chunksOf(stretch: Stretch): Stretch[] {
  const chunks: Stretch[] = [];
  for (let fromMs = stretch.fromMs; fromMs < stretch.toMs; fromMs += CHUNK_MS) {
    const atMs = stretch.atMs + fromMs - stretch.fromMs;
    chunks.push({ ...stretch, atMs, fromMs, toMs: Math.min(stretch.toMs, fromMs + CHUNK_MS) });
  }
  return chunks;
}

function bufferOf(sound: RecordingSound, { side, fromMs, toMs }: Stretch): AudioBuffer {
  const { samples, channels, sampleRateHz } = sound;
  const from = Math.max(0, Math.round((fromMs / 1_000) * sampleRateHz));
  const length = Math.max(1, Math.round((toMs / 1_000) * sampleRateHz) - from);
  const buffer = new AudioBuffer({ length, numberOfChannels: 1, sampleRate: sampleRateHz });
  const output = buffer.getChannelData(0);
  const caller = side !== 'agent' && channels > 1 ? 1 : 0;
  const agent = side !== 'caller' ? 1 : 0;
  for (let n = 0; n < length; n += 1) {
    const at = (from + n) * channels;
    const left = samples[at] ?? 0;
    const right = samples[at + channels - 1] ?? 0;
    output[n] = (left * caller + right * agent) / 32_768;
  }
  return buffer;
}
