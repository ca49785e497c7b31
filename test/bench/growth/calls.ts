import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PartName, ReadyLine, TimelineTurn } from '../../../common/contract/index.ts';
import { ControlClient } from '../../doubles/app/control-client.ts';
import { type Curve, CurveBook, inTurns } from './curves.ts';
import { ask, operate, starterNumber } from './filled-app.ts';

const ROOMY_APP = fileURLToPath(new URL('../load/roomy-app.ts', import.meta.url));
/** The turns that count; one turn before them warms up the code. */
const TURNS = 3;
const OURS: ReadonlySet<PartName> = new Set(['dispatch', 'segmentation', 'playout']);
const LINE = 'I would like a tandem.';
/** An answer may have more lines, but their words would not be spoken. */
const LINES_PER_TURN = 4_000;
const VIEWS = 5;
const ENDS = 3;

interface Desk {
  readonly ready: ReadyLine;
  readonly control: ControlClient;
  /** The number to call. */
  readonly to: string;
}

/** Runs an app with the virtual voice, whose calls are answered by this handler's process. */
async function withHandler(handler: URL, run: (desk: Desk) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'agentphone-growth-'));
  const ports = ['--port', '0', '--control-port', '0', '--ingress-port', '0'];
  const children = [
    fork(fileURLToPath(handler)),
    fork(ROOMY_APP, [...ports, '--no-open', '--data-dir', folder]),
  ] as const;
  const [first, second] = await Promise.all(children.map((child) => once(child, 'message')));
  try {
    const port = first?.[0] as number;
    const ready = second?.[0] as ReadyLine;
    const control = new ControlClient(ready);
    await control.run('engines.set', { tts: { kind: 'virtual' } });
    await ask(ready, '/webhooks', { url: `http://127.0.0.1:${port}/` });
    const { phoneNumber: to } = await starterNumber(ready);
    await run({ ready, control, to });
  } finally {
    const ends = children.map((child) => once(child, 'exit'));
    for (const child of children) child.disconnect();
    await Promise.all(ends);
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Typed calls in real time whose callers all say a line at the same moment, with a voice that costs
 * no processor time. Measures how long each caller waits, and our part of it.
 */
export async function callsCurve(sizes: readonly number[]): Promise<Curve> {
  const book = new CurveBook('A turn, with more and more calls that speak at once', 'calls');
  const handler = new URL('../../doubles/handlers/voice-receiver.ts', import.meta.url);
  for (const size of sizes) {
    await withHandler(handler, async ({ control, to }) => {
      const calls = await Promise.all(
        Array.from({ length: size }, (_, n) =>
          control.run('call.place', { from: `+1303${5_000_000 + n}`, to }),
        ),
      );
      const each = <T>(run: (callId: string) => Promise<T>) =>
        Promise.all(calls.map(({ callId }) => run(callId)));
      await each((callId) => control.run('call.waitFor', { callId, event: 'greeted' }));
      for (let turn = 1; turn <= TURNS + 1; turn += 1) {
        await each((callId) => control.run('call.say', { callId, text: LINE }));
        await each((callId) => control.run('call.waitFor', { callId, event: 'agentTurn', turn }));
      }
      const turns: TimelineTurn[] = [];
      for (const { callId } of calls) {
        const timeline = await control.run('call.timeline', { callId });
        turns.push(...timeline.turns.filter(({ index }) => index > 1));
      }
      const heard = turns.filter(({ responseLatencyMs }) => responseLatencyMs !== null).length;
      if (heard !== size * TURNS) {
        throw new Error(`${heard} of ${size * TURNS} answers were heard.`);
      }
      const rounds = Array.from({ length: TURNS }, (_, turn) =>
        turns.filter(({ index }) => index === turn + 2),
      );
      const note = (name: string, share: number, value: (turn: TimelineTurn) => number) =>
        book.note(
          name,
          size,
          rounds.map((round) => quantile(round.map(value), share)),
        );
      note('a caller waits: half of them', 0.5, waited);
      note('a caller waits: 1 in 100 longer', 0.99, waited);
      note('of it our own: half of them', 0.5, ours);
      note('of it our own: 1 in 100 longer', 0.99, ours);
    });
  }
  return book.curve();
}

/**
 * One live call whose handler answers in thousands of lines, until its log has the required length.
 */
export async function eventsCurve(sizes: readonly number[]): Promise<Curve> {
  const book = new CurveBook('A call, with more and more events in its log', 'events');
  const handler = new URL('../load/wordy-handler.ts', import.meta.url);
  for (const size of sizes) {
    await withHandler(handler, async ({ ready, control, to }) => {
      const callId = await longCall(control, to, size);
      const live = await inTurns(VIEWS, {
        'view of the live call': () => operate(ready, 'call.get', { callId }),
        'timeline of the live call': () => operate(ready, 'call.timeline', { callId }),
      });
      const endMs = [await endOf(control, callId)];
      while (endMs.length < ENDS) {
        endMs.push(await endOf(control, await longCall(control, to, size)));
      }
      const over = await inTurns(VIEWS, {
        'view of the ended call': () => operate(ready, 'call.get', { callId }),
        'timeline of the ended call': () => operate(ready, 'call.timeline', { callId }),
        'its whole log': () => operate(ready, 'call.events', { callId }),
      });
      const all = await eventsOf(control, callId);
      for (const [name, rounds] of Object.entries({ ...live, ...over })) {
        book.note(name, all, rounds);
      }
      book.note('the end of the call', all, endMs);
    });
  }
  return book.curve();
}

/** A live call whose log has at least this length. */
async function longCall(control: ControlClient, to: string, length: number): Promise<string> {
  const { callId } = await control.run('call.place', { from: '+12025550147', to });
  await control.run('call.waitFor', { callId, event: 'greeted' });
  let have = await eventsOf(control, callId);
  while (have < length) {
    const lines = Math.min(LINES_PER_TURN, Math.max(1, length - have));
    await control.run('call.say', { callId, text: `${lines} lines, please.` });
    await comeTo(control, callId, have + lines);
    have = await eventsOf(control, callId);
  }
  return callId;
}

/** The time from the hang-up until it is visible that the call is over, in milliseconds. */
async function endOf(control: ControlClient, callId: string): Promise<number> {
  const startedMs = performance.now();
  await control.run('call.hangUp', { callId });
  await control.run('call.waitFor', { callId, event: 'ended' });
  return performance.now() - startedMs;
}

async function eventsOf(control: ControlClient, callId: string): Promise<number> {
  const { items } = await control.run('call.events', { callId, afterSeq: -1 });
  return items.length;
}

/** Waits until the log has grown to this length. */
async function comeTo(control: ControlClient, callId: string, length: number): Promise<void> {
  for (;;) {
    const { items } = await control.run('call.events', { callId, afterSeq: length - 2 });
    if (items.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function waited({ responseLatencyMs }: TimelineTurn): number {
  return responseLatencyMs ?? Number.NaN;
}

function ours({ parts }: TimelineTurn): number {
  return parts
    .filter(({ name }) => OURS.has(name))
    .reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
