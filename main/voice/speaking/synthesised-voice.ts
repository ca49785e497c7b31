import { SilenceFinder } from '../../../common/rules/sound/silences.ts';
import type { Spoken } from '../../../common/rules/speech-text/normalise/spoken-for.ts';
import { isSpeakable } from '../../../common/rules/speech-text/speakable.ts';
import { SLOW_MS_PER_CHARACTER } from '../../../common/rules/speech-text/speaking-pace.ts';
import { FRAME_MS } from '../../carriers/carrier.ts';
import type { Clock } from '../../platform/time/clock.ts';
import { type TtsEngine, wordsOf } from '../../speech/tts.ts';
import { PieceEdges } from './piece-edges.ts';
import type {
  HeardPart,
  Piece,
  PieceVoice,
  SpeakerObserver,
  VoiceSettings,
} from './piece-voice.ts';
import { type CutPiece, Playout, type PlayoutObserver } from './playout.ts';

/**
 * How much sound is made ahead of playout. So an answer of a megabyte takes no more memory than one
 * sentence, and little is synthesised in vain if it is interrupted.
 */
const AHEAD_MS = 10_000;

export interface SynthesisedVoiceDeps {
  readonly clock: Clock;
  readonly tts: TtsEngine;
  readonly settings: VoiceSettings;
  readonly observer: SpeakerObserver;
  readonly leadMs?: number | undefined;
  readonly onDrained: () => void;
}

/** Our own voice: synthesis a few seconds ahead, paced playout. */
export class SynthesisedVoice implements PieceVoice {
  readonly #deps: SynthesisedVoiceDeps;
  readonly #playout: Playout<Piece>;
  /** Pieces that are waiting for their synthesis to begin. */
  readonly #waiting = new Set<Piece>();
  /** Aborts the syntheses of the current turn. */
  #wanted = new AbortController();
  /** Pieces are synthesised in order; this is the end of the chain. */
  #synthesis: Promise<void> = Promise.resolve();
  /** Starts a synthesis that is waiting until less sound is ahead. */
  #begin: (() => void) | null = null;
  /** The turn of the latest piece, and the pause after it. */
  #turn = 0;
  #pauseMs = 0;
  /** The edges of the latest sound. */
  #before = new PieceEdges();

  constructor(deps: SynthesisedVoiceDeps) {
    this.#deps = deps;
    const { clock, observer, leadMs, onDrained } = deps;
    const played: PlayoutObserver<Piece> = {
      frame: (samples, dueUs) => {
        observer.frame(samples, dueUs);
        if (this.#playout.aheadMs < AHEAD_MS) this.#begin?.();
      },
      started: (piece, dueUs) => observer.pieceStarted(piece, dueUs),
      ended: (piece, overUs) => observer.pieceEnded(piece, overUs),
      drained: onDrained,
    };
    this.#playout = new Playout(clock, played, leadMs);
  }

  get idle(): boolean {
    return this.#playout.idle;
  }

  get playingPiece(): Piece | null {
    return this.#playout.playingPiece;
  }

  spoken(text: string): string {
    const { tts, settings } = this.#deps;
    return wordsOf(tts, { text, ...settings }).spoken;
  }

  say(piece: Piece): void {
    const pauseMs = piece.turn === this.#turn ? this.#pauseMs : 0;
    this.#turn = piece.turn;
    this.#waiting.add(piece);
    this.#playout.open(piece);
    const { signal } = this.#wanted;
    this.#pauseMs = piece.pauseAfterMs;
    this.#synthesis = this.#synthesis.then(() => this.#synthesize(piece, pauseMs, signal));
  }

  unsay(pieces: readonly Piece[]): void {
    for (const piece of pieces) this.#waiting.delete(piece);
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
      return { piece, playedMs, heardText: this.#heardText(cut) };
    });
  }

  forget(): void {
    this.#wanted.abort();
    this.#begin?.();
    this.#wanted = new AbortController();
    this.#synthesis = Promise.resolve();
    this.#waiting.clear();
    this.#pauseMs = 0;
    this.#playout.settle();
  }

  /**
   * The text that was heard. For a piece still in synthesis, its length is estimated as that of a
   * slow voice.
   */
  #heardText({ piece: { text }, playedMs, totalMs, complete }: CutPiece<Piece>): string {
    const { speed } = this.#deps.settings;
    const expectedMs = complete ? 0 : (text.length * SLOW_MS_PER_CHARACTER) / speed;
    return heardPart(text, playedMs / Math.max(1, totalMs, expectedMs));
  }

  async #synthesize(piece: Piece, pauseMs: number, signal: AbortSignal): Promise<void> {
    const { tts, settings, observer } = this.#deps;
    const { turn, text, spoken: queued } = piece;
    await this.#bufferSpace();
    if (signal.aborted) return;
    if (!this.#waiting.delete(piece)) {
      this.#playout.close(piece);
      return;
    }
    const warn = (message: string) => observer.differs(turn, message);
    let spoken = text;
    const worded = (words: Spoken) => {
      spoken = words.spoken;
      for (const warning of words.warnings) observer.cannotSay(turn, warning);
    };
    // Nothing of the turn has been heard yet.
    const isAwaited = this.#playout.aheadMs === 0 && this.#playout.playingPiece === null;
    const request = { text, ...settings, warn, worded, isAwaited };
    // The whole length of a virtual voice counts as sound.
    const silences = tts.isInaudible ? null : new SilenceFinder();
    const edges = new PieceEdges(tts.isInaudible);
    let samples = 0;
    try {
      for await (const made of tts.synthesize(request, signal)) {
        if (signal.aborted) return;
        if (made.length === 0) continue;
        if (samples === 0) {
          observer.firstAudio(piece, {
            engine: tts.name,
            voice: tts.voiceFor(settings.voice),
            spoken: spoken === text && queued === text ? null : spoken,
          });
          this.#pauseBefore(piece, pauseMs, edges.quietMsBefore(made));
          this.#before = edges;
        }
        // The wait for this sound was silence already, so its initial silence is shortened.
        const chunk = samples === 0 ? made : edges.withoutQuiet(made, this.#playout.silentMs);
        samples += chunk.length;
        edges.push(chunk);
        silences?.push(chunk);
        this.#playout.push(piece, chunk);
      }
      if (signal.aborted) return;
      observer.synthesized(piece, samples / 16, silences?.end() ?? []);
    } catch (error) {
      if (signal.aborted) return;
      observer.synthesisFailed(piece, (error as Error).message);
    }
    this.#playout.close(piece);
  }

  /**
   * Inserts the missing part of the pause between two pieces: some silence is in their sound, and
   * some may have passed already.
   */
  #pauseBefore(piece: Piece, pauseMs: number, quietMs: number): void {
    const thereMs = this.#before.quietMsAfter + quietMs + this.#playout.silentMs;
    const lackingMs = Math.max(0, pauseMs - thereMs);
    this.#playout.pauseBefore(piece, Math.round(lackingMs / FRAME_MS));
  }

  /** Settles when there is room for more sound, or no more is wanted. */
  async #bufferSpace(): Promise<void> {
    if (this.#playout.aheadMs < AHEAD_MS) return;
    await new Promise<void>((resolve) => {
      this.#begin = resolve;
    });
    this.#begin = null;
  }
}

/** The words of a piece that were heard if this share of it was played, cut between words. */
export function heardPart(text: string, share: number): string {
  if (share >= 1) return text;
  const end = Math.floor(text.length * share);
  if (text[end] === undefined || /\s/.test(text[end])) return text.slice(0, end).trim();
  const heard = text.slice(0, text.lastIndexOf(' ', end) + 1).trim();
  return isSpeakable(heard) ? heard : '';
}
