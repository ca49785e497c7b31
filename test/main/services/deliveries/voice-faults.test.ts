import { afterEach, describe, expect, it } from 'vitest';
import type { StreamFaultSpec } from '../../../../common/contract/index.ts';
import { WorkSlices } from '../../../../main/platform/time/work-slices.ts';
import type { ResponderSink } from '../../../../main/voice/responding/responder.ts';
import type {
  TurnWebhookObserver,
  VoiceTurn,
} from '../../../../main/voice/responding/turn-webhook.ts';
import { WebhookResponder } from '../../../../main/voice/responding/webhook-responder.ts';
import {
  ACCOUNT,
  AGENT,
  type Engine,
  NUMBER,
  startEngine,
} from '../../../doubles/app/webhook-engine.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';
import { WebServer } from '../../../doubles/servers/web-server.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const TURN: VoiceTurn = {
  accountId: ACCOUNT,
  callId: 'call_a',
  turn: 1,
  agentId: AGENT,
  numberId: NUMBER,
  from: '+12025550147',
  to: '+14155550123',
  direction: 'inbound',
  transcript: 'Do you open on Sundays?',
  confidence: 0.93,
  history: [{ role: 'agent', content: 'Hello!', atMs: 0 }],
};

const ANSWER =
  '{"text":"Un café ☕,","interim":true}\n{"text":"and so on,","interim":true}\n{"text":"bye."}\n';

async function start(time?: ManualTime) {
  const engine = await startEngine(time ? { time } : {});
  cleanups.push(() => engine.stop());
  const server = await WebServer.start((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
    response.end(ANSWER);
  });
  cleanups.push(() => server.stop());
  engine.webhooks.set(ACCOUNT, null, { url: server.url, timeout: 10 });
  return { engine, server };
}

async function speak(engine: Engine, signal = new AbortController().signal) {
  const chunks: Buffer[] = [];
  const notes: string[] = [];
  const observer: TurnWebhookObserver = {
    held: () => notes.push('held'),
    released: () => notes.push('released'),
    requestSent: () => notes.push('sent'),
    responseStarted: ({ status }) => notes.push(`started ${status}`),
    responseBytes: (chunk) => void chunks.push(Buffer.from(chunk)),
  };
  const result = await engine.voiceTurns.send(TURN, observer, signal);
  return { result, notes, chunks, text: Buffer.concat(chunks).toString() };
}

type Spec = Omit<StreamFaultSpec, 'target'>;

async function faulty(spec: Spec) {
  const { engine } = await start();
  engine.faults.set({ target: 'voiceStream', ...spec });
  return { engine, ...(await speak(engine)) };
}

describe('a fault in a streamed answer', () => {
  it('tears a line in its middle and ends there', async () => {
    const { result, text } = await faulty({ kind: 'tornLine', afterLines: 1 });
    expect(result).toEqual({ kind: 'completed' });
    expect(text.split('\n')).toEqual([ANSWER.split('\n')[0], '{"text":"and so on']);
  });

  it('resets the connection after some lines', async () => {
    const { result, text } = await faulty({ kind: 'reset', afterLines: 2 });
    expect(result).toMatchObject({ kind: 'failed', why: 'connectionLost' });
    expect(text).toBe(`${ANSWER.split('\n').slice(0, 2).join('\n')}\n`);
  });

  it('never sends a line that closes the turn', async () => {
    const { result, text } = await faulty({ kind: 'noFinal' });
    expect(result).toEqual({ kind: 'completed' });
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ interim }) => interim)).toEqual([true, true, true]);
  });

  it.each<[Spec['kind'], number]>([
    ['drip', 90],
    ['splitCharacter', 2],
  ])('%s changes the chunks and not the bytes', async (kind, atLeast) => {
    const { result, text, chunks } = await faulty({ kind, delayMs: 1 });
    expect(result).toEqual({ kind: 'completed' });
    expect(text).toBe(ANSWER);
    expect(chunks.length).toBeGreaterThanOrEqual(atLeast);
  });

  it('splits characters so that no chunk ends with a whole one', async () => {
    const { chunks } = await faulty({ kind: 'splitCharacter', delayMs: 1 });
    for (const chunk of chunks.slice(0, -1)) {
      expect(() => new TextDecoder('utf-8', { fatal: true }).decode(chunk)).toThrow();
    }
  });

  it('ends lines with CRLF', async () => {
    const { result, text } = await faulty({ kind: 'crlf' });
    expect(result).toEqual({ kind: 'completed' });
    expect(text).toBe(ANSWER.replaceAll('\n', '\r\n'));
  });

  it('leaves out the last line break', async () => {
    const { result, text } = await faulty({ kind: 'noNewline' });
    expect(result).toEqual({ kind: 'completed' });
    expect(text).toBe(ANSWER.trimEnd());
  });

  it('sends a line after the final one', async () => {
    const { result, text } = await faulty({ kind: 'linesAfterFinal' });
    expect(result).toEqual({ kind: 'completed' });
    expect(text.startsWith(ANSWER)).toBe(true);
    expect(JSON.parse(text.slice(ANSWER.length))).toEqual({
      text: 'This comes after the final line.',
    });
  });

  it('makes a line a megabyte long without changing what it says', async () => {
    const { result, text } = await faulty({ kind: 'longLine', afterLines: 1 });
    expect(result).toEqual({ kind: 'completed' });
    const lines = text.trimEnd().split('\n');
    expect(lines.map(({ length }) => length > 1_000_000)).toEqual([false, true, false]);
    const { padding, ...rest } = JSON.parse(lines[1] ?? '');
    expect(rest).toEqual(JSON.parse(ANSWER.split('\n')[1] ?? ''));
    expect(padding).toMatch(/^x+$/);
  });

  it.each<[Spec, number[], string[]]>([
    [{ kind: 'crlf' }, [0, 1, 2], []],
    [{ kind: 'noNewline' }, [0, 1, 2], []],
    [{ kind: 'longLine' }, [0, 1, 2], []],
    [{ kind: 'splitCharacter', delayMs: 0 }, [0, 1, 2], []],
    [{ kind: 'drip', delayMs: 0 }, [0, 1, 2], []],
    [{ kind: 'linesAfterFinal' }, [0, 1, 2], ['lines_after_final']],
    [{ kind: 'noFinal' }, [0, 1, 2], ['no_final_chunk']],
    [{ kind: 'tornLine', afterLines: 1 }, [0], ['malformed_line', 'no_final_chunk']],
    [{ kind: 'reset', afterLines: 2 }, [0, 1], ['connection_lost']],
  ])('%o: the call hears lines %j and is warned %j', async (spec, heard, warned) => {
    const { engine } = await start();
    engine.faults.set({ target: 'voiceStream', ...spec });
    const texts: string[] = [];
    const codes: string[] = [];
    const sink: ResponderSink = {
      words() {},
      skipLine() {},
      instruction: ({ text }) => void texts.push(text),
      note: (type, data) => {
        if (type === 'warning' && 'code' in data) codes.push(data.code);
      },
      settled: () => undefined,
      ended() {},
    };
    const responder = new WebhookResponder(
      engine.voiceTurns,
      new WorkSlices({ clock: engine.clock, onDefect: (error) => expect(error).toBeNull() }),
    );
    await responder.respond(TURN, sink, new AbortController().signal);
    const lines = ANSWER.trimEnd().split('\n');
    expect(texts).toEqual(heard.map((line) => JSON.parse(lines[line] ?? '').text));
    expect(codes).toEqual(warned);
  });

  async function until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise((resolve) => setImmediate(resolve));
  }

  it('stalls after some lines, in product time', async () => {
    const time = new ManualTime();
    const { engine } = await start(time);
    engine.faults.set({ target: 'voiceStream', kind: 'stall', afterLines: 1, delayMs: 4_000 });
    const started = engine.clock.now();
    let over = false;
    const spoken = speak(engine).finally(() => {
      over = true;
    });
    await until(() => engine.published.at(-1)?.status === 'success');
    expect(over).toBe(false);
    time.pass(4_000);
    const { text, result } = await spoken;
    expect([text, result.kind]).toEqual([ANSWER, 'completed']);
    expect(engine.clock.now() - started).toBe(4_000);
  });

  it.each<Spec['kind']>(['stall', 'slow'])(
    '%s that outlasts the timeout ends the turn as a timeout',
    async (kind) => {
      const time = new ManualTime();
      const { engine } = await start(time);
      engine.faults.set({ target: 'voiceStream', kind, delayMs: 60_000 });
      const spoken = speak(engine);
      await until(() => engine.published.at(-1)?.status === 'success');
      time.pass(10_000);
      expect((await spoken).result).toMatchObject({ kind: 'failed', why: 'timeout' });
    },
  );
});

describe('a fault in a voice turn', () => {
  it('sends the transcript as a list, as seen in the wild', async () => {
    const { engine, server } = await start();
    engine.faults.set({ target: 'delivery', kind: 'transcriptAsList', match: 'channel:voice' });
    await speak(engine);
    const body = JSON.parse(server.seen[0]?.body.toString() ?? '');
    expect(body.data.transcript).toEqual([
      { role: 'agent', content: 'Hello!' },
      { role: 'user', content: 'Do you open on Sundays?' },
    ]);
    const { items } = await engine.inspection.list({ filter: '', limit: 1 });
    const detail = await engine.inspection.get(items[0]?.id ?? '');
    expect(detail.signature?.ok).toBe(true);
    expect(JSON.parse(detail.body.text ?? '').data.transcript).toBe(TURN.transcript);
  });
});

describe('a breakpoint on a voice turn', () => {
  it('lets the call wait, and sends what was edited', async () => {
    const { engine, server } = await start();
    engine.breakpoints.set('channel:voice');
    const spoken = speak(engine);
    const { items } = await engine.inspection.list({ filter: 'status:held', limit: 1 });
    const id = items[0]?.id ?? '';
    expect(items[0]).toMatchObject({ status: 'held', callId: 'call_a' });
    expect(server.seen).toEqual([]);
    engine.deliveryControl.release(id, { body: '{"edited":true}' });
    const { notes, result } = await spoken;
    expect(result).toEqual({ kind: 'completed' });
    expect(notes).toEqual(['held', 'released', 'sent', 'started 200']);
    expect(server.seen[0]?.body.toString()).toBe('{"edited":true}');
    expect((await engine.inspection.get(id)).status).toBe('success');
  });

  it('gives up with the call, or when it is cancelled', async () => {
    const { engine, server } = await start();
    engine.breakpoints.set('');
    const hangUp = new AbortController();
    const spoken = speak(engine, hangUp.signal);
    hangUp.abort();
    expect((await spoken).result).toEqual({ kind: 'aborted' });
    const second = speak(engine);
    const { items } = await engine.inspection.list({ filter: 'status:held', limit: 5 });
    engine.deliveryControl.cancel(items[0]?.id ?? '');
    expect((await second).result).toEqual({ kind: 'aborted' });
    const { total } = await engine.inspection.list({ filter: 'status:cancelled', limit: 5 });
    expect([total, server.seen.length]).toEqual([2, 0]);
  });
});
