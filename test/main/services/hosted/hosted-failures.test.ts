import { afterEach, describe, expect, it } from 'vitest';
import { apology } from '../../../../common/rules/turns/apologies.ts';
import { HostedTestApp } from '../../../doubles/app/hosted-test-app.ts';
import type { ChatReply, ChatStep } from '../../../doubles/servers/openai-server.ts';

let opened: HostedTestApp | null = null;
afterEach(async () => {
  await opened?.close();
  opened = null;
});

async function testApp(settings: object = {}): Promise<HostedTestApp> {
  opened = await HostedTestApp.open(settings);
  return opened;
}

const SORRY = apology('en-US');
const steps = (...given: ChatStep[]): ChatReply => ({ steps: given });

/** What a caller hears if the model answers a line like this. */
async function answered(reply: ChatReply) {
  const hosted = await testApp();
  const callId = await hosted.greeted();
  // The same if it is asked again, because a kept connection may have been closed for other
  // reasons.
  hosted.model.answer = () => reply;
  const turn = await hosted.ask(callId, 'Hello?');
  const warnings = await hosted.data(callId, 'warning');
  return { hosted, callId, turn, warnings };
}

describe('a model that cannot answer', () => {
  it.each([
    ['refuses the key', { status: 401, body: { error: { message: 'No.' } } }, /key/i],
    [
      'asks to wait',
      { status: 429, headers: { 'Retry-After': '20' }, body: {} },
      /429|too many|limit/i,
    ],
    ['breaks down', { status: 503, body: 'Overloaded' }, /503/],
    [
      'does not know the model',
      { status: 404, body: { error: { message: 'No such model' } } },
      /model/i,
    ],
    [
      'sends what nobody understands',
      steps({ raw: 'data: {"choices": 7}\n\n' }, { cut: true }),
      /./,
    ],
    ['breaks the connection', steps({ cut: true }), /./],
    ['reports an error', steps({ error: 'The engine is on fire.' }), /on fire/],
  ] as const)('is apologised for when it %s, and why is told', async (_what, reply, why) => {
    const { turn, warnings, hosted, callId } = await answered(reply);
    expect(turn).toMatchObject({ agent: SORRY, outcome: 'heard' });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.code).toBe('model_failed');
    expect(warnings[0]?.message).toMatch(why);
    expect(await hosted.data(callId, 'response.ended')).toEqual([{ outcome: 'failed' }]);
    // The call continues.
    hosted.model.nextText('Here I am.');
    expect((await hosted.ask(callId, 'Hello?'))?.agent).toBe('Here I am.');
  });

  it('is apologised for when nobody listens at its address', async () => {
    const hosted = await testApp();
    const callId = await hosted.greeted();
    await hosted.model.stop();
    expect((await hosted.ask(callId, 'Hello?'))?.agent).toBe(SORRY);
    const [warning] = await hosted.data(callId, 'warning');
    expect(warning?.code).toBe('model_failed');
  });

  it("is apologised for in the agent's language", async () => {
    const hosted = await testApp({ language: 'de-DE' });
    const callId = await hosted.greeted();
    hosted.model.next({ status: 500, body: '' });
    const turn = await hosted.ask(callId, 'Hallo?');
    expect(turn?.agent).toBe(apology('de-DE'));
    expect(turn?.agent).not.toBe(SORRY);
  });

  it.each([
    ['reports an error', { error: 'Lost it.' }],
    ['breaks the connection', { cut: true }],
  ] as const)('in the middle, when it %s, keeps what it said', async (_what, end) => {
    const { turn, warnings, hosted, callId } = await answered(
      steps({ text: 'We are open. And on Sund' }, end),
    );
    expect(turn?.agent).toBe(`We are open. And on Sund ${SORRY}`);
    expect(warnings).toMatchObject([{ code: 'model_failed' }]);
    hosted.model.nextText('Closed.');
    await hosted.ask(callId, 'And on Sundays?');
    const said = hosted.model.last.body.messages?.filter(({ role }) => role === 'assistant');
    expect(said?.at(-1)?.content).toContain('We are open. And on Sund');
  });

  it('without the end it should have had, is told of', async () => {
    const long = await answered(steps({ text: 'And so on' }, { finish: 'length' }));
    expect(long.turn?.agent).toBe('And so on');
    expect(long.warnings[0]?.message).toContain('the most it may write');
    await opened?.close();
    const filtered = await answered(steps({ finish: 'content_filter' }));
    expect(filtered.turn?.agent).toBe(SORRY);
    expect(filtered.warnings[0]?.message).toContain('content filter');
  });

  it('because it says nothing is told of, for the caller hears silence', async () => {
    const { turn, warnings } = await answered(steps({ text: ' ' }));
    expect(turn).toMatchObject({ agent: null, outcome: 'silent' });
    expect(warnings).toMatchObject([{ code: 'no_text' }]);
  });

  it('because it calls tools for ever is stopped', async () => {
    const hosted = await testApp();
    const callId = await hosted.greeted();
    hosted.model.answer = () => steps({ tool: 'press_digits', args: { digits: '1' } });
    expect((await hosted.ask(callId, 'Go.'))?.agent).toBe(SORRY);
    expect((await hosted.data(callId, 'warning'))[0]?.message).toContain('kept calling tools');
  });

  it('calls no more than twenty tools in one answer', async () => {
    const hosted = await testApp();
    const callId = await hosted.greeted();
    const press: ChatStep = { tool: 'press_digits', args: { digits: '1' } };
    hosted.model.next(
      steps(...Array.from({ length: 25 }, (_press, n) => ({ ...press, id: `call_${n}` }))),
      steps({ text: 'Done.' }),
    );
    expect((await hosted.ask(callId, 'Press.'))?.agent).toBe('Done.');
    expect(await hosted.data(callId, 'dtmf.sent')).toHaveLength(20);
    const told = hosted.model.last.body.messages?.filter(({ role }) => role === 'tool');
    expect(String(told?.at(-1)?.content)).toContain('No more tools');
  });

  it('still hangs up when it broke down after it decided to', async () => {
    const hosted = await testApp();
    const callId = await hosted.greeted();
    hosted.model.next(
      steps(
        { text: 'Bye.' },
        { tool: 'hang_up', args: {} },
        { tool: 'press_digits', args: { digits: '1' } },
      ),
    );
    hosted.model.answer = () => ({ status: 500, body: '' });
    await hosted.testApp.app.control.run('call.say', { callId, text: 'Bye.' });
    expect((await hosted.testApp.ended(callId)).disconnectionReason).toBe('agent_hangup');
  });

  it('leaves its thinking and its markup unspoken', async () => {
    const { turn } = await answered(
      steps(
        { text: '<think>They want' },
        { text: ' hours.</think>' },
        { text: '**Nine** to ' },
        { text: '`five`.' },
      ),
    );
    expect(turn?.agent).toBe('Nine to five.');
  });
});
