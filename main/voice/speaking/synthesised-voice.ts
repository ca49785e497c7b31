import { SilenceFinder } from '../../../common/rules/sound/silences.ts';
import type { Spoken } from '../../../common/rules/speech-text/normalise/spoken-for.ts';
import type { TextPiece } from '../../../common/rules/speech-text/segmentation/segmenter.ts';
import { isSpeakable } from '../../../common/rules/speech-text/speakable.ts';
import { SLOW_MS_PER_CHARACTER } from '../../../common/rules/speech-text/speaking-pace.ts';
import { FRAME_MS } from '../../carriers/carrier.ts';
import type { Clock } from '../../platform/time/clock.ts';
import { type TtsEngine, wordsOf } from '../../speech/tts.ts';
import { PieceEdges } from './piece-edges.ts';
import type { HeardPart, PieceVoice, SpeakerObserver, VoiceSettings } from './piece-voice.ts';
import { type CutPiece, Playout, type PlayoutObserver } from './playout.ts';

/**
 * So much sound is made ahead of what is being heard: an answer of a megabyte takes no more memory
 * than one of a sentence, and of one that is interrupted little was made in vain.
 */
const AHEAD_MS = 10_000;

interface SaidPiece {
  readonly turn: number;
  readonly text: string;
  /** Its sound is being made, or is there. */
  begun: boolean;
  wanted: boolean;
}

/** Our own voice: synthesis a few seconds ahead, paced playout. */
export class SynthesisedVoice implements PieceVoice {
  readonly #tts: TtsEngine;
  readonly #settings: VoiceSettings;
  readonly #observer: SpeakerObserver;
  readonly #playout: Playout;
  readonly #pieces = new Map<number, SaidPiece>();
  /** Ends the syntheses of the current turn. */
  #wanted = new AbortController();
  /** Pieces are synthesised in order; this is the last of the chain. */
  #synthesis: Promise<void> = Promise.resolve();
  /** Lets a synthesis begin that waits until less sound is ahead. */
  #begin: (() => void) | null = null;
  /** The turn of the piece said last, and the pause that belongs behind it. */
  #turn = 0;
  #pauseMs = 0;
  /** The ends of the sound that was made last. */
  #before = new PieceEdges();

  constructor(deps: {
    clock: Clock;
    tts: TtsEngine;
    settings: VoiceSettings;
    observer: SpeakerObserver;
    leadMs?: number | undefined;
    onDrained: () => void;
  }) {
    this.#tts = deps.tts;
    this.#settings = deps.settings;
    this.#observer = deps.observer;
    const played: PlayoutObserver = {
      frame: (samples, dueUs) => {
        this.#observer.frame(samples, dueUs);
        if (this.#playout.aheadMs < AHEAD_MS) this.#begin?.();
      },
      started: (piece, dueUs) => this.#observer.pieceStarted(this.#turnOf(piece), piece, dueUs),
      ended: (piece, overUs) => this.#observer.pieceEnded(this.#turnOf(piece), piece, overUs),
      drained: deps.onDrained,
    };
    this.#playout = new Playout(deps.clock, played, deps.leadMs);
  }

  get idle(): boolean {
    return this.#playout.idle;
  }

  get playingPiece(): number | null {
    return this.#playout.playingPiece;
  }

  spoken(text: string): string {
    return wordsOf(this.#tts, { text, ...this.#settings }).spoken;
  }

  say(turn: number, piece: number, { text, pauseAfterMs }: TextPiece, spoken: string): void {
    const pauseMs = turn === this.#turn ? this.#pauseMs : 0;
    this.#turn = turn;
    this.#pieces.set(piece, { turn, text, begun: false, wanted: true });
    this.#playout.open(piece);
    const { signal } = this.#wanted;
    this.#pauseMs = pauseAfterMs;
    this.#synthesis = this.#synthesis.then(() =>
      this.#synthesize(turn, piece, { text, spoken, pauseMs }, signal),
    );
  }

  unsay(pieces: readonly number[]): void {
    for (const piece of pieces) {
      const said = this.#pieces.get(piece);
      if (said && !said.begun) said.wanted = false;
    }
  }

  get unheardMs(): number {
    return this.#playout.unheardMs;
  }

  get sounded(): boolean {
    return this.#playout.sounded;
  }

  get nothingHeard(): boolean {
    return this.#playout.allTakenBack;
  }

  pause(unheardMs: number): void {
    this.#playout.pause(unheardMs);
  }

  resume(): void {
    this.#playout.resume();
  }

  cut(unheardMs: number): readonly HeardPart[] {
    return this.#playout.cut(unheardMs).map((cut) => {
      const { piece, playedMs } = cut;
      const said = this.#pieces.get(piece);
      return { piece, playedMs, heardText: said ? this.#heardText(cut, said) : '' };
    });
  }

  forget(): void {
    this.#wanted.abort();
    this.#begin?.();
    this.#wanted = new AbortController();
    this.#synthesis = Promise.resolve();
    this.#pieces.clear();
    this.#pauseMs = 0;
    this.#playout.settle();
  }

  /** Of a piece whose sound is still being made, the length is what a slow voice would take. */
  #heardText({ playedMs, totalMs, complete }: CutPiece, { text }: SaidPiece): string {
    const expectedMs = complete ? 0 : (text.length * SLOW_MS_PER_CHARACTER) / this.#settings.speed;
    return heardPart(text, playedMs / Math.max(1, totalMs, expectedMs));
  }

  async #synthesize(
    turn: number,
    piece: number,
    { text, spoken: queued, pauseMs }: { text: string; spoken: string; pauseMs: number },
    signal: AbortSignal,
  ): Promise<void> {
    await this.#bufferSpace();
    const said = this.#pieces.get(piece);
    if (signal.aborted || !said) return;
    if (!said.wanted) {
      this.#playout.close(piece);
      return;
    }
    said.begun = true;
    const { voice } = this.#settings;
    const warn = (message: string) => this.#observer.differs(turn, message);
    let spoken = text;
    const worded = (words: Spoken) => {
      spoken = words.spoken;
      for (const warning of words.warnings) this.#observer.cannotSay(turn, warning);
    };
    // Nothing of the turn is to be heard yet.
    const isAwaited = this.#playout.aheadMs === 0 && this.#playout.playingPiece === null;
    const request = { text, ...this.#settings, warn, worded, isAwaited };
    // All of a silent voice counts as sound.
    const silences = this.#tts.isInaudible ? null : new SilenceFinder();
    const edges = new PieceEdges(this.#tts.isInaudible);
    let samples = 0;
    try {
      for await (const made of this.#tts.synthesize(request, signal)) {
        if (signal.aborted) return;
        if (made.length === 0) continue;
        if (samples === 0) {
          this.#observer.firstAudio(turn, piece, {
            engine: this.#tts.name,
            voice: this.#tts.voiceFor(voice),
            spoken: spoken === text && queued === text ? null : spoken,
          });
          this.#pauseBefore(piece, pauseMs, edges.quietMsBefore(made));
          this.#before = edges;
        }
        // The caller sat in silence already while it was awaited.
        const chunk = samples === 0 ? made : edges.withoutQuiet(made, this.#playout.silentMs);
        samples += chunk.length;
        edges.push(chunk);
        silences?.push(chunk);
        this.#playout.push(piece, chunk);
      }
      if (signal.aborted) return;
      this.#observer.synthesized(turn, piece, samples / 16, silences?.end() ?? []);
    } catch (error) {
      if (signal.aborted) return;
      this.#observer.synthesisFailed(turn, piece, (error as Error).message);
    }
    this.#playout.close(piece);
  }

  /** What lacks of the pause between two pieces: some silence is in their sound, some may have passed. */
  #pauseBefore(piece: number, pauseMs: number, quietMs: number): void {
    const thereMs = this.#before.quietMsAfter + quietMs + this.#playout.silentMs;
    const lackingMs = Math.max(0, pauseMs - thereMs);
    this.#playout.pauseBefore(piece, Math.round(lackingMs / FRAME_MS));
  }

  /** Settles when there is room for more sound, or none is wanted. */
  async #bufferSpace(): Promise<void> {
    if (this.#playout.aheadMs < AHEAD_MS) return;
    await new Promise<void>((resolve) => {
      this.#begin = resolve;
    });
    this.#begin = null;
  }

  #turnOf(piece: number): number {
    return this.#pieces.get(piece)?.turn ?? this.#turn;
  }
}

/** The words of a piece that fit into the share of it that was played, cut at a word. */
export function heardPart(text: string, share: number): string {
  if (share >= 1) return text;
  const end = Math.floor(text.length * share);
  if (text[end] === undefined || /\s/.test(text[end])) return text.slice(0, end).trim();
  const heard = text.slice(0, text.lastIndexOf(' ', end) + 1).trim();
  return isSpeakable(heard) ? heard : '';
}
