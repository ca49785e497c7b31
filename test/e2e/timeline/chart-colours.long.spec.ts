import type { Locator, Page } from '@playwright/test';
import { LABEL_PX, RIGHT_PX, ROWS } from '../../../renderer/timeline/chart/chart-rows.ts';
import { lensParts } from '../../../renderer/timeline/chart/paint-lens.ts';
import { SpeechServer, toneBytes } from '../../doubles/servers/speech-server.ts';
import type { AppProcess } from '../window/app-process.ts';
import { ndjson } from '../window/handler.ts';
import { expect, test } from '../window/window-test.ts';
import { openCall } from './chart-view.ts';

type Pixel = readonly [red: number, green: number, blue: number];

/** A call whose wait is mostly the server's and the voice's. */
async function callOf(app: AppProcess) {
  const { phoneNumber: to } = await app.starterNumber();
  const { callId } = await app.run('call.place', { from: '+12025550147', to });
  await app.run('call.waitFor', { callId, event: 'greeted' });
  await app.run('call.say', { callId, text: 'Do you open on Sundays?' });
  await app.run('call.waitFor', { callId, event: 'agentTurn', turn: 1 });
  await app.run('call.hangUp', { callId });
  const { turns } = await app.run('call.timeline', { callId });
  const turn = turns[1];
  if (turn === undefined) throw new Error('The call has no turn.');
  return turn;
}

/** The colours of an area of the canvas, in rows; transparent pixels show the page behind. */
function pixelsOf(
  chart: Locator,
  area: { x: number; y: number; width: number; height: number },
): Promise<Pixel[]> {
  return chart.evaluate((canvas: HTMLCanvasElement, { x, y, width, height }) => {
    const probe = document.createElement('canvas');
    probe.width = canvas.width;
    probe.height = canvas.height;
    const context = probe.getContext('2d');
    if (context === null) throw new Error('No canvas here.');
    const section = canvas.closest('section') ?? document.body;
    context.fillStyle = getComputedStyle(section).backgroundColor;
    context.fillRect(0, 0, probe.width, probe.height);
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(x, y, width, height);
    const pixels: [number, number, number][] = [];
    for (let n = 0; n < data.length; n += 4) {
      pixels.push([data[n] ?? 0, data[n + 1] ?? 0, data[n + 2] ?? 0]);
    }
    return pixels;
  }, area);
}

function luminance(pixel: Pixel): number {
  const [r = 0, g = 0, b = 0] = pixel.map((value) => {
    const share = value / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: Pixel, b: Pixel): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

function mostCommon(pixels: readonly Pixel[]): Pixel {
  const counts = Map.groupBy(pixels, (pixel) => pixel.join());
  const [, found] = [...counts].toSorted(([, a], [, b]) => b.length - a.length)[0] ?? [];
  return found?.[0] ?? [0, 0, 0];
}

const LOOKS: readonly {
  readonly name: string;
  readonly media: Parameters<Page['emulateMedia']>[0];
  readonly server: Pixel | 'canvas';
}[] = [
  { name: 'light', media: { colorScheme: 'light' }, server: [116, 65, 214] },
  { name: 'dark', media: { colorScheme: 'dark' }, server: [181, 148, 255] },
  {
    name: 'light, without motion',
    media: { colorScheme: 'light', reducedMotion: 'reduce' },
    server: [116, 65, 214],
  },
  {
    name: 'dark, without motion',
    media: { colorScheme: 'dark', reducedMotion: 'reduce' },
    server: [181, 148, 255],
  },
  {
    name: 'on paper, from a dark screen',
    media: { colorScheme: 'dark', media: 'print' },
    server: [116, 65, 214],
  },
  { name: 'forced colours', media: { forcedColors: 'active' }, server: 'canvas' },
  {
    name: 'forced colours, dark',
    media: { forcedColors: 'active', colorScheme: 'dark' },
    server: 'canvas',
  },
];

test('the parts of a wait differ, and their letters can be read, however the chart is shown', async ({
  window,
  app,
  handler,
}) => {
  handler.answerWith((_received, response) => {
    setTimeout(() => ndjson(response, { text: 'Yes.' }), 150);
  });
  await app.api('/webhooks', { url: handler.url });
  // Slow enough that its part is wide beside what a busy machine adds to the others.
  const voice = await SpeechServer.start();
  voice.answer = (_request, response) =>
    void setTimeout(() => response.end(toneBytes(24_000, 0.6)), 150);
  await app.run('engines.set', {
    tts: { kind: 'openai', baseUrl: voice.url, apiKey: 'key-of-a-test' },
  });
  const turn = await callOf(app);
  await voice.stop();
  const timeline = await openCall(window);
  const chart = timeline.getByTestId('timeline-chart');
  await expect(chart).toHaveAttribute('data-told-ms', /\d/);
  // Each look changes the colours, so that they are read again under what else it sets.
  for (const { name, media, server } of LOOKS) {
    await test.step(name, async () => {
      await window.emulateMedia({
        colorScheme: 'light',
        reducedMotion: 'no-preference',
        forcedColors: 'none',
        media: 'screen',
        ...media,
      });
      await window.evaluate(
        () => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))),
      );
      const widthPx = await chart.evaluate(({ clientWidth }) => clientWidth);
      const scale = { fromMs: 0, toMs: 1, leftPx: LABEL_PX, rightPx: widthPx - RIGHT_PX };
      const place = (part: string) => {
        const found = lensParts({ turn, scale }).find(({ id }) => id === `part 1 ${part}`);
        if (found === undefined) throw new Error(`The turn has no ${part}.`);
        return found;
      };
      const { y, height } = ROWS.lens;
      const top = y - height / 2;
      const insideOf = async (part: string) => {
        const { fromPx, toPx } = place(part);
        const x = Math.ceil(fromPx) + 1;
        const area = { x, y: top + 2, width: Math.floor(toPx) - x - 3, height: height - 4 };
        return pixelsOf(chart, area);
      };
      const firstByte = await insideOf('firstByte');
      const speech = await insideOf('synthesis');
      const [ofServer, ofVoice] = [mostCommon(firstByte), mostCommon(speech)];
      const paper = mostCommon(
        await pixelsOf(chart, { x: 2, y: top, width: LABEL_PX - 10, height }),
      );
      if (server === 'canvas') {
        // One ground for all: the patterns tell them apart, from side to side and up and down.
        expect(ofServer).toEqual(paper);
        const inked = (pixels: readonly Pixel[]) =>
          pixels.filter((pixel) => contrast(pixel, paper) > 7).length / pixels.length;
        expect(inked(firstByte)).toBeGreaterThan(0.02);
        expect(Math.abs(inked(firstByte) - inked(speech))).toBeGreaterThan(0.02);
      } else {
        expect(ofServer).toEqual(server);
        expect(ofVoice).not.toEqual(ofServer);
        expect(contrast(ofServer, paper)).toBeGreaterThan(3);
        expect(contrast(ofVoice, paper)).toBeGreaterThan(3);
      }
      const { fromPx, toPx } = place('firstByte');
      const middle = Math.round((fromPx + toPx) / 2);
      const letter = await pixelsOf(chart, { x: middle - 6, y: y - 6, width: 12, height: 12 });
      const readable = Math.max(...letter.map((pixel) => contrast(pixel, ofServer)));
      expect(readable).toBeGreaterThan(4.5);
      const words = await pixelsOf(chart, { x: 10, y: ROWS.wait.y - 7, width: 40, height: 14 });
      expect(Math.max(...words.map((pixel) => contrast(pixel, paper)))).toBeGreaterThan(4.5);
    });
  }
});
