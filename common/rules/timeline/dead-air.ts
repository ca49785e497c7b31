import type { PieceRecord } from '../turns/turn-records.ts';

/** Microseconds since the start of the call. */
export interface Stretch {
  readonly fromUs: number;
  readonly toUs: number;
}

/** When one piece was audible. */
export interface PieceSound {
  /** In order, without overlaps. */
  readonly sounds: readonly Stretch[];
  /** When it was paused because the caller spoke. */
  readonly holds: readonly Stretch[];
  /** The intended pause between its last sound and the next sentence. */
  readonly pauseUs: number;
}

/** Silence between two sounds of an answer. */
export interface DeadStretch extends Stretch {
  /** How much of its beginning is the pause between two sentences. */
  readonly pauseUs: number;
  /** When sound came again. Later than `toUs` if the agent was paused in between. */
  readonly resumedUs: number;
}

export interface DeadAir {
  /** The longest silence between its first and last sound; null if there is none. */
  readonly longest: DeadStretch | null;
  /** The sum of all silences longer than 300 ms, without the pauses between sentences. */
  readonly silenceUs: number;
  /** The first sound after the longest silence; null unless that lasted at least 700 ms. */
  readonly resumedUs: number | null;
}

/** Shorter silences are normal in speech. */
const COUNTED_FROM_US = 300_000;
/** After a silence this long, a caller wonders whether anybody is still there. */
const RESUMED_FROM_US = 700_000;
/** The pause to assume at the end of a sentence, for logs that do not record it. */
const SENTENCE_PAUSE_MS = 140;
const FRAME_MS = 20;

/**
 * The silences within an answer. `interim` is not considered: in a good stream, every line is
 * interim.
 */
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

/**
 * Every silence between the first and the last sound, without the time that the agent was paused.
 */
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

/** The remaining parts of the stretch. `taken` must be sorted by beginning. */
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
 * When a piece was audible. `pauseMsOf` returns how much of the silence after its last sound is an
 * intended pause.
 */
export function pieceSound(piece: PieceRecord, pauseMsOf = sentencePauseMs): PieceSound {
  const holds = piece.holds.flatMap(({ fromUs, toUs }) =>
    toUs === null || toUs < fromUs ? [] : [{ fromUs, toUs }],
  );
  const sounds = playedStretches(piece).flatMap((played) => audibleIn(piece, played));
  return { sounds, holds, pauseUs: Math.round(pauseMsOf(piece) * 1_000) };
}

/**
 * The intended pause after the piece, or the usual one, up to the length of the silence after its
 * sound.
 */
function sentencePauseMs({ silences, durationMs, pauseAfterMs }: PieceRecord): number {
  if (pauseAfterMs !== null) return pauseAfterMs;
  const last = silences.at(-1);
  if (last === undefined || durationMs === null || last.toMs < durationMs) return 0;
  return Math.min(SENTENCE_PAUSE_MS, last.toMs - last.fromMs);
}

/** A stretch during which the piece was played, starting at `positionUs` of its sound. */
interface Played extends Stretch {
  readonly positionUs: number;
}

function playedStretches(piece: PieceRecord): Played[] {
  if (piece.startedUs === null) return [];
  const played: Played[] = [];
  let next = { fromUs: piece.startedUs, positionUs: 0 };
  for (const { fromUs, toUs } of piece.holds) {
    // A stretch from before the piece was restarted.
    if (fromUs < next.fromUs) continue;
    played.push({ ...next, toUs: fromUs });
    if (toUs === null) return played;
    next = { fromUs: Math.max(fromUs, toUs), positionUs: next.positionUs + fromUs - next.fromUs };
  }
  // A piece that is still playing has no end yet.
  played.push({ ...next, toUs: Math.max(next.fromUs, piece.endedUs ?? next.fromUs) });
  return settledFromEnd(piece, played);
}

/**
 * A pause takes back sound that was on its way, and that sound is played again later. So where a
 * piece resumed is computed from where it ended.
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

/** How far into its sound the piece got, in whole frames; null if unknown. */
function endPositionUs({ endedUs, playedMs, durationMs }: PieceRecord): number | null {
  if (endedUs === null) return null;
  if (playedMs !== null) return playedMs * 1_000;
  return durationMs === null ? null : Math.ceil(durationMs / FRAME_MS) * FRAME_MS * 1_000;
}

/** The audible stretches of a piece while it was played. */
function audibleIn({ silences, durationMs, endedUs }: PieceRecord, played: Played): Stretch[] {
  const { fromUs, positionUs } = played;
  // The last frame is padded with silence.
  const soundUs = durationMs === null ? Number.POSITIVE_INFINITY : durationMs * 1_000 - positionUs;
  const toUs = Math.max(fromUs, Math.min(played.toUs, Math.round(fromUs + soundUs)));
  if (toUs === fromUs) return endedUs === null ? [{ fromUs, toUs }] : [];
  const quiet = silences.map((silence) => ({
    fromUs: Math.round(fromUs + silence.fromMs * 1_000 - positionUs),
    toUs: Math.round(fromUs + silence.toMs * 1_000 - positionUs),
  }));
  return without(quiet, { fromUs, toUs });
}
