import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type LaunchOptions, type Page } from '@playwright/test';
import type { AppProcess } from '../window/app-process.ts';
import { expect, picture, test } from '../window/window-test.ts';

const WORDS = 'Do you open on Sundays?';

/** A recogniser with OpenAI's API that returns one fixed sentence. */
async function startRecogniser(): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ text: WORDS }));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, server };
}

/** Real speech for the fake microphone: the greeting from the recording of a call. */
async function recordedSpeech(app: AppProcess): Promise<Buffer> {
  const { phoneNumber: to } = await app.starterNumber();
  const { callId } = await app.run('call.place', { from: '+12025550147', to });
  await app.run('call.waitFor', { callId, event: 'greeted' });
  await app.run('call.hangUp', { callId });
  const response = await fetch(`${app.ready.control}/control/recordings/${callId}.wav`, {
    headers: { authorization: `Bearer ${app.ready.controlToken}` },
  });
  return rightLane(Buffer.from(await response.arrayBuffer()));
}

/** The second channel of a 16-bit WAV, followed by silence so that the turn ends. */
function rightLane(stereo: Buffer): Buffer {
  const rateHz = stereo.readUInt32LE(24);
  const data = stereo.subarray(stereo.indexOf('data') + 8);
  const frames = Math.floor(data.length / 4);
  const silence = rateHz * 2;
  const samples = Buffer.alloc((frames + 2 * silence) * 2);
  for (let frame = 0; frame < frames; frame += 1) {
    samples.writeInt16LE(data.readInt16LE(frame * 4 + 2), (silence + frame) * 2);
  }
  const header = Buffer.from(stereo.subarray(0, 36));
  header.writeUInt32LE(36 + samples.length, 4);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rateHz * 2, 28);
  header.writeUInt16LE(2, 32);
  const sizes = Buffer.alloc(8);
  sizes.write('data');
  sizes.writeUInt32LE(samples.length, 4);
  return Buffer.concat([header, sizes, samples]);
}

const levelOf = (page: Page) => page.getByRole('meter', { name: 'Level of the microphone' });

test('without a recogniser the microphone says so and leads to the settings', async ({
  window,
}) => {
  await window
    .getByRole('region', { name: 'Softphone' })
    .getByRole('button', { name: 'Call', exact: true })
    .click();
  await window.getByRole('radio', { name: 'Microphone' }).click();
  await expect(window.getByText('No recogniser is set up yet.')).toBeVisible();
  await expect(window.getByRole('meter', { name: 'Level of the microphone' })).toBeHidden();
  await window.getByRole('button', { name: 'Choose one in the settings' }).click();
  await expect(window.getByRole('combobox', { name: 'Recogniser' })).toBeVisible();
});

test('a person tests the microphone before anything understands it', async ({
  app,
  launchOptions,
}) => {
  const options: LaunchOptions = launchOptions;
  const browser = await chromium.launch({
    ...options,
    args: [
      ...(options.args ?? []),
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
    ],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(app.ready.windowUrl);
    const softphone = page.getByRole('region', { name: 'Softphone' });
    await softphone.getByRole('button', { name: 'Call', exact: true }).click();
    await page.getByRole('radio', { name: 'Microphone' }).click();
    await page.getByRole('button', { name: 'Test the microphone' }).click();
    // The fake device beeps once a second.
    await expect
      .poll(async () => Number(await levelOf(page).getAttribute('aria-valuenow')))
      .toBeGreaterThan(0);
    await picture(page, 'microphone-test-light');
    const { items } = await app.run('call.list', {});
    expect(items[0]?.turns.length).toBeLessThanOrEqual(1);
    await page.getByRole('button', { name: 'End the test' }).click();
    await expect(levelOf(page)).toBeHidden();
  } finally {
    await browser.close();
  }
});

test('a person speaks into the microphone and the agent answers', async ({
  app,
  launchOptions,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'agentphone-e2e-speech-'));
  const recogniser = await startRecogniser();
  const wav = join(folder, 'speech.wav');
  await writeFile(wav, await recordedSpeech(app));
  await app.run('engines.set', { stt: { kind: 'openai', baseUrl: recogniser.url } });
  const options: LaunchOptions = launchOptions;
  const browser = await chromium.launch({
    ...options,
    args: [
      ...(options.args ?? []),
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-audio-capture=${wav}%noloop`,
    ],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(app.ready.windowUrl);
    const softphone = page.getByRole('region', { name: 'Softphone' });
    await softphone.getByRole('button', { name: 'Call', exact: true }).click();
    await expect(page.getByText('Agent is listening')).toBeVisible();
    await page.getByRole('radio', { name: 'Microphone' }).click();
    await expect(page.getByText('The agent hears you')).toBeVisible();
    const conversation = page.getByRole('list', { name: 'Conversation' });
    // A pause between two sentences may end the turn; then there are two turns.
    await expect(conversation.getByText(WORDS).first()).toBeVisible({ timeout: 20_000 });
    await expect(page.getByText(/^waited /).first()).toBeVisible({ timeout: 20_000 });
    await picture(page, 'microphone-light');

    await page.getByRole('radio', { name: 'Push to talk' }).click();
    await expect(page.getByText('Silent until you hold to talk')).toBeVisible();
    await page.keyboard.down('t');
    await expect(page.getByText('The agent hears you')).toBeVisible();
    await page.keyboard.up('t');
    const talk = page.getByRole('button', { name: 'Hold to talk' });
    await talk.hover();
    await page.mouse.down();
    await expect(page.getByText('You are heard')).toBeVisible();
    await page.mouse.up();
    await expect(talk).toBeVisible();
    // Another device in mid-call: its sound is heard, and the call goes on.
    await page.getByRole('combobox', { name: 'Microphone' }).click();
    await page.getByRole('option', { name: /Fake/ }).last().click();
    await expect(levelOf(page)).toBeVisible();
    await picture(page, 'microphone-push-light');
  } finally {
    await browser.close();
    recogniser.server.close();
    await rm(folder, { recursive: true, force: true });
  }
});
