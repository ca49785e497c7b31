import { describe, expect, it } from 'vitest';
import type { CallEventData } from '../../../../common/contract/index.ts';
import type {
  LanguageModel,
  ModelObserver,
  ModelRequest,
  ModelResult,
} from '../../../../main/llm/language-model.ts';
import { HostedResponder } from '../../../../main/voice/responding/hosted-responder.ts';
import type { HostedTool } from '../../../../main/voice/responding/hosted-tool.ts';
import type { Responder } from '../../../../main/voice/responding/responder.ts';
import { callHarness, settled } from '../../../doubles/calls/call-harness.ts';

const DONE: ModelResult = { usage: { inputTokens: 3, outputTokens: 2 }, finish: 'complete' };

/** A model whose answers are all written by the test. */
class ScriptedModel implements LanguageModel {
  readonly provider = 'openai';
  readonly name = 'scripted';
  readonly asked: {
    request: ModelRequest;
    observer: ModelObserver;
    signal: AbortSignal;
    end: (result?: ModelResult) => void;
    fail: (error: Error) => void;
  }[] = [];

  converse(request: ModelRequest, observer: ModelObserver, signal: AbortSignal) {
    return new Promise<ModelResult>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
      this.asked.push({ request, observer, signal, end: (r = DONE) => resolve(r), fail: reject });
    });
  }

  get last() {
    const last = this.asked.at(-1);
    if (!last) throw new Error('Nothing was asked.');
    return last;
  }
}

/** One call whose answers come from a scripted model, in time that the test moves. */
async function hostedHarness(tools: readonly HostedTool[] = []) {
  const model = new ScriptedModel();
  const late: { responder: Responder | null } = { responder: null };
  const harness = callHarness(
    { model: { provider: model.provider, name: model.name } },
    null,
    {},
    { respond: (...given) => late.responder?.respond(...given) ?? Promise.resolve() },
  );
  const conversation = { system: 'Be kind.', language: 'en-US', tools };
  late.responder = new HostedResponder({
    clock: harness.clock,
    model,
    conversation,
    requests: { asked: () => () => {} },
    keepMarkup: false,
  });
  harness.session.answered();
  harness.say('Hello?');
  await settled();
  return { harness, model };
}

describe('an answer of a model', () => {
  it('is heard as soon as its first sentence is there', async () => {
    const { harness, model } = await hostedHarness();
    const { observer } = model.last;
    await harness.pass(300);
    observer.requestSent?.('http://127.0.0.1/v1');
    observer.responseStarted?.(200);
    observer.text('Yes');
    await harness.pass(100);
    expect(harness.types(1)).not.toContain('piece.queued');
    // Until the next token arrives, the dot may belong to an address.
    observer.text('.');
    expect(harness.types(1)).not.toContain('piece.queued');
    observer.text(' ');
    await harness.pass(40);
    expect(harness.atMs('playout.started', 1)).toBe(400);
    model.last.end();
    await harness.pass(500);
    expect(harness.data('turn.finished').at(-1)).toEqual({ outcome: 'heard' });
    expect(harness.data('model.used')).toEqual([
      { provider: 'openai', model: 'scripted', inputTokens: 3, outputTokens: 2, purpose: 'turn' },
    ]);
  });

  it('that comes a word in half a second is not spoken word by word', async () => {
    const { harness, model } = await hostedHarness();
    for (const word of ['We', ' open', ' at', ' nine', '.']) {
      model.last.observer.text(word);
      await harness.pass(500);
    }
    expect(harness.data('piece.queued').map(({ text }) => text)).toEqual(['We open at nine.']);
  });

  it('is noted a sentence a row, each as of its first word, and speech comes from those rows', async () => {
    const { harness, model } = await hostedHarness();
    for (const word of ['One', ' two.', ' Three', ' four.', ' Five']) {
      model.last.observer.text(word);
      await harness.pass(10);
    }
    model.last.end();
    await settled();
    const rows = harness.seen.filter(({ type }) => type === 'response.line');
    expect(
      rows.map(({ atUs, data }) => [atUs, (data as CallEventData['response.line']).text]),
    ).toEqual([
      [0, 'One'],
      [10_000, ' two.'],
      [20_000, ' Three four.'],
      [40_000, ' Five'],
      [50_000, ''],
    ]);
    expect(harness.data('piece.queued').map(({ lines }) => lines)).toEqual([[0, 1], [2], [3]]);
  });

  it('that was interrupted leaves its rows, an aborted answer and a closed tool', async () => {
    const tool: HostedTool = {
      name: 'wait',
      description: 'Waits.',
      parameters: { type: 'object' },
      builtIn: false,
      url: 'http://127.0.0.1/',
      announcement: () => null,
      run: () => new Promise(() => {}),
    };
    const { harness, model } = await hostedHarness([tool]);
    const { request, observer, signal } = model.last;
    observer.text('Well. I see that you');
    void request.tools[0]?.run({ for: 'ever' }, signal);
    await harness.pass(120);
    harness.say('Stop.');
    await settled();
    expect(signal.aborted).toBe(true);
    expect(harness.data('tool.answered')).toMatchObject([{ call: 0, ok: false, durationMs: 120 }]);
    expect(harness.data('response.ended')[0]).toEqual({ outcome: 'aborted' });
    const before = harness.seen.length;
    observer.text('Nobody hears this.');
    await settled();
    expect(harness.seen.length).toBe(before);
  });

  it('tells the model what was heard, and the line to answer last', async () => {
    const { harness, model } = await hostedHarness();
    model.last.observer.text('Yes. And more that nobody will hear. Really.');
    await harness.pass(100);
    harness.say('Thanks.');
    await settled();
    expect(model.last.request.messages).toEqual([
      { role: 'user', content: 'Hello?' },
      { role: 'agent', content: 'Yes.' },
      { role: 'user', content: 'Thanks.' },
    ]);
  });
});
