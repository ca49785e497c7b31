import { execFileSync } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { DeliveryAttempt, DeliveryDetail } from '../../../../common/contract/index.ts';
import { exportDelivery } from '../../../../common/rules/deliveries/delivery-export.ts';
import { HOSTILE_TEXTS, hostileText } from '../../../doubles/handlers/hostile-text.ts';
import { hasProgram } from '../../../doubles/processes/programs.ts';

interface Recorded {
  readonly delivery: DeliveryDetail;
  readonly attempt: DeliveryAttempt;
}

function recorded({
  body = '',
  event = 'agent.message',
  ...given
}: Record<string, unknown>): Recorded {
  const requestBody =
    typeof body === 'string'
      ? { text: body, base64: null, sizeBytes: Buffer.byteLength(body), truncated: false }
      : body;
  const attempt = {
    method: 'POST',
    url: 'http://127.0.0.1:1/hook',
    requestHeaders: [],
    requestBody,
    startedAt: '2026-01-01T00:00:00.000Z',
    status: 200,
    responseHeaders: [],
    responseBody: null,
    timing: null,
    error: null,
    ...given,
  } as unknown as DeliveryAttempt;
  const delivery = { id: 'dlv_1', event, channel: 'sms', ...given } as unknown as DeliveryDetail;
  return { delivery, attempt };
}

const written = (
  { delivery, attempt }: Recorded,
  format: 'curl' | 'har' | 'raw' | 'vitest' | 'pytest',
) => exportDelivery(delivery, attempt, format, '0').text;

/** Everything in it may be hostile at the same time. */
const anything: fc.Arbitrary<Recorded> = fc
  .record({
    method: hostileText,
    url: hostileText,
    event: hostileText,
    body: hostileText,
    id: hostileText,
    channel: hostileText,
    requestHeaders: fc.array(fc.tuple(hostileText, hostileText), { maxLength: 4 }),
  })
  .map(recorded);

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe('a request as a curl command', { skip: process.platform === 'win32' }, () => {
  /** Runs the command in an empty folder, where a fake `curl` records what it was given. */
  function run(command: string): { args: string[]; input: string; made: string[] } {
    const folder = mkdtempSync(join(tmpdir(), 'agentphone-curl-'));
    const bin = mkdtempSync(join(tmpdir(), 'agentphone-bin-'));
    folders.push(folder, bin);
    const script = `#!/bin/sh\nprintf '%s\\0' "$@" > '${bin}/args'\ncat > '${bin}/input'\n`;
    writeFileSync(join(bin, 'curl'), script, { mode: 0o755 });
    execFileSync('/bin/sh', ['-s'], {
      input: command,
      cwd: folder,
      env: { PATH: `${bin}:/usr/bin:/bin` },
    });
    const args = readFileSync(join(bin, 'args'), 'utf8').split('\0').slice(0, -1);
    return { args, input: readFileSync(join(bin, 'input'), 'utf8'), made: readdirSync(folder) };
  }
  const optionOf = (args: readonly string[], option: string) => args[args.indexOf(option) + 1];

  it('has a method that the shell does not run', () => {
    const { args, made } = run(written(recorded({ method: 'POST; touch x #' }), 'curl'));
    expect(optionOf(args, '--request')).toBe('POST; touch x #');
    expect(made).toEqual([]);
  });

  it('has a body that names a file, and curl sends the name', () => {
    const { args } = run(written(recorded({ body: '@/etc/hostname' }), 'curl'));
    expect(optionOf(args, '--data-raw')).toBe('@/etc/hostname');
    expect(args).not.toContain('--data-binary');
  });

  it('has an address in which curl finds no patterns', () => {
    const url = 'http://127.0.0.1:1/[1-3]{a,b}';
    const { args } = run(written(recorded({ url }), 'curl'));
    expect(optionOf(args, '--url')).toBe(url);
    expect(args).toContain('--globoff');
  });

  it.each(['file:///etc/hostname', '@/etc/hostname', '-o/tmp/x'])(
    'has an address that curl takes for nothing but one: %s',
    (url) => {
      const { args } = run(written(recorded({ url }), 'curl'));
      expect(optionOf(args, '--url')).toBe(`http://${url}`);
      expect(optionOf(args, '--proto')).toBe('=http,https');
    },
  );

  it('has the address as it was sent, where it was written with what no URL may hold', () => {
    const url = 'http://127.0.0.1:1/hook?name=a b&ä';
    const { args } = run(written(recorded({ url }), 'curl'));
    expect(args).toContain('http://127.0.0.1:1/hook?name=a%20b&%C3%A4');
    expect(written(recorded({ url }), 'pytest')).toContain('name=a%20b&%C3%A4');
  });

  it('has headers that are read from no file and bring in no others', () => {
    const requestHeaders = [
      ['@/etc/hostname', 'x'],
      ['X-A', 'one\r\nX-B: two'],
      ['X-Empty', ''],
    ];
    const { args } = run(written(recorded({ requestHeaders }), 'curl'));
    const headers = args.filter((_arg, index) => args[index - 1] === '--header');
    expect(headers).toEqual(['X-A: one  X-B: two', 'X-Empty;']);
  });

  it('pipes in what no argument can hold', () => {
    const zeros = 'a\0b';
    expect(run(written(recorded({ body: zeros }), 'curl')).input).toBe(zeros);
    const long = 'é'.repeat(100_000);
    expect(run(written(recorded({ body: long }), 'curl')).input).toBe(long);
    const bytes = { text: null, base64: '/w==', sizeBytes: 1, truncated: false };
    expect(run(written(recorded({ body: bytes }), 'curl')).args).toContain('@-');
  });

  it('runs nothing but curl, whatever the request has in it', () => {
    fc.assert(
      fc.property(anything, (request) => {
        const { args, input, made } = run(written(request, 'curl'));
        expect(made).toEqual([]);
        expect(args[0]).toBe('--include');
        const { text } = request.attempt.requestBody;
        const sent = args.includes('--data-raw') ? optionOf(args, '--data-raw') : input;
        expect(sent).toBe(text?.toWellFormed());
      }),
      { numRuns: 60 },
    );
  });
});

describe('a request as a Vitest test', () => {
  /** Runs the test with stand-ins for its imports, and returns what it fetched. */
  function run(source: string): { url: string; init: Record<string, unknown>; name: string } {
    const calls: { url: string; init: Record<string, unknown>; name: string }[] = [];
    const code = stripTypeScriptTypes(source).replace(/^import .*$/gm, '');
    const check = () => ({ toBeGreaterThanOrEqual() {}, toBeLessThan() {} });
    let name = '';
    runInNewContext(code, {
      process: { env: {} },
      createHmac,
      randomUUID,
      expect: check,
      it: (title: string, test: () => void) => {
        name = title;
        test();
      },
      fetch: (url: string, init: Record<string, unknown>) => {
        calls.push({ url, init, name });
        return Promise.resolve({ status: 200 });
      },
    });
    expect(calls).toHaveLength(1);
    return calls[0] as (typeof calls)[0];
  }

  it.each(['\u2028', '\u2029', '\r', '\n'])('runs nothing behind the line end %j', (end) => {
    const event = `x${end}globalThis.process.env.RAN = true;//`;
    const { name } = run(written(recorded({ event }), 'vitest'));
    expect(name).toBe(`handles ${event} on sms`);
  });

  it('sends what was recorded, whatever that is', () => {
    fc.assert(
      fc.property(anything, ({ delivery, attempt }) => {
        const { url, init, name } = run(written({ delivery, attempt }, 'vitest'));
        expect([url, init.body]).toEqual([attempt.url, attempt.requestBody.text]);
        expect(name).toBe(`handles ${delivery.event} on ${delivery.channel}`);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a request as a pytest test', { skip: !hasProgram('python3', '--version') }, () => {
  it('sends what was recorded, whatever that is', () => {
    const harness = `import json, sys, urllib.request
shown = []
class Answer:
    status = 200
    def __enter__(self): return self
    def __exit__(self, *_): pass
    def read(self): return b""
class Request:
    def __init__(self, url, data, headers, method): shown.append([url, data.decode("utf-8")])
urllib.request.Request = Request
urllib.request.urlopen = lambda request, timeout: Answer()
for source in json.load(sys.stdin):
    scope = {}
    exec(compile(source, "recorded", "exec"), scope)
    [test] = [scope[name] for name in scope if name.startswith("test_")]
    test()
sys.stdout.write(json.dumps(shown))`;
    const all = fc.array(anything, { minLength: 30, maxLength: 60 });
    fc.assert(
      fc.property(all, (requests) => {
        const given = [...HOSTILE_TEXTS.map((event) => recorded({ event })), ...requests];
        const input = JSON.stringify(given.map((request) => written(request, 'pytest')));
        const shown = execFileSync('python3', ['-c', harness], { input, encoding: 'utf8' });
        expect(JSON.parse(shown)).toEqual(
          given.map(({ attempt: { url, requestBody } }) => [
            url.toWellFormed(),
            requestBody.text?.toWellFormed(),
          ]),
        );
      }),
      { numRuns: 3 },
    );
  });
});

describe('a request as HAR and as raw HTTP', () => {
  it('is JSON that gives back each text', () => {
    fc.assert(
      fc.property(anything, ({ delivery, attempt }) => {
        const [entry] = JSON.parse(written({ delivery, attempt }, 'har')).log.entries;
        expect(entry.request).toMatchObject({ method: attempt.method, url: attempt.url });
        expect(entry.request.postData.text).toBe(attempt.requestBody.text);
      }),
    );
  });

  it('has one head, in which no value begins a line', () => {
    fc.assert(
      fc.property(anything, ({ delivery, attempt }) => {
        const raw = written({ delivery, attempt }, 'raw');
        const lines = raw.slice(0, raw.indexOf('\r\n\r\n')).split('\r\n');
        expect(lines[0]).toMatch(/^[\w-]* \/\S* HTTP\/1\.1$/);
        expect(lines.slice(1).every((line) => /^[^\s:]+: [^\r\n]*$/.test(line))).toBe(true);
        expect(raw.endsWith(`\r\n\r\n${attempt.requestBody.text}`)).toBe(true);
      }),
    );
  });
});
