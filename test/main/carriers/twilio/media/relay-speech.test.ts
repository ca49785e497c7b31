import { beforeEach, describe, expect, it } from 'vitest';
import { RelaySpeech } from '../../../../../main/carriers/twilio/media/relay-speech.ts';
import { settled } from '../../../../doubles/calls/call-harness.ts';
import { ManualTime } from '../../../../doubles/manual-time.ts';

let real: ManualTime;
let speech: RelaySpeech;
let log: string[];

beforeEach(() => {
  real = new ManualTime();
  log = [];
  speech = new RelaySpeech(real, (text) => log.push(`sent ${text}`));
  speech.attach({
    started: (piece) => log.push(`started ${piece}`),
    ended: (piece) => log.push(`ended ${piece}`),
  });
});

async function say(...texts: string[]): Promise<void> {
  for (const [piece, text] of texts.entries()) speech.say(piece, text);
  await settled();
  log = log.filter((line) => !line.startsWith('sent'));
}

describe('relayed words', () => {
  it('are sent at once, and started one after the other', async () => {
    speech.say(4, 'We are open.');
    speech.say(5, 'From nine.');
    await settled();
    expect(log).toEqual(['sent We are open.', 'sent From nine.', 'started 4']);
    speech.played('We are open.');
    expect(log.slice(3)).toEqual(['ended 4', 'started 5']);
  });

  it('are said when Twilio has played them, bit by bit', async () => {
    await say('We are open.', 'From nine.');
    speech.played('We are');
    speech.played(' open. From');
    expect(log).toEqual(['started 0', 'ended 0', 'started 1']);
    speech.played(' nine');
    expect(log.at(-1)).toBe('ended 1');
  });

  it('are said when the agent falls silent, where nothing else is told', async () => {
    await say('We are open.', 'From nine.');
    speech.fellSilent();
    expect(log).toEqual(['started 0', 'ended 0', 'started 1', 'ended 1']);
  });

  it('are not said yet when the agent takes a breath', async () => {
    await say('We are open.');
    speech.played('We are');
    speech.fellSilent();
    expect(log).toEqual(['started 0']);
  });

  it('are taken as said some time later, where nothing is told at all', async () => {
    await say('We are open.');
    real.pass(1_500 + 12 * 90 - 1);
    expect(log).toEqual(['started 0']);
    real.pass(1);
    expect(log).toEqual(['started 0', 'ended 0']);
  });
});

describe('an interruption', () => {
  it.each([
    ['in the piece that is being said', 'We are op', 0, 'We are'],
    ['at its very beginning', '', 0, ''],
    ['told from the piece on', 'We are open. From ni', 1, 'From'],
    ['written in another way', 'we are open from', 1, 'From'],
    ['at the end', 'We are open. From nine.', 1, 'From nine.'],
  ])('%s tells what was heard', async (_where, heard, piece, heardText) => {
    await say('We are open.', 'From nine.');
    speech.interrupted(heard, 460);
    expect(speech.cut()).toEqual({ piece, playedMs: 460, heardText });
  });

  it('counts from the piece that is being said, however far back Twilio begins', async () => {
    await say('We are open.', 'From nine.', 'Until five.');
    speech.played('We are open.');
    speech.interrupted('We are open. From nine. Until', 2_000);
    expect(speech.cut()).toEqual({ piece: 2, playedMs: 2_000, heardText: 'Until' });
  });

  it('by a line alone counts what Twilio told of its playing', async () => {
    await say('We are open.');
    speech.played('We are');
    expect(speech.cut()).toEqual({ piece: 0, playedMs: 0, heardText: 'We are' });
    expect(speech.cut()).toBeNull();
  });

  it('from before counts for nothing', async () => {
    speech.interrupted('Old words', 100);
    await say('We are open.');
    expect(speech.cut()).toEqual({ piece: 0, playedMs: 0, heardText: '' });
    speech.played('We are open.');
    real.pass(60_000);
    expect(log).toEqual(['started 0']);
  });
});
