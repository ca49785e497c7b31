/** A trace of Chromium's, as far as the figures of frames need it. */
export interface Trace {
  readonly traceEvents: readonly TraceEvent[];
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
  readonly dur?: number;
  /** Processor time, which excludes what other programs take. */
  readonly tdur?: number;
  readonly pid: number;
  readonly tid: number;
}

/** What `startTracing` has to record for it. */
export const TRACE_CATEGORIES = ['devtools.timeline', 'disabled-by-default-devtools.timeline'];

/** What the main thread of a page did. All times are processor time in milliseconds. */
export interface MainThread {
  /** The work of each frame: the task that runs its animation frames and all until the next. */
  readonly frames: readonly number[];
  readonly tasks: readonly number[];
  /** From the first task to the end of the last one, on the wall clock. */
  readonly spanMs: number;
}

/**
 * Reads a trace. The main thread is the one that runs the most animation frames; something on the
 * page has to ask for each of them, because a frame in which nothing was asked for is not counted.
 */
export function mainThreadOf({ traceEvents }: Trace): MainThread {
  const fired = traceEvents.filter(({ name }) => name === 'FireAnimationFrame');
  const thread = mostCommon(fired.map(threadOf));
  const tasks = traceEvents
    .filter((event) => event.name === 'RunTask' && threadOf(event) === thread)
    .sort((a, b) => a.ts - b.ts);
  const begins = fired
    .filter((event) => threadOf(event) === thread)
    .map(({ ts }) => ts)
    .sort((a, b) => a - b);
  const frames: number[] = [];
  let next = 0;
  for (const task of tasks) {
    const ends = task.ts + (task.dur ?? 0);
    let begun = false;
    for (let at = begins[next]; at !== undefined && at <= ends; at = begins[next]) {
      begun = true;
      next += 1;
    }
    if (begun) frames.push(0);
    if (frames.length > 0) frames[frames.length - 1] = (frames.at(-1) ?? 0) + workMs(task);
  }
  const first = tasks[0]?.ts ?? 0;
  const last = tasks.at(-1);
  const spanMs = last === undefined ? 0 : (last.ts + (last.dur ?? 0) - first) / 1_000;
  return { frames, tasks: tasks.map(workMs), spanMs };
}

function workMs({ dur = 0, tdur = dur }: TraceEvent): number {
  return tdur / 1_000;
}

function threadOf({ pid, tid }: TraceEvent): string {
  return `${pid} ${tid}`;
}

function mostCommon(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  if (most === undefined) throw new Error('The trace has no animation frame.');
  return most[0];
}

export function spreadOf(values: readonly number[]) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), most: sorted.at(-1) ?? Number.NaN };
}
