import type { PieceRecord } from '../turns/turn-records.ts';

/** Microseconds since the start of the call. */
export interface Stretch {
  readonly fromUs: number;
  readonly toUs: number;
}

/** What could be heard of one piece. */
export interface PieceSound {
  /** In order, apart from each other. */
  readonly sounds: readonly Stretch[];
  /** When it was held still because the caller spoke over it. */
  readonly holds: readonly Stretch[];
  /** Behind its last sound: the pause to the next sentence that was put there on purpose. */
  readonly pauseUs: number;
}

/** Silence between two sounds of an answer. */
export interface DeadStretch extends Stretch {
  /** So much of its begin is a pause between sentences. */
  readonly pauseUs: number;
  /** When sound came again: later than `toUs` where the agent held still in between. */
  readonly resumedUs: number;
}

export interface DeadAir {
  /** The longest silence between the first and the last sound; null where there is none. */
  readonly longest: DeadStretch | null;
  /** The sum of all that are longer than 300 ms, without the pauses between sentences. */
  readonly silenceUs: number;
  /** The first sound after the longest silence; null unless that lasted 700 ms or more. */
  readonly resumedUs: number | null;
}

/** Shorter silences are how people speak. */
const COUNTED_FROM_US = 300_000;
/** From here on a caller wonders whether anybody is there. */
const RESUMED_FROM_US = 700_000;
/** Assumed pause at the end of a sentence, for logs that do not record it. */
const SENTENCE_PAUSE_MS = 140;
const FRAME_MS = 20;

/** Silence within an answer. `interim` plays no part: a good stream is all interim. */
export function deadAirOf(pieces: readonly PieceSound[]): DeadAir {
  const stretches = deadStretches(pieces);
  const longest = stretches.reduce<DeadStretch | null>(
    (most, next) => (most === null || lengthOf(next) > lengthOf(most) ? next : most),
    null,
  );
  const silenceUs = stretches
    .map((stretch) => lengthOf(stretch) - stretch.pauseUs)
    .filter((us) => us > COUNTED_FROM_US)
    .reduce((sum, us) => sum + us, 0);
  const resumedUs =
    longest !== null && lengthOf(longest) >= RESUMED_FROM_US ? longest.resumedUs : null;
  return { longest, silenceUs, resumedUs };
}

/** Every stretch without sound between the first and the last one, time held still left out. */
export function deadStretches(pieces: readonly PieceSound[]): DeadStretch[] {
  const holds = pieces.flatMap((piece) => piece.holds).toSorted((a, b) => a.fromUs - b.fromUs);
  const stretches: DeadStretch[] = [];
  let before: { readonly toUs: number; readonly pauseUs: number } | null = null;
  for (const sound of soundsInOrder(pieces)) {
    if (before !== null && sound.fromUs > before.toUs) {
      const gap = { fromUs: before.toUs, toUs: sound.fromUs };
      for (const { fromUs, toUs } of without(holds, gap)) {
        const pauseUs = fromUs === gap.fromUs ? Math.min(before.pauseUs, toUs - fromUs) : 0;
        stretches.push({ fromUs, toUs, pauseUs, resumedUs: sound.fromUs });
      }
    }
    if (before === null || sound.toUs >= before.toUs) before = sound;
  }
  return stretches;
}

function soundsInOrder(pieces: readonly PieceSound[]) {
  return pieces
    .flatMap(({ sounds, pauseUs }) =>
      sounds.map((sound, n) => ({ ...sound, pauseUs: n === sounds.length - 1 ? pauseUs : 0 })),
    )
    .toSorted((a, b) => a.fromUs - b.fromUs);
}

/** What is left of the stretch; `taken` in the order of their begins. */
function without(taken: readonly Stretch[], stretch: Stretch): Stretch[] {
  const left: Stretch[] = [];
  let { fromUs } = stretch;
  for (const each of taken) {
    if (each.toUs <= fromUs || each.fromUs >= stretch.toUs) continue;
    if (each.fromUs > fromUs) left.push({ fromUs, toUs: each.fromUs });
    fromUs = Math.max(fromUs, each.toUs);
  }
  if (fromUs < stretch.toUs) left.push({ fromUs, toUs: stretch.toUs });
  return left;
}

function lengthOf({ fromUs, toUs }: Stretch): number {
  return toUs - fromUs;
}

/**
 * What could be heard of a piece. `pauseMsOf` tells how much of the silence behind its last sound is
 * a pause that was put there.
 */
export function pieceSound(piece: PieceRecord, pauseMsOf = sentencePauseMs): PieceSound {
  const holds = piece.holds.flatMap(({ fromUs, toUs }) =>
    toUs === null || toUs < fromUs ? [] : [{ fromUs, toUs }],
  );
  const sounds = playedStretches(piece).flatMap((played) => audibleIn(piece, played));
  return { sounds, holds, pauseUs: Math.round(pauseMsOf(piece) * 1_000) };
}

/** The pause that was put behind it, or the usual one as far as there is silence behind its sound. */
function sentencePauseMs({ silences, durationMs, pauseAfterMs }: PieceRecord): number {
  if (pauseAfterMs !== null) return pauseAfterMs;
  const last = silences.at(-1);
  if (last === undefined || durationMs === null || last.toMs < durationMs) return 0;
  return Math.min(SENTENCE_PAUSE_MS, last.toMs - last.fromMs);
}

/** A stretch in which the piece was played on from `positionUs` of its sound. */
interface Played extends Stretch {
  readonly positionUs: number;
}

function playedStretches(piece: PieceRecord): Played[] {
  if (piece.startedUs === null) return [];
  const played: Played[] = [];
  let next = { fromUs: piece.startedUs, positionUs: 0 };
  for (const { fromUs, toUs } of piece.holds) {
    // An older one came before the piece began anew.
    if (fromUs < next.fromUs) continue;
    played.push({ ...next, toUs: fromUs });
    if (toUs === null) return played;
    next = { fromUs: Math.max(fromUs, toUs), positionUs: next.positionUs + fromUs - next.fromUs };
  }
  // One that still sounds has no end yet.
  played.push({ ...next, toUs: Math.max(next.fromUs, piece.endedUs ?? next.fromUs) });
  return settledFromEnd(piece, played);
}

/**
 * What was on its way at a pause is taken back and said again, so where a piece went on is known by
 * where it ended.
 */
function settledFromEnd(piece: PieceRecord, played: Played[]): Played[] {
  const last = played.at(-1);
  const before = played.at(-2);
  const endUs = endPositionUs(piece);
  if (!last || !before || endUs === null) return played;
  const positionUs = Math.max(before.positionUs, endUs - lengthOf(last));
  const beforeUs = Math.min(lengthOf(before), positionUs - before.positionUs);
  return [
    ...played.slice(0, -2),
    { ...before, toUs: before.fromUs + beforeUs },
    { ...last, positionUs },
  ];
}

/** How far into its sound the piece came, in whole frames; null where that is not known. */
function endPositionUs({ endedUs, playedMs, durationMs }: PieceRecord): number | null {
  if (endedUs === null) return null;
  if (playedMs !== null) return playedMs * 1_000;
  return durationMs === null ? null : Math.ceil(durationMs / FRAME_MS) * FRAME_MS * 1_000;
}

/** The audible stretches of a piece while it was played. */
function audibleIn({ silences, durationMs, endedUs }: PieceRecord, played: Played): Stretch[] {
  const { fromUs, positionUs } = played;
  // The last frame is filled up with silence.
  const soundUs = durationMs === null ? Number.POSITIVE_INFINITY : durationMs * 1_000 - positionUs;
  const toUs = Math.max(fromUs, Math.min(played.toUs, Math.round(fromUs + soundUs)));
  if (toUs === fromUs) return endedUs === null ? [{ fromUs, toUs }] : [];
  const quiet = silences.map((silence) => ({
    fromUs: Math.round(fromUs + silence.fromMs * 1_000 - positionUs),
    toUs: Math.round(fromUs + silence.toMs * 1_000 - positionUs),
  }));
  return without(quiet, { fromUs, toUs });
}
