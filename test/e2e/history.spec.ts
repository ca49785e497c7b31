import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import Sqlite from 'better-sqlite3';
import type { AppProcess } from './window/app-process.ts';
import { expect, picture, test } from './window/window-test.ts';

const LONG = 450;
const OTHERS = 230;
const SERIES = (count: number) =>
  `with recursive n(i) as (select 0 union all select i + 1 from n where i < ${count - 1})`;

/** A long past: one thread far longer than what a window is sent, and many newer threads and calls. */
function fill(app: AppProcess): void {
  const db = new Sqlite(join(app.ready.dataDir, 'agentphone.db'), { timeout: 5_000 });
  const startMs = Date.now() - 30 * 86_400_000;
  const owner = `(select id as number_id, account_id, agent_id, phone_number from numbers limit 1)`;
  db.transaction(() => {
    db.exec(
      `insert into conversations (id, account_id, number_id, agent_id, participant, message_count,
         last_message_at, last_message_preview, created_at)
       select 'conv_long', account_id, number_id, agent_id, '+13125550199', ${LONG},
         ${startMs + LONG * 1_000}, 'the last line', ${startMs} from ${owner}
       union all select * from (${SERIES(OTHERS)}
         select 'conv_other' || i, account_id, number_id, agent_id, '+1303' || (5551000 + i), 1,
           ${startMs + 86_400_000} + i, 'Hello', ${startMs} from n, ${owner})`,
    );
    const message = `insert into messages (id, account_id, conversation_id, number_id, agent_id,
      direction, channel, from_number, to_number, body, status, received_at)`;
    db.exec(
      `${message} ${SERIES(LONG)} select 'msglong' || i, account_id, 'conv_long', number_id, agent_id,
         'inbound', 'sms', '+13125550199', phone_number,
         case i when 0 then 'The very first line' when 40 then 'Have you a tandem?'
           else 'Line ' || i || ' of a long thread' end,
         'received', ${startMs} + i * 1000 from n, ${owner}`,
    );
    db.exec(
      `${message} ${SERIES(OTHERS)} select 'msgother' || i, account_id, 'conv_other' || i, number_id,
         agent_id, 'inbound', 'sms', '+1303' || (5551000 + i), phone_number, 'Hello', 'received',
         ${startMs + 86_400_000} + i from n, ${owner}`,
    );
    db.exec(
      `insert into calls (id, account_id, agent_id, number_id, direction, carrier, from_number,
         to_number, status, disconnection_reason, settings_json, started_at, answered_at, ended_at)
       ${SERIES(OTHERS)} select 'call_old' || i, account_id, agent_id, number_id, 'inbound',
         'simulated', '+1312555' || (1000 + i), phone_number, 'completed', 'user_hangup',
         '{"voice":"x","systemPrompt":null,"metadata":null}', ${startMs} + i * 60000,
         ${startMs} + i * 60000, ${startMs} + i * 60000 + 40000 from n, ${owner}`,
    );
    const event = db.prepare('insert into call_events values (?, ?, ?, ?, ?, ?)');
    const said = (text: string) => JSON.stringify({ text, confidence: 1, source: 'typed' });
    event.run('call_old3', 0, 0, 'call.answered', null, '{"greeting":null}');
    for (let turn = 1; turn <= 40; turn += 1) {
      const text = turn === 5 ? 'Is the velodrome open on Sundays?' : `Line ${turn}`;
      event.run('call_old3', turn, turn * 1_000_000, 'transcript.final', turn, said(text));
    }
    const end = '{"reason":"user_hangup","status":"completed"}';
    event.run('call_old3', 41, 41_000_000, 'call.ended', null, end);
  })();
  db.close();
}

/** Scrolls on as pages come in, as a person does. */
async function scrollUntil(list: Locator, to: 'start' | 'end', wanted: Locator): Promise<void> {
  await expect(async () => {
    await list.evaluate(
      (element, end) => element.scrollTo({ top: end ? element.scrollHeight : 0 }),
      to === 'end',
    );
    await expect(wanted).toBeInViewport({ timeout: 250 });
  }).toPass();
}

test('what was said long ago is found by its words, and read from there', async ({
  app,
  window,
}) => {
  fill(app);
  await window.reload();
  await window.getByRole('button', { name: 'Search or run a command' }).click();
  const palette = window.getByRole('dialog', { name: 'Search and commands' });
  await expect(window.getByPlaceholder('Search or run a command')).toBeFocused();
  await window.keyboard.type('sundäys velo');
  const found = palette.getByRole('option').filter({ hasText: 'velodrome' });
  await expect(found).toContainText('Front desk');
  await expect(found.locator('mark').first()).toHaveText('velodrome');
  // Letters scattered over names of operations are no find.
  await expect(palette.getByRole('option')).toHaveCount(1);
  await picture(window, 'palette-finds');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('heading', { name: 'Caller 1003 → Front desk' })).toBeVisible();
  await expect(window.getByText('Turn 5 of 40')).toBeVisible();
  const line = window.getByRole('list', { name: 'Conversation' }).getByText('velodrome');
  await expect(line).toBeInViewport();
  const recent = window.getByRole('listbox', { name: 'Recent calls' });
  await scrollUntil(recent, 'end', recent.getByRole('option', { name: /Caller 1000/ }));
});

test('a thread of any length is read back to its beginning', async ({ app, window }) => {
  fill(app);
  await window.reload();
  await window.getByRole('button', { name: 'Messages' }).click();
  const search = window.getByRole('searchbox', { name: 'Search conversations' });
  await search.fill('0199');
  await window.getByRole('option', { name: /Caller 0199/ }).click();
  await search.fill('');
  const messages = window.getByRole('list', { name: 'Messages' });
  await expect(messages.getByText(`Line ${LONG - 1} of`)).toBeInViewport();
  await expect(window.getByText(/^Write below as/)).toBeHidden();
  const frame = messages.locator('..');
  await scrollUntil(frame, 'start', messages.getByText('The very first line'));
  await search.fill('tandem');
  await window.getByRole('option', { name: /tandem/ }).click();
  await expect(messages.getByText('Have you a tandem?')).toBeInViewport();
  await picture(window, 'thread-found');
  await search.fill('');
  const threads = window.getByRole('listbox', { name: 'Conversations' });
  await scrollUntil(threads, 'end', threads.getByRole('option', { name: /Caller 0199/ }));
});
