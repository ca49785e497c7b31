import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TimelineTurn } from '../../../../common/contract/index.ts';
import { seededRandom } from '../../../../common/rules/seeded-random.ts';
import { toUs } from '../../../../common/rules/timeline/timeline.ts';
import { readWav } from '../../../../main/speech/wav.ts';
import { type StartedApp, TestApp } from '../../../doubles/app/running-app.ts';

/** Timelines, figures and exports of calls in the whole app, on a frozen clock. */
const SEED = 4_711;
const TURNS = 200;
/** The silence expected on both sides of a sound. */
const MARGIN_MS = 100;
const from = '+12025550147';

type Answer = (response: ServerResponse) => void;
const lines =
  (...texts: string[]): Answer =>
  (response) => {
    response.setHeader('content-type', 'application/x-ndjson');
    response.end(
      texts
        .map((text, n) => `${JSON.stringify({ text, interim: n < texts.length - 1 })}\n`)
        .join(''),
    );
  };
/** A stream whose next line comes a while after the sound of the previous one has ended. */
const spacedLines =
  (texts: readonly string[], ended: (sounds: number) => Promise<void>): Answer =>
  async (response) => {
    response.setHeader('content-type', 'application/x-ndjson');
    for (const [n, text] of texts.entries()) {
      const interim = n < texts.length - 1;
      response.write(`${JSON.stringify({ text, interim })}\n`);
      if (!interim) break;
      await ended(n + 1);
      await new Promise((later) => setTimeout(later, 2 * MARGIN_MS));
    }
    response.end();
  };
const ANSWERS: readonly Answer[] = [
  lines('Yes.'),
  lines('One moment.', 'We are open until eight.'),
  lines('First.', 'Second.', 'Third.'),
  (response) => response.writeHead(503).end('{}'),
  (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
  (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('not json'),
  (response) => response.socket?.destroy(),
];
const LONG = lines('This sentence is so long that somebody will cut into it before its end comes.');

let answer: Answer = lines('Yes.');
let server: Server;
let testApp: TestApp;
let app: StartedApp;
let to: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const { event, channel } = JSON.parse(body) as { event: string; channel: string };
      if (event === 'agent.message' && channel === 'voice') answer(response);
      else response.end('{}');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  testApp = new TestApp();
  app = await testApp.start();
  const { port } = server.address() as AddressInfo;
  await app.sdk.webhooks.createOrUpdateWebhook({ body: { url: `http://127.0.0.1:${port}/hook` } });
  to = (await app.sdk.numbers.listNumbers()).data[0]?.phoneNumber ?? '';
  await app.control.run('clock.freeze', {});
});
afterAll(async () => {
  await testApp.clear();
  server.closeAllConnections();
  server.close();
});

describe(`a random call of ${TURNS} turns, seed ${SEED}`, () => {
  it('has every outcome, and on every turn the parts add up to the microsecond', async () => {
    const random = seededRandom(SEED);
    const { callId } = await app.control.run('call.place', { from, to });
    await app.control.run('call.waitFor', { callId, event: 'greeted' });
    let turn = 0;
    while (turn < TURNS) {
      turn += 1;
      const cutIn = random() < 0.2;
      answer = cutIn ? LONG : (ANSWERS[Math.floor(random() * ANSWERS.length)] ?? LONG);
      await app.control.run('call.say', { callId, text: `Question ${turn}?` });
      if (!cutIn || turn === TURNS) {
        await app.control.run('call.waitFor', { callId, event: 'agentTurn', turn });
        continue;
      }
      await app.control.run('call.waitFor', { callId, event: 'agentSpeaking', turn });
      await app.control.run('clock.advance', { by: 100 + Math.floor(random() * 400) });
    }
    const { turns } = await app.control.run('call.timeline', { callId });
    await app.control.run('call.hangUp', { callId });
    expect(turns).toHaveLength(TURNS + 1);
    const outcomes = new Set(turns.map(({ outcome }) => outcome));
    expect([...outcomes].sort()).toEqual(['failed', 'heard', 'interrupted', 'silent']);
    for (const each of turns) expectExactSum(each);
    for (const each of turns) {
      const unheard = each.outcome === 'silent' || each.outcome === 'failed';
      if (unheard) expect(each.warnings, `turn ${each.index} says why`).not.toEqual([]);
    }
  }, 120_000);
});

function expectExactSum(turn: TimelineTurn): void {
  const sumUs = turn.parts.reduce((sum, part) => sum + toUs(part.endMs) - toUs(part.startMs), 0);
  if (turn.responseLatencyMs !== null) expect(sumUs).toBe(toUs(turn.responseLatencyMs));
  for (const [n, part] of turn.parts.slice(1).entries()) {
    expect(part.startMs).toBe(turn.parts[n]?.endMs);
    expect(part.endMs).toBeGreaterThanOrEqual(part.startMs);
  }
}

describe('the sound that a line became', () => {
  it('lies in the recording where the timeline says, within 20 ms', async () => {
    await app.control.run('clock.resume', {});
    const { callId } = await app.control.run('call.place', { from, to });
    const endedSounds = async () => {
      const { items } = await app.control.run('call.events', { callId });
      return items.filter(({ type, turn }) => type === 'playout.ended' && turn === 1).length;
    };
    answer = spacedLines(
      ['One moment.', 'We are open until eight.', 'Anything else?'],
      async (sounds) => expect.poll(endedSounds).toBe(sounds),
    );
    await app.control.run('call.waitFor', { callId, event: 'greeted' });
    await app.control.run('clock.advance', { by: 400 });
    await app.control.run('call.say', { callId, text: 'When do you close?' });
    await app.control.run('call.waitFor', { callId, event: 'agentTurn', turn: 1 });
    await app.control.run('call.hangUp', { callId });
    await app.control.run('clock.freeze', {});
    const { turns } = await app.control.run('call.timeline', { callId });
    const { content } = await app.control.run('call.export', { callId, format: 'wav' });
    const { samples, sampleRateHz, channels } = readWav(Buffer.from(content, 'base64'));
    expect(channels).toBe(2);
    const chunks = turns[1]?.chunks ?? [];
    expect(chunks).toHaveLength(3);
    for (const { spokenFromMs, spokenToMs } of chunks) {
      const from = spokenFromMs ?? Number.NaN;
      const to = spokenToMs ?? Number.NaN;
      const sound = agentSound(samples, sampleRateHz, from - MARGIN_MS, to + MARGIN_MS);
      expect(Math.abs(sound.fromMs - from)).toBeLessThanOrEqual(20);
      expect(Math.abs(sound.toMs - to)).toBeLessThanOrEqual(20);
    }
  });
});

/** The first and last sample of the agent's channel that are not silent, in milliseconds. */
function agentSound(samples: Int16Array, rateHz: number, fromMs: number, toMs: number) {
  const frame = (ms: number) => Math.max(0, Math.round((ms / 1_000) * rateHz));
  let first = -1;
  let last = -1;
  for (let n = frame(fromMs); n < frame(toMs); n += 1) {
    if ((samples[n * 2 + 1] ?? 0) === 0) continue;
    if (first < 0) first = n;
    last = n + 1;
  }
  return { fromMs: (first / rateHz) * 1_000, toMs: (last / rateHz) * 1_000 };
}

describe('what can be taken away of a call', () => {
  it('is its whole event log as JSON lines, and one page that stands alone', async () => {
    answer = lines('<b>Yes</b>.');
    const { callId } = await app.control.run('call.place', { from, to });
    await app.control.run('call.waitFor', { callId, event: 'greeted' });
    await app.control.run('call.say', { callId, text: 'Hi' });
    await app.control.run('call.waitFor', { callId, event: 'agentTurn', turn: 1 });
    await app.control.run('call.hangUp', { callId });
    const { items } = await app.control.run('call.events', { callId });
    const log = await app.control.run('call.export', { callId, format: 'events' });
    const read = log.content.trimEnd().split('\n');
    expect(read.map((line) => JSON.parse(line))).toEqual(items);
    const page = await app.control.run('call.export', { callId, format: 'html' });
    expect(page).toMatchObject({ fileName: `${callId}.html`, contentType: 'text/html' });
    expect(page.content).toContain('class="wave-agent"');
    expect(page.content).not.toMatch(/<script|<b>/);
    const markdown = await app.control.run('call.export', { callId, format: 'markdown', turn: 1 });
    expect(markdown.content).toMatch(/^### Turn 1 of/);
    const missing = await app.control.send('call.export', { callId, format: 'json', turn: 9 });
    expect(missing.status).toBe(404);
  });

  it('is whole while the call goes on, up to the last event', async () => {
    answer = lines('Yes.');
    const { callId } = await app.control.run('call.place', { from, to });
    await app.control.run('call.waitFor', { callId, event: 'greeted' });
    await app.control.run('call.say', { callId, text: 'Hi' });
    await app.control.run('call.waitFor', { callId, event: 'agentTurn', turn: 1 });
    const { items } = await app.control.run('call.events', { callId });
    expect(items.map(({ seq }) => seq)).toEqual(items.map((_item, n) => n));
    expect(items.map(({ type }) => type)).toContain('transcript.final');
    const last = items.length - 1;
    const more = await app.control.run('call.events', { callId, afterSeq: last - 1 });
    expect(more.items[0]).toEqual(items[last]);
    const { turns } = await app.control.run('call.timeline', { callId });
    expect(turns[1]).toMatchObject({ caller: 'Hi', outcome: 'heard' });
    const early = await app.control.send('call.export', { callId, format: 'wav' });
    expect(early.status).toBe(404);
    const { spokenFromMs, spokenToMs } = turns[1]?.chunks[0] ?? {};
    const soFar = await fetch(`${app.ready.control}/control/recordings/${callId}.wav`, {
      headers: { authorization: `Bearer ${app.ready.controlToken}` },
    });
    const { samples, sampleRateHz } = readWav(new Uint8Array(await soFar.arrayBuffer()));
    const sound = agentSound(samples, sampleRateHz, spokenFromMs ?? 0, spokenToMs ?? 0);
    expect(Math.abs(sound.toMs - (spokenToMs ?? Number.NaN))).toBeLessThanOrEqual(20);
    await app.control.run('call.hangUp', { callId });
  });

  it('has figures over calls and agents', async () => {
    const summary = await app.control.run('latency.summary', { limit: 10 });
    expect(summary.overall.turns).toBeGreaterThan(TURNS);
    expect(summary.agents).toHaveLength(1);
    expect(summary.calls[0]?.startedAt.localeCompare(summary.calls[1]?.startedAt ?? '')).toBe(1);
    expect(summary.overall.unheard).toBeGreaterThan(0);
  });
});
