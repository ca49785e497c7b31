/**
 * Measures a call of 50,000 events in the real window: it must open in under a second,
 * and panning may take at most 8 ms of the main thread per frame at p95. Needs Chromium, like the
 * window's tests.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { CallEvent, CallEventData, CallEventType } from '../../common/contract/index.ts';
import { wavHeader } from '../../main/speech/wav.ts';
import { CallStore } from '../../main/store/calls/calls.ts';
import { DamageNotes } from '../../main/store/database/damage-notes.ts';
import { openDatabase } from '../../main/store/database/database.ts';
import { AppProcess } from '../e2e/window/app-process.ts';
import { spreadOf, TRACE_CATEGORIES, type Trace } from './load/frame-trace.ts';
import { openChromium } from './pictures/chromium.ts';

const TURNS = 150;
const LINES_PER_TURN = 110;
const TURN_MS = 4_000;
const OPEN_MS = 1_000;
const FRAME_P95_MS = 8;
const RATE_HZ = 16_000;

const app = await AppProcess.start();
await writeCall(app);
const browser = await openChromium();
let reached = false;
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(app.ready.windowUrl);
  const opened = await open(page);
  console.log(`opened after ${opened.toFixed(0)} ms`);
  const frames = await pan(page);
  const { p50, p95, most } = spreadOf(frames);
  console.log(
    `main thread per frame while panning, ${frames.length} frames: p50 ${p50.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms, longest ${most.toFixed(2)} ms`,
  );
  reached = opened < OPEN_MS && p95 <= FRAME_P95_MS;
} finally {
  await browser.close();
  await app.stop();
}
process.exitCode = reached ? 0 : 1;

/** Writes a finished call with its log and its recording into the app's data folder. */
async function writeCall({ ready }: AppProcess): Promise<void> {
  const { phoneNumber, agentId } = await app.starterNumber();
  const db = await openDatabase(ready.dataDir);
  const calls = new CallStore(db, join(ready.dataDir, 'recordings'), new DamageNotes());
  const account = db.prepare<[], { id: string }>('select id from accounts limit 1').get();
  const number = db
    .prepare<[string], { id: string }>('select id from numbers where phone_number = ?')
    .get(phoneNumber);
  const id = 'call_fiftythousandevents';
  const recordingPath = join(ready.dataDir, 'recordings', `${id}.wav`);
  mkdirSync(join(ready.dataDir, 'recordings'), { recursive: true });
  writeFileSync(recordingPath, recording());
  const startedAtMs = Date.now() - TURNS * TURN_MS;
  const ending = {
    id,
    status: 'completed',
    reason: 'user_hangup',
    snippet: null,
    recordingPath,
    endedAtMs: startedAtMs + TURNS * TURN_MS,
  } as const;
  const events = manyEvents();
  calls.insert({
    ...ending,
    accountId: account?.id ?? '',
    agentId,
    numberId: number?.id ?? null,
    phoneNumber,
    direction: 'inbound',
    carrier: 'simulated',
    from: '+12025550147',
    to: phoneNumber,
    settings: { voice: 'slt', systemPrompt: null, metadata: null },
    startedAtMs,
    answeredAtMs: startedAtMs,
  });
  calls.append(id, events);
  calls.end(ending);
  db.close();
  console.log(`${events.length} events, ${TURNS} turns, ${(TURNS * TURN_MS) / 60_000} minutes`);
}

/** Turns of a handler that sends a line for every word or two. */
function manyEvents(): CallEvent[] {
  const events: CallEvent[] = [];
  const add = <T extends CallEventType>(
    atMs: number,
    type: T,
    turn: number | null,
    data: CallEventData[T],
  ) => {
    const atUs = Math.round(atMs * 1_000);
    events.push({ seq: events.length, atUs, type, turn, data } as CallEvent);
  };
  add(0, 'call.answered', null, { greeting: null });
  for (let turn = 1; turn <= TURNS; turn += 1) {
    const at = (turn - 1) * TURN_MS + 10;
    add(at, 'caller.speechStarted', turn, { source: 'audio' });
    add(at + 700, 'caller.stopped', turn, { source: 'audio' });
    add(at + 900, 'turn.endpointed', turn, {});
    add(at + 950, 'transcript.final', turn, {
      text: `Question ${turn}?`,
      confidence: 1,
      source: 'audio',
    });
    add(at + 952, 'request.sent', turn, {
      deliveryId: `voice_${turn}`,
      url: 'http://127.0.0.1:9/hook',
    });
    add(at + 1_000, 'response.started', turn, { status: 200, contentType: null });
    for (let line = 0; line < LINES_PER_TURN; line += 1) {
      const came = at + 1_010 + line * 20;
      const text = `word ${line} of many`;
      add(came, 'response.line', turn, { line, text, interim: true, action: null, digits: null });
      if (line % 2 === 0) continue;
      const piece = turn * LINES_PER_TURN + line;
      add(came + 1, 'piece.queued', turn, { piece, text, lines: [line - 1, line] });
      add(came + 12, 'synthesis.firstAudio', turn, { piece, engine: 'flite', voice: 'slt' });
      add(came + 20, 'playout.started', turn, { piece });
      add(came + 58, 'playout.ended', turn, { piece });
    }
    add(at + 3_500, 'response.ended', turn, { outcome: 'complete' });
    add(at + 3_600, 'turn.finished', turn, { outcome: 'heard' });
  }
  add(TURNS * TURN_MS, 'call.ended', null, { reason: 'user_hangup', status: 'completed' });
  return events;
}

/** Ten minutes of two hums, so that every bar of the waveform has something to draw. */
function recording(): Uint8Array {
  const frames = (TURNS * TURN_MS * RATE_HZ) / 1_000;
  const samples = new Int16Array(frames * 2);
  for (let n = 0; n < frames; n += 1) {
    const loud = 4_000 + 3_000 * Math.sin(n / 9_000);
    samples[n * 2] = loud * Math.sin(n / 12);
    samples[n * 2 + 1] = loud * Math.sin(n / 17);
  }
  const header = wavHeader(RATE_HZ, 2, samples.byteLength);
  return Buffer.concat([header, Buffer.from(samples.buffer)]);
}

/** Milliseconds from the click on the call until its rows are on the screen. */
async function open(page: Page): Promise<number> {
  const call = page.getByRole('listbox', { name: 'Recent calls' }).getByRole('option').first();
  await call.waitFor();
  return page.evaluate(async () => {
    const option = document.querySelector<HTMLElement>(
      '[aria-label="Recent calls"] [role="option"]',
    );
    const clicked = performance.now();
    option?.click();
    const painted = () => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-testid="timeline-chart"]');
      return canvas?.dataset.toMs !== undefined;
    };
    while (!painted()) await new Promise(requestAnimationFrame);
    // The next frame begins when this one is on the screen.
    await new Promise(requestAnimationFrame);
    return performance.now() - clicked;
  });
}

/** Pans the chart back and forth, near and far; returns the main thread's work per frame in ms. */
async function pan(page: Page): Promise<number[]> {
  const chart = page.getByRole('application');
  await page.waitForTimeout(3_000);
  await browser.startTracing(page, {
    categories: [...TRACE_CATEGORIES],
  });
  for (const zoom of ['', 's']) {
    await chart.focus();
    for (let n = 0; zoom !== '' && n < 30; n += 1) await page.keyboard.press(zoom);
    // Once per frame, because browsers deliver a hand's movements that way.
    await chart.evaluate(async (element) => {
      for (let step = 0; step < 240; step += 1) {
        const deltaX = 15 * Math.cos(step / 20);
        element.dispatchEvent(new WheelEvent('wheel', { deltaX, bubbles: true, cancelable: true }));
        await new Promise(requestAnimationFrame);
      }
    });
  }
  return workPerFrame(JSON.parse((await browser.stopTracing()).toString()) as Trace);
}

/**
 * Tasks of the thread that runs animation frames, summed from one commit to the next: a frame ends
 * when it is handed to the compositor. Time in which nothing was shown is not a frame.
 */
function workPerFrame({ traceEvents }: Trace): number[] {
  const any = traceEvents.find(({ name }) => name === 'FireAnimationFrame');
  if (any === undefined) throw new Error('The trace has no animation frame.');
  const mine = traceEvents.filter(({ pid, tid }) => pid === any.pid && tid === any.tid);
  const ends = mine
    .filter(({ name }) => name === 'Commit')
    .map(({ ts }) => ts)
    .sort((a, b) => a - b);
  const work = ends.map(() => 0);
  for (const { name, ts, dur = 0, tdur = dur } of mine) {
    if (name !== 'RunTask') continue;
    // The task that commits contains the commit.
    const frame = ends.findIndex((end) => end >= ts);
    if (frame >= 0) work[frame] = (work[frame] ?? 0) + tdur / 1_000;
  }
  return work;
}
