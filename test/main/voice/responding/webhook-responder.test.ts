import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProductClock } from '../../../../main/platform/time/clock.ts';
import { WorkSlices } from '../../../../main/platform/time/work-slices.ts';
import type { ResponderSink } from '../../../../main/voice/responding/responder.ts';
import type {
  TurnWebhook,
  TurnWebhookObserver,
  TurnWebhookResult,
  VoiceTurn,
} from '../../../../main/voice/responding/turn-webhook.ts';
import { WebhookResponder } from '../../../../main/voice/responding/webhook-responder.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';

const NDJSON = 'application/x-ndjson';
const bytes = (text: string) => new TextEncoder().encode(text);

/** What the responder reports to the session, one line each. */
function notes(): { log: string[]; sink: ResponderSink } {
  const log: string[] = [];
  let line = 0;
  const sink: ResponderSink = {
    note: (type, data) => {
      if ('code' in data) log.push(`! ${data.code}`);
      else log.push('contentType' in data ? `status ${data.status}` : type);
    },
    instruction: ({ text, interim, action }) =>
      log.push(`${line++}${interim ? '~' : ''} ${text}${action ? ` [${action}]` : ''}`),
    skipLine: () => {
      line += 1;
    },
    words: (text) => log.push(`words ${text}`),
    settled: () => undefined,
    ended: (outcome) => log.push(outcome),
  };
  return { log, sink };
}

function slices(): WorkSlices {
  const onDefect = (error: unknown) => {
    throw error;
  };
  return new WorkSlices({ clock: new ProductClock({ real: new ManualTime() }), onDefect });
}

async function answer(
  play: (observer: TurnWebhookObserver) => TurnWebhookResult,
  signal = new AbortController().signal,
): Promise<string[]> {
  const webhook: TurnWebhook = { send: (_turn, observer) => Promise.resolve(play(observer)) };
  const { log, sink } = notes();
  await new WebhookResponder(webhook, slices()).respond({} as VoiceTurn, sink, signal);
  return log;
}

/** An answer of this type whose body arrives in these chunks. */
const answered = (contentType: string | null, ...chunks: (string | Uint8Array)[]) =>
  answer((observer) => {
    observer.responseStarted({ status: 200, contentType });
    for (const chunk of chunks) {
      observer.responseBytes(typeof chunk === 'string' ? bytes(chunk) : chunk);
    }
    return { kind: 'completed' };
  });

describe('an answer in one JSON object', () => {
  it('is spoken, whatever its content type', async () => {
    for (const type of [
      'application/json',
      'application/json; charset=utf-8',
      'text/plain',
      null,
    ]) {
      expect(await answered(type, '{"te', 'xt":"Hi"}')).toEqual(['status 200', '0 Hi', 'complete']);
    }
  });

  it('is final although it says interim', async () => {
    expect(await answered(null, '{"text":"Hi","interim":true}')).toContain('0 Hi');
  });

  it.each([
    ['', 'empty_body'],
    ['  \n', 'empty_body'],
    ['Hello', 'not_json'],
    ['["Hello"]', 'not_object'],
    ['{"message":"Hello"}', 'no_text'],
    ['{"text":"a","interim":true}\n{"text":"b"}', 'not_json'],
  ])('%j is silence with the warning %s', async (body, code) => {
    const log = await answered('application/json', body);
    expect(log).toContain(`! ${code}`);
    expect(log.at(-1)).toBe('complete');
    expect(log.filter((entry) => /^\d+~? ./.test(entry))).toEqual([]);
  });

  it('that is a stream under the wrong name is told the right one', async () => {
    const said: string[] = [];
    const webhook: TurnWebhook = {
      send: (_turn, observer) => {
        observer.responseStarted({ status: 200, contentType: 'application/json' });
        observer.responseBytes(bytes('{"text":"a","interim":true}\n{"text":"b"}\n'));
        return Promise.resolve({ kind: 'completed' });
      },
    };
    const { sink } = notes();
    const heard: ResponderSink = {
      ...sink,
      note: (_type, data) => {
        if ('code' in data) said.push(data.message);
      },
    };
    await new WebhookResponder(webhook, slices()).respond(
      {} as VoiceTurn,
      heard,
      new AbortController().signal,
    );
    expect(said).toEqual([expect.stringContaining('Content-Type: application/x-ndjson')]);
  });
});

describe('an answer in NDJSON', () => {
  it('is read line by line, each as soon as it is complete', async () => {
    let afterFirst: string[] = [];
    const { log, sink } = notes();
    const webhook: TurnWebhook = {
      send: (_turn, observer) => {
        observer.responseStarted({ status: 200, contentType: `${NDJSON}; charset=utf-8` });
        observer.responseBytes(bytes('{"text":"One","interim":true}\n{"te'));
        afterFirst = [...log];
        observer.responseBytes(bytes('xt":"Two"}'));
        return Promise.resolve({ kind: 'completed' });
      },
    };
    await new WebhookResponder(webhook, slices()).respond(
      {} as VoiceTurn,
      sink,
      new AbortController().signal,
    );
    expect(afterFirst).toEqual(['status 200', '0~ One']);
    expect(log.slice(2)).toEqual(['1 Two', 'complete']);
  });

  it('means the same however it is torn', async () => {
    const body = bytes(
      '{"text":"Grüße","interim":true}\r\n\n{"text":"👋","interim":true}\nnonsense\n{"text":"Ende"}',
    );
    const whole = await answered(NDJSON, body);
    expect(whole).toEqual([
      'status 200',
      '0~ Grüße',
      '1~ 👋',
      '! malformed_line',
      '3 Ende',
      'complete',
    ]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(body.length)), async (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), body.length];
        const chunks = at.slice(1).map((end, n) => body.subarray(at[n], end));
        expect(await answered(NDJSON, ...chunks)).toEqual(whole);
      }),
    );
  });

  it('is closed by the first line without interim; what follows is ignored, with one warning', async () => {
    const log = await answered(NDJSON, '{"text":"a"}\n{"text":"b"}\n{"text":"c"}\n');
    expect(log).toEqual(['status 200', '0 a', '! lines_after_final', 'complete']);
  });

  it('is closed by an action too', async () => {
    const log = await answered(NDJSON, '{"text":"a","interim":true,"action":"hangup"}\n{}\n');
    expect(log).toEqual(['status 200', '0~ a [hangup]', '! lines_after_final', 'complete']);
  });

  it('without a final line ends with its body, with a warning', async () => {
    const log = await answered(NDJSON, '{"text":"a","interim":true}\n');
    expect(log).toEqual(['status 200', '0~ a', '! no_final_chunk', 'complete']);
    expect(await answered(NDJSON)).toEqual(['status 200', '! empty_body', 'complete']);
  });

  it.each([
    'application/x-ndjson',
    'application/ndjson',
    'application/jsonl',
    'application/x-jsonlines',
  ])('is known by the type %s', async (type) => {
    expect(await answered(type, '{"text":"a","interim":true}\n{"text":"b"}')).toContain('0~ a');
  });
});

describe('an answer that never comes well', () => {
  it.each([301, 400, 404, 500, 503])('%d is silence, and its body is not read', async (status) => {
    const log = await answer((observer) => {
      observer.responseStarted({ status, contentType: 'application/json' });
      observer.responseBytes(bytes('{"text":"Hi"}'));
      return { kind: 'refused', message: 'What it means.' };
    });
    expect(log).toEqual([`status ${status}`, '! http_status', 'failed']);
  });

  it.each([
    ['unreachable', 'unreachable'],
    ['timeout', 'timeout'],
    ['connectionLost', 'connection_lost'],
    ['tooLarge', 'response_too_large'],
    ['addressRefused', 'unreachable'],
  ] as const)('%s is silence with the warning %s', async (why, code) => {
    const log = await answer(() => ({ kind: 'failed', why, message: 'Because.' }));
    expect(log).toEqual([`! ${code}`, 'failed']);
  });

  it('speaks what came before the connection was lost', async () => {
    const log = await answer((observer) => {
      observer.responseStarted({ status: 200, contentType: NDJSON });
      observer.responseBytes(bytes('{"text":"a","interim":true}\n{"text":"b","inter'));
      return { kind: 'failed', why: 'connectionLost', message: 'Because.' };
    });
    expect(log[1]).toBe('0~ a');
    expect(log.slice(-2)).toEqual(['! connection_lost', 'failed']);
    expect(log.filter((entry) => entry.startsWith('!'))).toEqual(['! connection_lost']);
  });

  it('speaks an object that is whole although the connection was lost, and no half of one', async () => {
    const broken = (body: string) =>
      answer((observer) => {
        observer.responseStarted({ status: 200, contentType: 'application/json' });
        observer.responseBytes(bytes(body));
        return { kind: 'failed', why: 'connectionLost', message: 'Because.' };
      });
    expect(await broken('{"text":"a"}')).toContain('0 a');
    expect(await broken('{"text":"a')).toEqual(['status 200', '! connection_lost', 'failed']);
  });

  it('says how to register a webhook when there is none', async () => {
    expect(await answer(() => ({ kind: 'noWebhook' }))).toEqual(['! no_webhook', 'failed']);
  });

  it('is told nothing after an abort', async () => {
    const abort = new AbortController();
    const log = await answer((observer) => {
      observer.responseStarted({ status: 200, contentType: NDJSON });
      abort.abort();
      return { kind: 'aborted' };
    }, abort.signal);
    expect(log).toEqual(['status 200']);
  });
});

describe('an answer whose words take a while to be cut into pieces', () => {
  it.each([
    [NDJSON, '{"text":"a","interim":true}\n{"text":"b"}\n', ['0~ a', 'words', '1 b', 'words']],
    ['application/json', '{"text":"a"}', ['0 a', 'words']],
  ])('has each line follow the words before it: %s', async (contentType, body, order) => {
    const { log, sink } = notes();
    let pending = false;
    const slow: ResponderSink = {
      ...sink,
      instruction: (instruction) => {
        sink.instruction(instruction);
        pending = true;
      },
      settled: () => {
        if (!pending) return undefined;
        return new Promise((resolve) => {
          setImmediate(() => {
            pending = false;
            log.push('words');
            resolve();
          });
        });
      },
    };
    const webhook: TurnWebhook = {
      send: (_turn, observer) => {
        observer.responseStarted({ status: 200, contentType });
        observer.responseBytes(bytes(body));
        return Promise.resolve({ kind: 'completed' });
      },
    };
    const { signal } = new AbortController();
    await new WebhookResponder(webhook, slices()).respond({} as VoiceTurn, slow, signal);
    expect(log).toEqual(['status 200', ...order, 'complete']);
  });
});

describe('the limits of an answer', () => {
  /** The result, with all warnings in full. */
  async function told(contentType: string, body: string) {
    const lines: string[] = [];
    const warnings: string[] = [];
    let ended = 0;
    const sink: ResponderSink = {
      ...notes().sink,
      instruction: ({ text }) => lines.push(text),
      note: (_type, data) => {
        if ('code' in data) warnings.push(`${data.code}: ${data.message}`);
      },
      ended: () => {
        ended += 1;
      },
    };
    const webhook: TurnWebhook = {
      send: (_turn, observer) => {
        observer.responseStarted({ status: 200, contentType });
        const whole = bytes(body);
        for (let at = 0; at < whole.length; at += 65_536) {
          observer.responseBytes(whole.subarray(at, at + 65_536));
        }
        return Promise.resolve({ kind: 'completed' });
      },
    };
    await new WebhookResponder(webhook, slices()).respond(
      {} as VoiceTurn,
      sink,
      new AbortController().signal,
    );
    expect(ended).toBe(1);
    return { lines, warnings };
  }
  const line = (text: string, interim = true) => `${JSON.stringify({ text, interim })}\n`;

  it('are 5,000 lines: what was said until then is the answer', async () => {
    const { lines, warnings } = await told(NDJSON, line('a').repeat(100_000));
    expect(lines).toHaveLength(5_000);
    expect(warnings).toEqual([
      'answer_cut: The answer was cut after 5000 lines; what follows is not read. Send a sentence per line.',
    ]);
  });

  it('let one of 5,000 lines through whole', async () => {
    const { lines, warnings } = await told(NDJSON, line('a').repeat(4_999) + line('z', false));
    expect([lines.length, lines.at(-1), warnings]).toEqual([5_000, 'z', []]);
  });

  it('are 65,536 characters of text, in one line or in many', async () => {
    const long = 'word '.repeat(13_000);
    const one = await told(NDJSON, line(long.repeat(4)) + line('more'));
    expect(one.lines).toEqual([long.repeat(2).slice(0, 65_536)]);
    const many = await told(NDJSON, line(long).repeat(3));
    expect(many.lines.join('')).toBe(long.repeat(2).slice(0, 65_536));
    for (const { warnings } of [one, many]) {
      expect(warnings).toEqual([expect.stringContaining('cut after 65536 characters of text')]);
    }
    const object = await told('application/json', line(long.repeat(4)));
    expect(object.lines).toEqual(one.lines);
    expect(object.warnings).toEqual(one.warnings);
  });

  it('are a mebibyte of one line, and the lines behind it are read', async () => {
    const { lines, warnings } = await told(NDJSON, line('x'.repeat(3_900_000)) + line('b', false));
    expect(lines).toEqual(['b']);
    expect(warnings).toEqual([
      'malformed_line: Line 1 was skipped. It is longer than 1 MiB. Send a sentence or two per line.',
    ]);
    const object = await told('application/json', line('x'.repeat(3_900_000)));
    expect([object.lines, object.warnings]).toEqual([
      [],
      [expect.stringMatching(/^response_too_large: .*more than 1 MiB, so nothing was spoken/)],
    ]);
  });

  it.each([
    ['arrays in arrays', '['.repeat(500_000)],
    ['objects in objects', '{"text":'.repeat(10_000)],
    ['fields', `{${Array.from({ length: 80_000 }, (_, n) => `"t${n}":1`).join(',')}}`],
  ])('are %s that nobody needs', async (_what, json) => {
    for (const type of [NDJSON, 'application/json']) {
      const { lines, warnings } = await told(type, `${json}\n`);
      expect(lines).toEqual([]);
      expect(warnings[0]).toContain('nested too deeply, or has thousands of fields');
    }
  });

  it('are a hundred warnings', async () => {
    const { warnings } = await told(NDJSON, 'x\n'.repeat(3_000));
    expect(warnings).toHaveLength(100);
    expect(warnings.at(-1)).toBe(
      'answer_cut: There are more than 99 warnings about this answer; the others are not shown.',
    );
  });
});
