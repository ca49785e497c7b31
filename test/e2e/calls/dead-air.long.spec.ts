import { openCall } from '../timeline/chart-view.ts';
import type { AppProcess } from '../window/app-process.ts';
import { type Handler, ndjson } from '../window/handler.ts';
import { eachLook } from '../window/window-looks.ts';
import { chooseForm, expect, picture, test } from '../window/window-test.ts';

const from = '+12025550147';

/** A call whose second turn has an interim line at once, and its answer five seconds later. */
async function callWithDeadAir(app: AppProcess, handler: Handler): Promise<void> {
  await app.api('/webhooks', { url: handler.url });
  handler.answerWith((received, response) => {
    if (received.channel !== 'voice' || received.event !== 'agent.message') {
      response.writeHead(200).end();
      return;
    }
    ndjson(
      response,
      { text: 'One moment, please.', interim: true },
      { text: 'On Sundays we open from ten to four.' },
    );
  });
  const { phoneNumber: to } = await app.starterNumber();
  await app.run('clock.freeze', { handlerTimeMs: 60 });
  const { callId } = await app.run('call.place', { from, to });
  await app.run('call.waitFor', { callId, event: 'greeted' });
  for (const [n, delayMs] of [0, 5_000].entries()) {
    if (delayMs > 0) {
      await app.run('fault.set', {
        target: 'voiceStream',
        kind: 'stall',
        afterLines: 1,
        delayMs,
        times: 1,
      });
    }
    const text = n === 0 ? 'Are you open today?' : 'And on Sundays?';
    await app.run('call.say', { callId, text, speech: 'synthesised' });
    await app.run('call.waitFor', { callId, event: 'agentTurn', turn: n + 1 });
  }
  await app.run('call.hangUp', { callId });
  await app.run('clock.resume', {});
}

test('a quick turn with a long silence says both, in every form', async ({
  window,
  app,
  handler,
}) => {
  await callWithDeadAir(app, handler);
  const timeline = await openCall(window);
  await expect(timeline.getByText(/ms, then \d+ ms of silence/)).toBeVisible();
  await expect(timeline.getByText(/s over: silence$/)).toBeVisible();
  await expect(timeline.getByText(/^within /)).toBeHidden();
  await expect(window.getByText(/^waited .* ms, then \d{4} ms of silence$/)).toBeVisible();
  await eachLook(window, (look) => picture(window, `dead-air-${look}`));
  await chooseForm(window, 'Table');
  const table = timeline.getByRole('region', { name: 'Silence within the answer' });
  await expect(table).toBeVisible();
  await table.scrollIntoViewIfNeeded();
  await eachLook(window, (look) => picture(window, `dead-air-table-${look}`));
  await chooseForm(window, 'What if');
  await expect(timeline.getByText(/The longest silence after the first words/)).toBeVisible();
  await eachLook(window, (look) => picture(window, `dead-air-what-if-${look}`));
  await chooseForm(window, 'Figures');
  await expect(timeline.getByText('silent over 2000 ms')).toBeVisible();
  await eachLook(window, (look) => picture(window, `dead-air-figures-${look}`));
  await timeline.getByRole('button', { name: 'Copy, save, budget' }).click();
  await window.getByRole('menuitemradio', { name: '1000 ms' }).last().click();
  await chooseForm(window, 'Timeline');
  await expect(timeline.getByText(/over: silence$/)).toBeVisible();
});
