import type { Locator } from '@playwright/test';
import { LABEL_PX, RIGHT_PX, ROWS } from '../../../renderer/timeline/chart/chart-rows.ts';
import type { AppProcess } from '../window/app-process.ts';
import { type Handler, ndjson } from '../window/handler.ts';
import { expectSound, playedRms } from '../window/played-sound.ts';
import { callAndHearGreeting, chooseForm, expect, picture, test } from '../window/window-test.ts';
import { openCall, viewOf } from './chart-view.ts';

const from = '+12025550147';

/** A handler that takes time: an interim line at once, and the answer when the test says so. */
function answerWhenTold(handler: Handler): () => void {
  let answer = () => {};
  answerLater(handler, (finish) => {
    answer = finish;
  });
  return () => answer();
}

/** Answers with an interim line at once, and the rest later. */
function answerInTwoLines(handler: Handler, pauseMs = 900): void {
  answerLater(handler, (finish) => setTimeout(finish, pauseMs));
}

function answerLater(handler: Handler, wait: (finish: () => void) => void): void {
  handler.answerWith((received, response) => {
    if (received.channel !== 'voice' || received.event !== 'agent.message') {
      response.writeHead(200).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    response.write(`${JSON.stringify({ text: 'Let me look.', interim: true })}\n`);
    wait(() => {
      response.end(`${JSON.stringify({ text: 'Yes, on Sundays we open from ten to four.' })}\n`);
    });
  });
}

/** A finished call with the given lines, made by a script in less time than it lasts. */
async function finishedCall(app: AppProcess, lines: readonly string[]): Promise<string> {
  const { phoneNumber: to } = await app.starterNumber();
  await app.run('clock.freeze', {});
  const { callId } = await app.run('call.place', { from, to });
  await app.run('call.waitFor', { callId, event: 'greeted' });
  for (const [index, text] of lines.entries()) {
    await app.run('call.say', { callId, text, speech: 'synthesised' });
    await app.run('call.waitFor', { callId, event: 'agentTurn', turn: index + 1 });
  }
  await app.run('call.hangUp', { callId });
  await app.run('clock.resume', {});
  return callId;
}

/**
 * The view that the chart of a live call reports after everything that was done to it. It reports
 * after it was painted, and one that nothing moves in is painted only when it is asked to, as for a
 * printer.
 */
async function viewFromNow(timeline: Locator) {
  const toldMs = () =>
    timeline
      .getByTestId('timeline-chart')
      .evaluate((element: HTMLElement) => Number(element.dataset.toldMs));
  const nowMs = await timeline.evaluate(() => {
    dispatchEvent(new Event('afterprint'));
    return performance.now();
  });
  await expect.poll(toldMs).toBeGreaterThan(nowMs);
  return viewOf(timeline);
}

/** How many different colours a row has: 1 if there is only the background. */
function coloursIn(timeline: Locator, row: keyof typeof ROWS): Promise<number> {
  const { y, height } = ROWS[row];
  return timeline.getByTestId('timeline-chart').evaluate(
    (element: HTMLCanvasElement, band) => {
      const ratio = element.width / element.clientWidth;
      const data = element
        .getContext('2d')
        ?.getImageData(
          110 * ratio,
          band.top * ratio,
          element.width - 140 * ratio,
          band.height * ratio,
        ).data;
      let inked = 0;
      for (let n = 3; n < (data?.length ?? 0); n += 4) if ((data?.[n] ?? 0) > 128) inked += 1;
      return inked;
    },
    { top: y - height / 2, height },
  );
}

test('it is drawn live, follows the head, and stays where a hand puts it', async ({
  window,
  app,
  handler,
}) => {
  const answer = answerWhenTold(handler);
  await app.api('/webhooks', { url: handler.url });
  await callAndHearGreeting(window);
  await window.getByRole('textbox', { name: 'Line to say' }).fill('Do you open on Sundays?');
  await window.keyboard.press('Enter');
  const timeline = window.getByRole('region', { name: 'Timeline', exact: true });
  await expect(timeline.getByText('Turn 1', { exact: true })).toBeVisible();
  // The first line is audible before the second one arrives.
  await expect.poll(() => coloursIn(timeline, 'agent')).toBeGreaterThan(200);
  await expect.poll(() => coloursIn(timeline, 'stream')).toBeGreaterThan(20);
  await picture(window, 'timeline-live-light');
  const head = (await viewOf(timeline)).toMs;
  await expect.poll(async () => (await viewOf(timeline)).toMs).toBeGreaterThan(head + 500);
  answer();

  const live = timeline.getByRole('button', { name: 'Live' });
  await expect(live).toBeHidden();
  const { box } = await viewOf(timeline);
  await window.mouse.move(box.x + 500, box.y + 60);
  await window.mouse.down();
  await window.mouse.move(box.x + 560, box.y + 60, { steps: 4 });
  await window.mouse.up();
  await expect(live).toBeVisible();
  const held = await viewFromNow(timeline);
  await expect(window.getByText('Agent is listening')).toBeVisible();
  expect((await viewFromNow(timeline)).toMs).toBe(held.toMs);

  // The sound so far can be played again while the call continues.
  await expect.poll(() => playedRms(window)).toBeLessThan(0.001);
  await timeline.getByRole('application').focus();
  await window.keyboard.press('.');
  await window.keyboard.press('h');
  await expect.poll(() => playedRms(window)).toBeGreaterThan(0.01);
  await expect(window.getByText('Agent is listening')).toBeVisible();

  await live.click();
  await expect(live).toBeHidden();
  await expect.poll(async () => (await viewOf(timeline)).toMs).not.toBe(held.toMs);
});

test('a line of the stream is chosen and heard; the cursor moves over all', async ({
  window,
  app,
  handler,
}) => {
  answerInTwoLines(handler);
  await app.api('/webhooks', { url: handler.url });
  const callId = await finishedCall(app, ['Do you open on Sundays?', 'And on Mondays?']);
  const timeline = await openCall(window);
  await expect(timeline.getByRole('button', { name: 'Play', exact: true })).toBeEnabled();
  await timeline.getByRole('application').focus();
  await window.keyboard.press('.');
  const status = timeline.getByRole('status').last();
  await expect(status).toContainText(
    /^Line 1: Let me look\. · came after .* became the sound from/,
  );
  await picture(window, 'timeline-line-light');
  // The call's last sound may still be on its way to the ear.
  await expect.poll(() => playedRms(window)).toBeLessThan(0.001);
  await window.keyboard.press('h');
  await expectSound(window);
  await expect(timeline.getByRole('button', { name: 'Play', exact: true })).toBeVisible();

  const { turns } = await app.run('call.timeline', { callId });
  const second = turns[2]?.chunks[1];
  const { box, xOf } = await viewOf(timeline);
  await window.mouse.move(xOf(second?.atMs ?? 0) + 2, box.y + ROWS.stream.y);
  await expect(timeline.getByRole('tooltip')).toContainText('Yes, on Sundays');
  await window.mouse.click(xOf(second?.atMs ?? 0) + 2, box.y + ROWS.stream.y);
  await expect(status).toContainText('Line 2: Yes, on Sundays');
  await expect(window.getByText(/^Signature right, first line after/)).toBeVisible();

  const recording = window.getByRole('region', { name: 'Recording' });
  const before = await recording.getByText(/^0:\d\d \/ /).textContent();
  await timeline.getByRole('application').focus();
  await window.keyboard.press(' ');
  await expectSound(window);
  await expect(recording.getByText(/^0:\d\d \/ /)).not.toHaveText(before ?? '');
  await window.keyboard.press(' ');
  await expect.poll(() => playedRms(window)).toBeLessThan(0.001);
});

test('keys zoom, pan, fit and measure, and ? lists them', async ({ window, app, handler }) => {
  answerInTwoLines(handler, 300);
  await app.api('/webhooks', { url: handler.url });
  await finishedCall(app, ['Do you open on Sundays?']);
  const timeline = await openCall(window);
  const chart = timeline.getByRole('application');
  await expect.poll(async () => (await viewOf(timeline)).toMs).toBeGreaterThan(0);
  await chart.focus();
  const whole = await viewOf(timeline);
  const length = (view: { fromMs: number; toMs: number }) => view.toMs - view.fromMs;
  await window.keyboard.press('w');
  await expect.poll(async () => length(await viewOf(timeline))).toBeLessThan(length(whole) * 0.9);
  const near = await viewOf(timeline);
  await window.keyboard.press('d');
  await expect.poll(async () => (await viewOf(timeline)).fromMs).toBeGreaterThan(near.fromMs);
  await window.keyboard.press('Home');
  await expect.poll(async () => length(await viewOf(timeline))).toBe(length(whole));
  await window.keyboard.press('.');
  await window.keyboard.press('r');
  await expect.poll(async () => (await viewOf(timeline)).measureMs).toBeGreaterThan(200);
  await window.keyboard.press('Escape');
  const { box } = await viewOf(timeline);
  await window.keyboard.down('Shift');
  await window.mouse.move(box.x + 400, box.y + 200);
  await window.mouse.down();
  await window.mouse.move(box.x + 500, box.y + 200, { steps: 3 });
  await window.mouse.up();
  await window.keyboard.up('Shift');
  // The figure is drawn in the next frame.
  const offBy = async () => {
    const measured = await viewOf(timeline);
    const meant = (100 / (box.width - LABEL_PX - RIGHT_PX)) * length(measured);
    return Math.abs(measured.measureMs - meant);
  };
  await expect.poll(offBy).toBeLessThan(0.5);
  await picture(window, 'timeline-measure-light');
  await window.keyboard.press('c');
  const copied = () => window.evaluate(() => navigator.clipboard.readText());
  await expect.poll(copied).toMatch(/^### Turn 1 of/);
  await window.keyboard.press('?');
  await expect(window.getByRole('dialog', { name: 'Keys' })).toBeVisible();
});

test('what if the model were slow: it is seen and heard', async ({ window, app, handler }) => {
  answerInTwoLines(handler, 300);
  await app.api('/webhooks', { url: handler.url });
  await finishedCall(app, ['Do you open on Sundays?']);
  const timeline = await openCall(window);
  await chooseForm(window, 'What if');
  const whatIf = timeline.getByRole('region', { name: 'What if' });
  await whatIf.getByRole('combobox', { name: 'Part' }).click();
  await window.getByRole('option', { name: 'First byte' }).click();
  await whatIf.getByRole('slider').fill('1700');
  await expect(whatIf.getByText(/^The caller would have waited/)).toContainText(
    /would have waited (1[789]|2)\d+ ms/,
  );
  await expect(whatIf.getByText(/^The caller would have waited/)).toContainText('over the budget');
  await picture(window, 'timeline-what-if-light');
  const hear = whatIf.getByRole('button', { name: 'Hear the turn like that' });
  await expect(hear).toBeEnabled();
  await hear.click();
  await expectSound(window);
  await expect(hear).toBeVisible({ timeout: 15_000 });
});

test('two calls stand beside each other where the caller stopped', async ({
  window,
  app,
  handler,
}) => {
  await app.api('/webhooks', { url: handler.url });
  answerInTwoLines(handler, 100);
  await finishedCall(app, ['Do you open on Sundays?']);
  handler.answerWith((_received, response) => {
    setTimeout(() => ndjson(response, { text: 'Let me look.' }), 1_500);
  });
  await finishedCall(app, ['Do you open on Sundays?']);
  const timeline = await openCall(window, 2);
  await expect(timeline.getByText(/over: first byte/)).toBeVisible();
  await chooseForm(window, 'Compare');
  const compare = timeline.getByRole('region', { name: 'Compare' });
  await expect(compare.getByRole('status')).toContainText(
    /slower, most of it in “First byte”: \+1\d\d\d ms/,
  );
  await picture(window, 'timeline-compare-light');
  await chooseForm(window, 'Figures');
  const figures = timeline.getByRole('region', { name: 'Figures' });
  await expect(figures.getByText('p50 of 2 turns heard')).toBeVisible();
  await picture(window, 'timeline-figures-light');
});

test('the tables say the same by keyboard, and hear lines', async ({ window, app, handler }) => {
  answerInTwoLines(handler, 300);
  await app.api('/webhooks', { url: handler.url });
  await finishedCall(app, ['Do you open on Sundays?']);
  const timeline = await openCall(window);
  await timeline.getByRole('application').focus();
  await window.keyboard.press('j');
  await expect(timeline.getByText(/^turn 1: \d+ ms, .* % /)).toBeVisible();
  const hear = timeline.getByRole('button', { name: 'Hear line 2' });
  await expect(hear).toBeEnabled();
  await hear.focus();
  await window.keyboard.press('Enter');
  await expectSound(window);
});

test('a turn that failed says why where it happened, and leads to the request', async ({
  window,
  app,
  handler,
}) => {
  await app.api('/webhooks', { url: handler.url });
  handler.answerWith((_received, response) => response.writeHead(503).end());
  await finishedCall(app, ['Anybody there?']);
  const timeline = await openCall(window);
  await expect(timeline.getByText('failed: silence')).toBeVisible();
  const chart = timeline.getByRole('application');
  await expect(chart).toHaveAccessibleDescription(
    /^turn 1: the caller heard nothing in \d+ ms; .*your server/,
  );
  await chart.focus();
  await window.keyboard.press('ArrowUp');
  await expect(timeline.getByRole('status').last()).toContainText('503');
  await picture(window, 'timeline-failed-light');
  await timeline.getByRole('button', { name: 'See the request' }).click();
  await expect(window.getByText(/503/).first()).toBeVisible();
});

test('the call is saved as a page, a log and a recording', async ({ window, app }) => {
  await finishedCall(app, ['What can you do?']);
  const timeline = await openCall(window);
  const saved = async (item: string) => {
    await timeline.getByRole('button', { name: 'Copy, save, budget' }).click();
    const download = window.waitForEvent('download');
    await window.getByRole('menuitem', { name: item }).click();
    return (await download).suggestedFilename();
  };
  expect(await saved('Timeline as a page (HTML)')).toMatch(/\.html$/);
  expect(await saved('Event log (JSON lines)')).toMatch(/\.jsonl$/);
  expect(await saved('Recording (WAV)')).toMatch(/\.wav$/);
});

test.describe('dark', () => {
  test.use({ colorScheme: 'dark' });

  test('every form fits the window', async ({ window, app, handler }) => {
    answerInTwoLines(handler, 700);
    await app.api('/webhooks', { url: handler.url });
    await finishedCall(app, ['Do you open on Sundays?']);
    const timeline = await openCall(window);
    await timeline.getByRole('application').focus();
    await window.keyboard.press('.');
    await picture(window, 'timeline-line-dark');
    for (const form of ['Table', 'Compare', 'What if', 'Figures']) {
      await chooseForm(window, form);
      const over = () => window.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      await expect.poll(over).toBeLessThanOrEqual(0);
      await picture(window, `timeline-${form.toLowerCase().replace(' ', '-')}-dark`);
    }
  });
});
