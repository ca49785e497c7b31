import { z } from 'zod';

/**
 * The latency timeline. Boundaries are whole microseconds on one clock, forced into order, so the
 * parts between them add up exactly. Shown in milliseconds with three decimals; 0 is the start of
 * the call.
 */

/**
 * The parts of a turn's response latency, in order. `held` and `tool` appear where they occur. If the
 * turn ended before anything was heard, its last part is the one that was under way, up to that end.
 */
export const PART_NAMES = [
  'endpointing',
  'transcription',
  'dispatch',
  'firstByte',
  'firstChunk',
  'segmentation',
  'synthesis',
  'playout',
  'device',
] as const;

export const PartName = z.enum([...PART_NAMES, 'held', 'tool']);
export type PartName = z.infer<typeof PartName>;

export const PartOwner = z.enum([
  'setting',
  'sttEngine',
  'us',
  'server',
  'model',
  'ttsEngine',
  'device',
  'breakpoint',
]);
export type PartOwner = z.infer<typeof PartOwner>;

/** Milliseconds since the start of the call, with three decimals. */
const AtMs = z.number();

export const TimelinePart = z.object({
  name: PartName,
  owner: PartOwner,
  startMs: AtMs,
  endMs: AtMs,
});
export type TimelinePart = z.infer<typeof TimelinePart>;

/** One line of the handler's stream and the sound it became. */
export const TimelineChunk = z.object({
  atMs: AtMs,
  text: z.string(),
  interim: z.boolean(),
  spokenFromMs: AtMs.nullable(),
  spokenToMs: AtMs.nullable(),
});
export type TimelineChunk = z.infer<typeof TimelineChunk>;

const TimelineStretch = z.object({ fromMs: AtMs, toMs: AtMs });

export const TimelinePiece = z.object({
  piece: z.number().int(),
  /** The text as it was written. */
  text: z.string(),
  /** The text as it was passed to the voice; empty if nothing in it can be spoken. */
  spoken: z.string(),
  queuedMs: AtMs,
  firstAudioMs: AtMs.nullable(),
  engine: z.string().nullable(),
  spokenFromMs: AtMs.nullable(),
  spokenToMs: AtMs.nullable(),
  /** The audible stretches; for a voice without sound, everything that was played. */
  sounds: z.array(TimelineStretch),
  /** When it was paused because the caller spoke. */
  holds: z.array(TimelineStretch),
  /** The intended pause between its last sound and the next sentence. */
  pauseMs: z.number(),
});
export type TimelinePiece = z.infer<typeof TimelinePiece>;

/** A tool that the hosted model called. */
export const TimelineTool = z.object({
  name: z.string(),
  args: z.record(z.string(), z.unknown()),
  builtIn: z.boolean(),
  url: z.string().nullable(),
  /** Null while it is running. */
  ok: z.boolean().nullable(),
  status: z.number().int().nullable(),
  startMs: AtMs,
  endMs: AtMs.nullable(),
  /** What was returned to the model, as JSON, cut after 4 KiB. */
  answer: z.string().nullable(),
  deliveryId: z.string().nullable(),
  message: z.string().nullable(),
});
export type TimelineTool = z.infer<typeof TimelineTool>;

export const TimelineTurn = z.object({
  index: z.number().int(),
  caller: z.string().nullable(),
  outcome: z.enum(['heard', 'silent', 'interrupted', 'failed']).nullable(),
  /**
   * From the caller's last sound to the agent's first at the ear; null if nothing was heard, and
   * for the greeting.
   */
  responseLatencyMs: z.number().nullable(),
  simulated: z.boolean(),
  earSource: z.enum(['socket', 'worklet', 'twilioEstimate']),
  callerStartedMs: AtMs.nullable(),
  callerStoppedMs: AtMs.nullable(),
  parts: z.array(TimelinePart),
  request: z
    .object({
      /** Null if a model was asked. */
      deliveryId: z.string().nullable(),
      url: z.string(),
      sentMs: AtMs,
      status: z.number().int().nullable(),
      endedMs: AtMs.nullable(),
    })
    .nullable(),
  chunks: z.array(TimelineChunk),
  pieces: z.array(TimelinePiece),
  tools: z.array(TimelineTool),
  /** When the turn was cut. */
  interruptedAtMs: AtMs.nullable(),
  /** What cut it: the caller (outcome `interrupted`), or the end of the call. */
  cutBy: z.enum(['caller', 'hangUp']).nullable(),
  /** The longest silence between its first and last sound; 0 if it made no sound. */
  longestSilenceMs: z.number(),
  /** The sum of all silences longer than 300 ms, without the pauses between sentences. */
  silenceMs: z.number(),
  /** The first sound after the longest silence; null unless that lasted at least 700 ms. */
  resumedAtMs: AtMs.nullable(),
  /** What the caller heard. */
  heard: z.string(),
  /** What the agent meant to say. */
  said: z.string(),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })),
});
export type TimelineTurn = z.infer<typeof TimelineTurn>;

export const Percentiles = z.object({
  p50: z.number().nullable(),
  p90: z.number().nullable(),
  p99: z.number().nullable(),
  n: z.number().int(),
});
export type Percentiles = z.infer<typeof Percentiles>;

export const Timeline = z.object({
  callId: z.string(),
  turns: z.array(TimelineTurn),
  /** Warnings of no particular turn: about the whole call, or from before the turn was known. */
  warnings: z.array(z.object({ atMs: AtMs, code: z.string(), message: z.string() })),
  percentiles: z.object({
    responseLatency: Percentiles,
    /** These two over the turns that were heard. */
    longestSilence: Percentiles,
    parts: z.partialRecord(PartName, Percentiles),
  }),
});
export type Timeline = z.infer<typeof Timeline>;

const LatencyFigures = z.object({
  turns: z.number().int(),
  responseLatency: Percentiles,
  /** Turns that were heard, but later than the budget. */
  overBudget: z.number().int(),
  /** Turns that ended without a sound. */
  unheard: z.number().int(),
  /** The longest silence within each turn that was heard. */
  longestSilence: Percentiles,
  /** Turns with a longer silence than its budget. */
  deadAir: z.number().int(),
});

/**
 * Medians of the older and of the newer half of the calls; null if there are too few to compare.
 */
const LatencyTrend = z.object({ olderP50Ms: z.number(), newerP50Ms: z.number() }).nullable();

/**
 * Response latency, and silence within answers, over the turns of many calls: per call (newest
 * first) and per agent.
 */
export const LatencySummary = z.object({
  budgetMs: z.number(),
  silenceBudgetMs: z.number(),
  overall: LatencyFigures,
  parts: z.partialRecord(PartName, Percentiles),
  trend: LatencyTrend,
  agents: z.array(
    LatencyFigures.extend({
      agentId: z.string().nullable(),
      calls: z.number().int(),
      trend: LatencyTrend,
    }),
  ),
  calls: z.array(
    LatencyFigures.extend({
      callId: z.string(),
      agentId: z.string().nullable(),
      startedAt: z.string(),
    }),
  ),
});
export type LatencySummary = z.infer<typeof LatencySummary>;

/** `events`: the log as JSON lines. `html`: one page that needs nothing else. `wav`: the recording. */
export const CallExportFormat = z.enum([
  'events',
  'html',
  'wav',
  'markdown',
  'json',
  /** Vitest. */
  'test',
  'pytest',
]);
export type CallExportFormat = z.infer<typeof CallExportFormat>;
