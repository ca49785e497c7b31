import { existsSync, readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../../common/contract/index.ts';
import { documents } from '../../../scripts/check/documents.ts';
import { fencedBlocks, inlineCode } from '../../../scripts/check/markdown.ts';
import { WebServer } from '../../doubles/servers/web-server.ts';
import { TwilioDouble } from '../../doubles/twilio/twilio-double.ts';
import { pythonEnvironment } from '../python/python-environment.ts';
import { DocumentReader, type ReaderOptions, type SampleApp } from './samples/document-reader.ts';
import { RefusingProxy } from './samples/refusing-proxy.ts';

/**
 * Runs every code block of the user documents as written: the blocks of a document in order, in one
 * terminal, with one app. Each document with such blocks is one test.
 */
const DOCUMENTS = documents('.')
  .filter((path) => /^(README|CONTRIBUTING|SECURITY)\.md$|^docs\//.test(path))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }))
  .map((document) => ({ ...document, blocks: fencedBlocks(document.text) }));

/** The maximum number of blocks that are not run; each needs a reason. */
const MOST_NOT_RUN = 12;

const python = await pythonEnvironment(['agentphone==0.20.3']);
if (python.kind === 'missing')
  process.stderr.write(`Samples in Python that need packages are left out. ${python.why}\n`);

const HAS_CURL = (process.env.PATH ?? '')
  .split(delimiter)
  .some((folder) => existsSync(join(folder, 'curl')));

const PERSON = '+15550100147';

/** Expectations for a document, besides that nothing in it fails. */
interface Expectations {
  readonly env?: ReaderOptions['env'];
  /** Checked after the block that contains these words. */
  readonly after?: readonly (readonly [
    words: string,
    check: (app: SampleApp, printed: string) => Promise<void> | void,
  ])[];
}

/** Everything that a document needs besides its app, and finally its reader. */
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

let proxy: RefusingProxy;
beforeAll(async () => {
  proxy = await RefusingProxy.start();
});
afterAll(() => proxy.stop());

const EXPECTED: Readonly<Record<string, Expectations>> = {
  'README.md': {
    after: [
      [
        'createOrUpdateWebhook',
        async ({ ready }) =>
          expect(await answerOf(ready.api, ready.apiKey, '/v1/webhooks')).toMatchObject({
            url: expect.stringMatching(/^http:\/\/localhost:\d+\/webhook$/),
          }),
      ],
    ],
  },
  'docs/guides/testing-locally.md': {
    env: async ({ port }) => ({ TUNNEL: await tunnelTo(port) }),
    after: [
      [' &\n', (app) => isAnswered(app)],
      ['"PT5M"', (app) => isRetried(app)],
      ['turns[1].agent', (_desk, printed) => expect(printed).toContain('You said: Are you open')],
      ['$TUNNEL', (app) => isAnswered(app)],
      ['responseLatencyMs', (_desk, printed) => expect(printed).toMatch(/\n199\n$/)],
    ],
  },
  'docs/guides/webhooks.md': {
    after: [
      ['node webhook.mjs', (app) => handles(app)],
      ['python3 webhook.py', (app) => handles(app)],
    ],
  },
  'docs/guides/voice-latency.md': {
    after: [
      ['export WEBHOOK_SECRET', (app) => speaks(app, 'Yes, on Sundays too. You asked: When')],
      ['kill $!', (app) => speaks(app, 'I am still looking, one moment. I have looked.')],
    ],
  },
  'docs/guides/mcp.md': {
    after: [
      ['agentphone http', (_desk, printed) => expect(printed).toContain('make_call')],
      ['agentphone-control', (_desk, printed) => expect(printed).toContain('text_receive')],
    ],
  },
  'docs/guides/hosted-agents.md': { env: async () => ({ ANTHROPIC_API_KEY: 'key-of-a-test' }) },
  'docs/guides/speech-engines.md': { env: async () => ({ ELEVENLABS_API_KEY: 'key-of-a-test' }) },
  'docs/guides/twilio.md': { env: linkedToTwilio },
};

describe.runIf(HAS_CURL && process.platform !== 'win32')('the samples of', () => {
  const withBlocks = DOCUMENTS.filter(({ blocks }) => blocks.some(({ notRun }) => notRun === null));

  it.each(withBlocks)('$path', async ({ path, blocks }) => {
    const { env, after = [] } = EXPECTED[path] ?? {};
    const left = [...after];
    const reader = await DocumentReader.open({ proxy, python, ...(env && { env }) });
    stops.push(() => reader.close());
    await stopClock(reader.testApp);
    for (const block of blocks.filter(({ notRun }) => notRun === null)) {
      const printed = await reader.follow(block).catch((error: Error) => {
        throw new Error(`${path}:${block.line} ${error.message}`, { cause: error });
      });
      const [words, check] = left[0] ?? [];
      if (words === undefined || !block.text.includes(words)) continue;
      await check?.(reader.testApp, printed);
      left.shift();
    }
    expect(left).toEqual([]);
  });
});

describe('the documents', () => {
  it(`leave at most ${MOST_NOT_RUN} blocks unrun, each with its reason`, () => {
    const notRun = DOCUMENTS.flatMap(({ path, blocks }) =>
      blocks.flatMap(({ line, notRun }) => (notRun === null ? [] : [`${path}:${line} ${notRun}`])),
    );
    process.stdout.write(`Not run:\n${notRun.join('\n')}\n`);
    expect(notRun.length).toBeLessThanOrEqual(MOST_NOT_RUN);
  });

  it('name a file of code only where a command runs it', () => {
    const idle = DOCUMENTS.flatMap(({ path, blocks }) => {
      const commands = blocks.map(({ language, text }) => (language === 'sh' ? text : '')).join('');
      return blocks
        .map(({ text }) => /^(?:\/\/|#) ([\w-]+\.(?:mjs|js|ts|py))\n/.exec(text)?.[1])
        .filter((name) => name !== undefined && !commands.includes(name))
        .filter((name) => !blocks.some(({ text }) => text.includes(`'./${name}'`)))
        .map((name) => `${path}: ${name}`);
    });
    expect(idle).toEqual([]);
  });

  it('show operations in the prose that exist, with input that they take', () => {
    const wrong = DOCUMENTS.flatMap(({ path, text }) =>
      inlineCode(text).flatMap(({ line, text: code }) => {
        const [, name, input] = /^([a-z]\w*\.[a-z]\w*)(?: (\{".*\}))?$/i.exec(code) ?? [];
        const operation = OPERATIONS.find((one) => one.name === name);
        if (input === undefined) return [];
        if (operation?.input.safeParse(parsed(input)).success) return [];
        return [`${path}:${line} ${code}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('need nobody outside this computer', () => {
    expect(proxy.asked).toEqual([]);
  });
});

/** Null if it is not JSON. */
function parsed(input: string): unknown {
  try {
    return JSON.parse(input);
  } catch {
    return null;
  }
}

async function answerOf(api: string, key: string, path: string) {
  const response = await fetch(`${api}${path}`, { headers: { authorization: `Bearer ${key}` } });
  return response.json();
}

async function numberOf({ ready }: SampleApp): Promise<string> {
  return (await answerOf(ready.api, ready.apiKey, '/v1/numbers')).data[0].phoneNumber;
}

/** The running handler answers a text through the API. */
async function isAnswered(app: SampleApp): Promise<void> {
  const body = `Is ${app.port} right?`;
  const { conversationId } = await app.control.run('text.receive', {
    from: PERSON,
    to: await numberOf(app),
    body,
  });
  const { api, apiKey } = app.ready;
  const path = `/v1/conversations/${conversationId}/messages`;
  await expect
    .poll(async () => JSON.stringify(await answerOf(api, apiKey, path)))
    .toContain(`You said: ${body}`);
}

/** The text that found no handler was delivered by its second attempt. */
async function isRetried({ control }: SampleApp): Promise<void> {
  const filter = '"Anybody there"';
  await expect
    .poll(async () => (await control.run('delivery.list', { filter })).items)
    .toMatchObject([{ status: 'success', attemptCount: 2 }]);
}

/** The running handler accepts what is genuine, refuses everything else, and speaks. */
async function handles(app: SampleApp): Promise<void> {
  expect(await app.control.run('signature.probe', {})).toMatchObject({ ok: true });
  await speaks(app, 'You said: When');
}

/** On a frozen clock and with a virtual voice, the test does not wait for sound. */
async function stopClock({ control }: SampleApp): Promise<void> {
  await control.run('clock.freeze', {});
  await control.run('engines.set', { tts: { kind: 'virtual' } });
}

async function speaks(app: SampleApp, words: string): Promise<void> {
  const { control } = app;
  const { callId } = await control.run('call.place', { from: PERSON, to: await numberOf(app) });
  await control.run('call.waitFor', { callId, event: 'greeted' });
  await control.run('call.say', { callId, text: 'When do you open?' });
  const call = await control.run('call.waitFor', { callId, event: 'agentTurn', turn: 1 });
  expect(call.turns[1]).toMatchObject({ outcome: 'heard', agent: expect.stringContaining(words) });
  await control.run('call.hangUp', { callId });
}

/** A stand-in for a tunnel: another address and other headers, but the same body. */
async function tunnelTo(port: number): Promise<string> {
  const tunnel = await WebServer.start(({ path, method, headers, body }, response) => {
    const onward = { ...headers, 'x-forwarded-proto': 'https', via: 'tunnel' };
    httpRequest({ port, path, method, headers: onward }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    }).end(body);
  });
  stops.push(() => tunnel.stop());
  return `http://localhost:${tunnel.port}`;
}

/** The step that is not run, done with Twilio's double; Twilio itself is never contacted. */
async function linkedToTwilio({ control }: SampleApp): Promise<Record<string, string>> {
  const twilio = new TwilioDouble();
  stops.push(() => twilio.stop());
  const apiBaseUrl = await twilio.start();
  twilio.addNumber('+14155550123');
  const { accountSid, authToken } = twilio;
  const { ingressUrl } = await control.run('twilio.link', { accountSid, authToken, apiBaseUrl });
  return { TUNNEL: ingressUrl ?? '', SHARED_KEY: 'b'.repeat(40) };
}
