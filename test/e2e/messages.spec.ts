import type { Locator } from '@playwright/test';
import { expect, picture, test } from './window/window-test.ts';

test('a person texts the agent and reads the answer beside its webhook', async ({ window }) => {
  await window.getByRole('button', { name: 'Messages' }).click();
  await window.getByRole('textbox', { name: 'Message' }).fill('Do you open on Sundays?');
  await window.keyboard.press('Enter');
  const messages = window.getByRole('list', { name: 'Messages' }).getByRole('listitem');
  await expect(messages).toHaveCount(2);
  await expect(messages.first()).toContainText('Do you open on Sundays?');
  await messages.first().getByRole('button', { name: 'webhook' }).click();
  await expect(window.getByText(/^Signature right, 200 after/)).toBeVisible();
  await picture(window, 'messages-light');
});

test('a name from right to left leaves the words around it where they are', async ({
  window,
  app,
}) => {
  const { phoneNumber: to, agentId } = await app.starterNumber();
  const from = '+12025550147';
  await app.run('agent.update', { agentId: agentId ?? '', change: { name: '24 hour desk' } });
  await app.run('contact.save', { phoneNumber: from, name: 'נועה' });
  await app.run('text.receive', { from, to, body: 'Hello' });
  await window.getByRole('button', { name: 'Messages' }).click();
  const heading = window.getByRole('heading', { name: 'נועה ↔ 24 hour desk' });
  expect(await inReadingOrder(heading, ['נועה', '↔', '24', 'hour'])).toBe(true);
  await window.getByRole('button', { name: 'Phone', exact: true }).click();
  await app.run('call.place', { from, to });
  const call = window.getByRole('heading', { name: 'נועה → 24 hour desk' });
  expect(await inReadingOrder(call, ['נועה', '→', '24', 'hour'])).toBe(true);
});

test('pictures are attached by file, paste and drop, shown, and nothing is fetched from elsewhere', async ({
  window,
  page,
}) => {
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await window.getByRole('button', { name: 'Messages' }).click();
  const box = window.getByRole('textbox', { name: 'Message' });
  const png = await window.evaluate(picturePng, [360, 200] as const);
  await window.getByLabel('Files to attach').setInputFiles({
    name: 'bicycle.png',
    mimeType: 'image/png',
    buffer: Buffer.from(png, 'base64'),
  });
  await box.evaluate(transferFiles, { kind: 'paste', name: 'drawing.svg', type: 'image/svg+xml' });
  await box.evaluate(transferFiles, { kind: 'drop', name: 'empty.png', type: 'image/png' });
  await expect(window.getByText('empty.png is empty.', { exact: true })).toBeVisible();
  await window.getByRole('button', { name: 'Attach' }).click();
  await window.getByRole('menuitem', { name: 'Media by its address…' }).click();
  await window
    .getByRole('textbox', { name: 'Address of the attachment' })
    .fill('https://example.com/bicycle.jpg');
  await window.keyboard.press('Enter');
  const attached = window.getByRole('list', { name: 'Attachments' }).getByRole('listitem');
  await expect(attached).toHaveCount(3);
  await picture(window, 'messages-attached');

  // They are there when one comes back, and each can be taken out.
  await window.getByRole('button', { name: 'Settings' }).click();
  await window.getByRole('button', { name: 'Messages' }).click();
  await expect(attached).toHaveCount(3);
  await window.getByRole('button', { name: 'Without drawing.svg' }).click();
  await box.evaluate(transferFiles, {
    kind: 'drop',
    name: 'drawing.svg',
    type: 'image/svg+xml',
    text: '<svg/>',
  });
  await window.getByRole('button', { name: 'Send' }).click();

  const message = window.getByRole('list', { name: 'Messages' }).getByRole('listitem').first();
  const shown = message.getByRole('img', { name: 'Picture from Caller 0147' });
  await expect
    .poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBe(360);
  await expect(message).toContainText('https://example.com/bicycle.jpg');
  await expect(message.getByRole('button', { name: 'Save .bin file' })).toBeVisible();
  await expect(attached).toHaveCount(0);
  await picture(window, 'messages-pictures');
  await message.getByRole('button', { name: /larger$/ }).click();
  const large = window.getByRole('dialog', { name: 'Picture from Caller 0147' });
  await expect(large.getByRole('img')).toBeVisible();
  await picture(window, 'messages-picture-large');
  await window.keyboard.press('Escape');
  expect(requests.filter((url) => !/^(blob:|http:\/\/127\.0\.0\.1:)/.test(url))).toEqual([]);
});

test('nobody answered: each text says why, and which one it waits behind', async ({
  window,
  app,
  handler,
}) => {
  let answer = () => {};
  handler.answerWith((_received, response) => {
    answer = () => response.writeHead(500).end('no such table');
  });
  await app.run('webhook.set', { url: handler.url });
  await window.getByRole('button', { name: 'Messages' }).click();
  const box = window.getByRole('textbox', { name: 'Message' });
  const messages = window.getByRole('list', { name: 'Messages' }).getByRole('listitem');
  for (const text of ['Is it ready?', 'Hello?']) {
    await box.fill(text);
    await window.keyboard.press('Enter');
    await expect(box).toHaveValue('');
  }
  await expect(messages.first()).toContainText('waiting for your server');
  await expect(messages.last()).toContainText('Behind Caller 0147 “Is it ready?”');
  await picture(window, 'messages-waits');
  await messages.last().getByRole('button', { name: 'Show that one' }).click();
  await expect(window.getByText('Signature right, waiting for the answer')).toBeVisible();

  await expect.poll(() => handler.received.length).toBe(1);
  answer();
  await expect(messages.first()).toContainText(/no answer yet.*500.*Attempt 2 of 6/s);
  await expect(messages.last()).toContainText('waiting for your server');
  await messages.first().getByRole('button', { name: 'Why?' }).click();
  await expect(window.getByRole('tab', { name: 'Why?' })).toHaveAttribute('aria-selected', 'true');
  await picture(window, 'messages-no-answer');
  await expect.poll(() => handler.received.length).toBe(2);
  answer();
});

test('on an iMessage line people and agents react, agents type, and effects are said', async ({
  window,
  app,
}) => {
  const [number] = (await app.run('number.list', {})).items;
  if (number === undefined) throw new Error('The starter workspace has a number.');
  await app.run('number.setType', { numberId: number.id, type: 'imessage' });
  const sent = (await app.api('/messages', {
    to_number: '+12025550147',
    body: 'Happy birthday!',
    number_id: number.id,
    send_style: 'balloons',
  })) as { id: string; conversation_id: string };
  await window.getByRole('button', { name: 'Messages' }).click();
  const message = window.getByRole('list', { name: 'Messages' }).getByRole('listitem').first();
  await expect(message).toContainText('with balloons');
  await message.getByRole('button', { name: 'React to it' }).click();
  await window.getByRole('menuitem', { name: 'Love' }).click();
  await expect(message.getByRole('list', { name: 'Reactions' })).toContainText(
    'Caller 0147loved it',
  );
  await app.api(`/messages/${sent.id}/reactions`, { reaction: 'laugh' });
  await expect(message.getByRole('list', { name: 'Reactions' }).getByRole('listitem')).toHaveCount(
    2,
  );
  await app.api(`/conversations/${sent.conversation_id}/typing`, {});
  await expect(window.getByText(/is typing…$/)).toBeVisible();
  await picture(window, 'messages-imessage');
});

test('somebody texts STOP, and gets texts again when it is taken back', async ({ window, app }) => {
  await window.getByRole('button', { name: 'Messages' }).click();
  const box = window.getByRole('textbox', { name: 'Message' });
  await box.fill('Stop');
  await window.keyboard.press('Enter');
  const thread = window.getByRole('list', { name: 'Messages' });
  await expect(thread).toContainText('The carrier answers STOP itself');
  await expect(window.getByText(/wants no texts from this number since/)).toBeVisible();
  await picture(window, 'messages-opted-out');
  await window.emulateMedia({ colorScheme: 'dark' });
  await window.setViewportSize({ width: 900, height: 600 });
  await picture(window, 'messages-opted-out-dark-900');
  const { items } = await app.run('optOut.list', {});
  expect(items.length).toBe(1);
  await window.getByRole('button', { name: 'Let texts through' }).click();
  await expect(window.getByText(/wants no texts from this number since/)).toBeHidden();
});

test('a verification code lies beside the person it was texted to', async ({ app, window }) => {
  await window.getByRole('button', { name: 'Messages' }).click();
  const codes = window.getByLabel('Codes texted to this person');
  await expect(codes).toBeHidden();
  await app.api('/verify/send', { phone_number: '+13125550162' });
  await app.api('/verify/send', { phone_number: '+12025550147' });
  await expect(codes.getByRole('listitem')).toHaveCount(1);
  await expect(codes).toContainText(/Your AgentPhone verification code is \d{6}\./);
  await expect(codes.getByRole('button', { name: /^Copy the code \d{6}$/ })).toBeVisible();
  await picture(window, 'verification-light');
});

test('a client that relies on an Idempotency-Key is told of, the demo handler is not', async ({
  app,
  window,
}) => {
  await window.getByRole('button', { name: 'Messages' }).click();
  await window.getByRole('textbox', { name: 'Message' }).fill('Do you open on Sundays?');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('list', { name: 'Messages' }).getByRole('listitem')).toHaveCount(2);
  const banner = window.getByText(/A client sent an Idempotency-Key/);
  await expect(banner).toBeHidden();
  const { api, apiKey } = app.ready;
  await fetch(`${api}/v1/agents`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/json',
      'idempotency-key': 'once',
    },
    body: JSON.stringify({ name: 'Second' }),
  });
  await expect(banner).toBeVisible();
  await window.getByRole('button', { name: 'Dismiss' }).click();
  await expect(banner).toBeHidden();
});

/** A picture of that size, in base64, drawn by the page. */
function picturePng([width, height]: readonly [number, number]): string {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('No canvas.');
  context.fillStyle = '#2f8f6b';
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#f2c14e';
  context.fillRect(width / 4, height / 4, width / 2, height / 2);
  return canvas.toDataURL('image/png').split(',')[1] ?? '';
}

/** Pastes or drops a file, as the browser tells the page of it. */
function transferFiles(
  target: Element,
  given: { kind: string; name: string; type: string; text?: string },
): void {
  const data = new DataTransfer();
  const text = given.name.startsWith('empty') ? [] : [given.text ?? '<svg xmlns="" />'];
  data.items.add(new File(text, given.name, { type: given.type }));
  const options = { bubbles: true, cancelable: true };
  target.dispatchEvent(
    given.kind === 'paste'
      ? new ClipboardEvent('paste', { ...options, clipboardData: data })
      : new DragEvent('drop', { ...options, dataTransfer: data }),
  );
}

/** Whether the words of an element stand from left to right on the screen. */
async function inReadingOrder(element: Locator, words: readonly string[]): Promise<boolean> {
  const lefts = await element.evaluate((within, wanted) => {
    const texts = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
    const found = new Map<string, number>();
    for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
      for (const word of wanted) {
        const at = text.textContent?.indexOf(word) ?? -1;
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(text, at);
        range.setEnd(text, at + word.length);
        found.set(word, range.getBoundingClientRect().left);
      }
    }
    return wanted.map((word) => found.get(word) ?? Number.NaN);
  }, words);
  return lefts.every((left, index) => index === 0 || left > (lefts[index - 1] ?? 0));
}
