import { ROWS } from '../../../renderer/timeline/chart/chart-rows.ts';
import { openCall, viewOf } from '../timeline/chart-view.ts';
import type { AppProcess } from '../window/app-process.ts';
import { type Handler, ndjson } from '../window/handler.ts';
import { eachLook } from '../window/window-looks.ts';
import { chooseForm, expect, picture, test } from '../window/window-test.ts';

const from = '+12025550147';
const SHORT = 'It weighs 3 kg.';
const LONG =
  'The tandem, the cargo bike with its two boxes and the trailer weigh 12 kg, 31.5 kg and 9 kg, cost €45, €62.50 and £18 a day, and are back on 3/14 at ada@example.com or https://example.com/return.';
const CHINESE = '今日は 十時から。';

/**
 * A call with pieces that the embedded voice gets in words, one that it cannot say, and one
 * unchanged.
 */
async function callInWords(app: AppProcess, handler: Handler): Promise<string> {
  await app.api('/webhooks', { url: handler.url });
  handler.answerWith((received, response) => {
    if (received.channel !== 'voice' || received.event !== 'agent.message') {
      response.writeHead(200).end();
      return;
    }
    ndjson(
      response,
      { text: SHORT, interim: true },
      { text: LONG, interim: true },
      { text: CHINESE, interim: true },
      { text: 'Anything else?' },
    );
  });
  const { phoneNumber: to } = await app.starterNumber();
  await app.run('clock.freeze', { handlerTimeMs: 60 });
  const { callId } = await app.run('call.place', { from, to });
  await app.run('call.waitFor', { callId, event: 'greeted' });
  await app.run('call.say', { callId, text: 'How heavy are they?' });
  await app.run('call.waitFor', { callId, event: 'agentTurn', turn: 1 });
  await app.run('call.hangUp', { callId });
  await app.run('clock.resume', {});
  return callId;
}

test('what the voice was given stands beside what was written, where they differ', async ({
  window,
  app,
  handler,
}) => {
  const callId = await callInWords(app, handler);
  const timeline = await openCall(window);
  await expect.poll(async () => (await viewOf(timeline)).toMs).toBeGreaterThan(0);
  const { turns } = await app.run('call.timeline', { callId });
  const pieces = turns[1]?.pieces ?? [];
  const pointAt = async (text: string) => {
    const piece = pieces.find((each) => each.text.startsWith(text));
    const { box, xOf } = await viewOf(timeline);
    const atMs = ((piece?.spokenFromMs ?? 0) + (piece?.spokenToMs ?? 0)) / 2;
    return { x: xOf(atMs), y: box.y + ROWS.playout.y };
  };
  const short = await pointAt(SHORT);
  await window.mouse.move(short.x, short.y);
  const card = timeline.getByRole('tooltip');
  await expect(card).toContainText('Said as: It weighs 3 kilograms.');
  await picture(window, 'said-as-card');
  await window.mouse.click(short.x, short.y);
  await expect(timeline.getByRole('status').last()).toContainText(
    'Played: It weighs 3 kg. · said as: It weighs 3 kilograms.',
  );
  const long = await pointAt('The tandem');
  await window.mouse.move(long.x, long.y);
  await picture(window, 'said-as-long-card');
  const same = await pointAt('Anything');
  await window.mouse.move(same.x, same.y);
  await expect(card).toContainText('Played: Anything else?');
  await expect(card).not.toContainText('Said as');

  await chooseForm(window, 'Table');
  const table = timeline.getByRole('region', { name: 'Said in other words' });
  await table.scrollIntoViewIfNeeded();
  await expect(table.getByRole('row', { name: /It weighs 3 kg\./ })).toContainText(
    'It weighs 3 kilograms.',
  );
  await expect(table.getByRole('row', { name: CHINESE })).toContainText('nothing');
  await expect(table.getByText('Anything else?')).toBeHidden();
  await eachLook(window, (look) => picture(window, `said-as-table-${look}`));

  await timeline.getByRole('button', { name: 'Copy, save, budget' }).click();
  await window.getByRole('menuitem', { name: /Markdown/ }).click();
  await expect
    .poll(() => window.evaluate(() => navigator.clipboard.readText()))
    .toContain('“It weighs 3 kg.” said as: It weighs 3 kilograms.');
});
