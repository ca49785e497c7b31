/**
 * Measures whether the window grows with use: an hour of it on the product's clock, in rounds of
 * forty seconds. In each, a call of two turns is placed, followed live, ended and looked at in
 * several forms; five people text, and their thread is opened; the deliveries, one delivery and
 * every other screen are visited; and the search is opened and asked. The clock is frozen and
 * moved forward, so speech takes no real time.
 *
 * Every third round, on the same screen and after a collection: the JavaScript heap, DOM nodes,
 * event listeners and documents. After a warm-up in which lists and caches fill, the median of the
 * last third of the samples must not be above that of the first third by more than a small share.
 * The lists of the window hold the newest 200 of each kind, so calls are still being added.
 */
import type { CDPSession, Locator, Page } from '@playwright/test';
import { AppProcess } from '../../e2e/window/app-process.ts';
import { openChromium } from '../pictures/chromium.ts';

const WARM_UP_ROUNDS = 18;
const ROUNDS = 90;
const ROUND_LENGTH = 'PT40S';
const SAMPLE_EVERY = 3;
const PEOPLE = 5;

/** How much more the last third may have than the first. */
const MOST_GROWTH = { heapMb: 0.05, nodes: 0.05, listeners: 0.05, documents: 0 } as const;

interface Sample {
  readonly heapMb: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly documents: number;
}

const app = await AppProcess.start();
const browser = await openChromium();
const samples: Sample[] = [];
const beganMs = performance.now();
try {
  const { phoneNumber } = await app.starterNumber();
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(app.ready.windowUrl);
  await app.run('clock.freeze', {});
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round += 1) {
    await oneRound(page, phoneNumber, round);
    if (round < WARM_UP_ROUNDS || round % SAMPLE_EVERY !== 0) continue;
    await show(page, '#/settings', page.getByRole('heading', { level: 1 }));
    samples.push(await sampleOf(session));
  }
} finally {
  await browser.close();
  await app.stop();
}

const third = Math.floor(samples.length / 3);
const seconds = (performance.now() - beganMs) / 1_000;
console.log(
  `${WARM_UP_ROUNDS + ROUNDS} rounds in ${seconds.toFixed(0)} s; medians of ${third} samples each`,
);
const kept = Object.entries(MOST_GROWTH).map(([name, most]) => {
  const key = name as keyof Sample;
  const first = medianOf(samples.slice(0, third), key);
  const last = medianOf(samples.slice(-third), key);
  const growth = last / first - 1;
  const all = samples.map((sample) => sample[key]);
  console.log(
    `  ${name.padEnd(10)} first third ${first.toFixed(1)}, last third ${last.toFixed(1)}: ${(growth * 100).toFixed(1)} % (at most ${most * 100} %); ${Math.min(...all).toFixed(1)} to ${Math.max(...all).toFixed(1)}`,
  );
  return growth <= most;
});
process.exitCode = kept.every(Boolean) ? 0 : 1;

async function oneRound(page: Page, to: string, round: number): Promise<void> {
  const from = `+120255501${10 + (round % PEOPLE)}`;
  const callId = await liveCall(page, from, to, round);
  const said = page.getByText(`Do you open on Sundays? ${round}`).first();
  await show(page, `#/calls/${callId}`, said);
  for (const form of ['table', 'compare', 'whatIf', 'figures']) {
    const timeline = page.getByRole('region', { name: 'Timeline', exact: true });
    await show(page, `#/calls/${callId}?form=${form}`, timeline);
  }
  const conversationId = await texts(to, round);
  const text = page.getByText(`Is my bicycle ready? ${round}`).first();
  await show(page, `#/messages/${conversationId}`, text);
  const [delivery] = (await app.run('delivery.list', { filter: '', limit: 1 })).items;
  await show(page, '#/webhooks', page.getByRole('tree', { name: 'Deliveries' }));
  const detail = page.getByRole('article', { name: 'Delivery' });
  for (const tab of ['request', 'answer', 'timing']) {
    await show(page, `#/webhooks/${delivery?.id}?tab=${tab}`, detail);
  }
  for (const screen of ['agents', 'numbers', 'settings']) {
    await show(page, `#/${screen}`, page.getByRole('heading', { level: 1 }).first());
  }
  await page.keyboard.press('Control+k');
  const search = page.getByRole('dialog');
  await search.waitFor();
  await page.keyboard.type(`bicycle ${round}`);
  await search.getByRole('option').first().waitFor();
  await page.keyboard.press('Escape');
  await search.waitFor({ state: 'detached' });
  await app.run('clock.advance', { by: ROUND_LENGTH });
}

/** A call of two turns, which the window follows. */
async function liveCall(page: Page, from: string, to: string, round: number): Promise<string> {
  const { callId } = await app.run('call.place', { from, to });
  await show(page, '#/calls', page.getByRole('button', { name: 'Hang up' }).first());
  await app.run('call.waitFor', { callId, event: 'greeted' });
  for (const text of [`Do you open on Sundays? ${round}`, 'And do you rent tandems?']) {
    const { turnIndex } = await app.run('call.say', { callId, text });
    if (turnIndex === null) throw new Error('The line was not said.');
    await app.run('call.waitFor', { callId, event: 'agentTurn', turn: turnIndex });
  }
  await page.getByTestId('timeline-chart').waitFor();
  await app.run('call.hangUp', { callId });
  await app.run('call.waitFor', { callId, event: 'ended' });
  return callId;
}

/** @returns the thread of the last person who texted */
async function texts(to: string, round: number): Promise<string> {
  let last = '';
  for (let person = 0; person < PEOPLE; person += 1) {
    const { conversationId } = await app.run('text.receive', {
      from: `+120255501${10 + person}`,
      to,
      body: `Is my bicycle ready? ${round}`,
    });
    last = conversationId;
  }
  return last;
}

async function show(page: Page, hash: string, seen: Locator): Promise<void> {
  await page.evaluate((place) => {
    location.hash = place;
  }, hash);
  await seen.waitFor();
}

async function sampleOf(session: CDPSession): Promise<Sample> {
  // What a first collection finalises, a second one frees.
  for (let n = 0; n < 2; n += 1) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { metrics } = await session.send('Performance.getMetrics');
  const metric = (name: string) => metrics.find((each) => each.name === name)?.value ?? Number.NaN;
  return {
    heapMb: usedSize / 1024 ** 2,
    nodes: metric('Nodes'),
    listeners: metric('JSEventListeners'),
    documents: metric('Documents'),
  };
}

function medianOf(of: readonly Sample[], key: keyof Sample): number {
  const sorted = of.map((sample) => sample[key]).toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
