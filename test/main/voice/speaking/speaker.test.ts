import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { ThinkingHabit } from '../../../../common/rules/speech-text/thinking-first.ts';
import { ProductClock } from '../../../../main/platform/time/clock.ts';
import { WorkSlices } from '../../../../main/platform/time/work-slices.ts';
import type { SpeechRequest } from '../../../../main/speech/tts.ts';
import type { Piece } from '../../../../main/voice/speaking/piece-voice.ts';
import {
  MODEL_HOLD_MS,
  SENTENCE_HOLD_MS,
  Speaker,
  WEBHOOK_HOLD_MS,
} from '../../../../main/voice/speaking/speaker.ts';
import { heardPart } from '../../../../main/voice/speaking/synthesised-voice.ts';
import { ScriptedTts, settled, squareWave } from '../../../doubles/calls/call-harness.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';

const line = (n: number) => ({ line: n, stretch: 0 });
const at = ({ turn, index }: Piece) => `${turn}/${index}`;

function setUp(holdMs = WEBHOOK_HOLD_MS, tts = new ScriptedTts(), real = new ManualTime()) {
  const log: string[] = [];
  const pausesMs: number[] = [];
  const clock = new ProductClock({ real });
  const speaker = new Speaker({
    clock,
    slices: new WorkSlices({ clock, onDefect: (error) => log.push(`defect ${error}`) }),
    tts,
    settings: { voice: 'slt', speed: 1.25, language: 'en-US', keepMarkup: false },
    thinkingHabit: new ThinkingHabit(),
    holdMs,
    linesArePhrases: holdMs === WEBHOOK_HOLD_MS,
    observer: {
      pieceQueued: (piece) => {
        log.push(`queued ${at(piece)} ${piece.text}`);
        pausesMs.push(piece.pauseAfterMs);
      },
      differs: (turn, message) => log.push(`differs ${turn} ${message}`),
      firstAudio: (piece) => log.push(`audio ${at(piece)}`),
      cannotSay: (turn, { kind }) => log.push(`cannot say ${turn} ${kind}`),
      synthesized: (piece, ms) => log.push(`made ${at(piece)} ${ms}`),
      synthesisFailed: (piece) => log.push(`failed ${at(piece)}`),
      frame: () => {},
      pieceStarted: (piece) => log.push(`started ${at(piece)}`),
      pieceEnded: (piece) => log.push(`ended ${at(piece)}`),
      pieceCut: ({ piece, playedMs, heardText }) =>
        log.push(`cut ${at(piece)} ${playedMs} "${heardText}"`),
      pausedAt: (piece) => log.push(`paused ${at(piece)}`),
      resumedAt: (piece) => log.push(`resumed ${at(piece)}`),
      leftOut: (turn, { kind }) => log.push(`left out ${turn} ${kind}`),
      tooMuch: (turn, message) => log.push(`too much ${turn} ${message}`),
      nothingHeard: (turn) => log.push(`nothing heard ${turn}`),
      drained: (turn) => log.push(`drained ${turn}`),
    },
  });
  const pass = async (ms: number) => {
    await settled();
    for (let passed = 0; passed < ms; passed += 20) {
      real.pass(20);
      await settled();
    }
  };
  return { speaker, tts, log, pausesMs, pass };
}

describe('the speaker', () => {
  it('makes the next piece while one plays, and drains when all is said', async () => {
    const { speaker, tts, log, pass } = setUp();
    speaker.speak(1, 'One. Two.', line(0));
    speaker.finish(1);
    await pass(20);
    expect(log).toContain('made 1/1 80');
    await pass(500);
    expect(log.filter((entry) => /started|ended|drained/.test(entry))).toEqual([
      'started 1/0',
      'ended 1/0',
      'started 1/1',
      'ended 1/1',
      'drained 1',
    ]);
    expect(tts.asked).toMatchObject([
      { text: 'One.', voice: 'slt', speed: 1.25, language: 'en-US' },
      { text: 'Two.', voice: 'slt', speed: 1.25, language: 'en-US' },
    ]);
  });

  it.each(['👍', '...', '—', '""', '\u200b', '…!'])('tells that %j has no word', async (text) => {
    const { speaker, log } = setUp();
    speaker.speak(1, text, line(0));
    speaker.finish(1);
    expect(log).toEqual(['cannot say 1 nothing', 'drained 1']);
  });

  it('does not complain of a sign behind words, nor of an answer without a text', async () => {
    const { speaker, log } = setUp();
    speaker.speak(1, 'Great! 👍', line(0));
    speaker.finish(1);
    speaker.cut();
    speaker.speak(2, ' ', line(0));
    speaker.finish(2);
    expect(log.filter((entry) => entry.startsWith('cannot'))).toEqual([]);
  });

  it('holds a whole sentence 150 ms at most for what its dot may be glued to', async () => {
    for (const holdMs of [WEBHOOK_HOLD_MS, MODEL_HOLD_MS]) {
      const { speaker, log, pass } = setUp(holdMs);
      const parts = ['Go', ' to', ' acme', '.'];
      for (const part of parts) speaker.speak(1, part, line(0));
      await pass(SENTENCE_HOLD_MS - 10);
      expect(log).toEqual([]);
      await pass(20);
      expect(log[0]).toBe('queued 1/0 Go to acme.');
      for (const part of [...parts, 'com', ' now', '.', ' Then']) speaker.speak(1, part, line(1));
      expect(log).toContain('queued 1/1 Go to acme.com now.');
    }
  });

  it('makes some seconds of sound ahead, however long the answer is', async () => {
    const { speaker, tts, log, pass } = setUp();
    // Each sentence is two seconds long, with a pause of 300 ms between them.
    speaker.speak(1, `${'x'.repeat(99)}. `.repeat(1_000), line(0));
    speaker.finish(1);
    await pass(20);
    expect(tts.asked).toHaveLength(5);
    await pass(20_000);
    expect(tts.asked).toHaveLength(14);
    // All that was made is heard, without longer gaps.
    expect(log.filter((entry) => entry.startsWith('started'))).toHaveLength(9);

    speaker.cut();
    speaker.speak(2, 'And another.', line(0));
    speaker.finish(2);
    await pass(1_000);
    expect(log.at(-1)).toBe('drained 2');
    expect(tts.asked).toHaveLength(15);
  });

  it('pauses as fast as it speaks', () => {
    const { speaker, pausesMs } = setUp();
    speaker.speak(1, 'One? Two. ', line(0));
    speaker.finish(1);
    expect(pausesMs).toEqual([450 / 1.25, 380 / 1.25]);
  });

  it('tells the turn what the engine says of its speech', async () => {
    const { speaker, tts, log, pass } = setUp();
    speaker.speak(2, 'One.', line(0));
    await pass(20);
    tts.asked[0]?.warn?.('Another voice speaks.');
    expect(log).toContain('differs 2 Another voice speaks.');
  });

  it('is drained at once when there was nothing to say', () => {
    const { speaker, log } = setUp();
    speaker.finish(3);
    expect(log).toEqual(['drained 3']);
  });

  it("waits longer for the rest of a model's sentence than of a handler's", async () => {
    const { speaker, log, pass } = setUp(MODEL_HOLD_MS);
    speaker.speak(1, 'Slow', line(0));
    await pass(MODEL_HOLD_MS - 20);
    speaker.speak(1, ' models', line(0));
    await pass(MODEL_HOLD_MS - 20);
    expect(log).toEqual([]);
    await pass(20);
    expect(log[0]).toBe('queued 1/0 Slow models');
  });

  it('joins what a model sent torn inside a word, and parts the phrases of a handler', () => {
    const said = (holdMs: number) => {
      const { speaker, log } = setUp(holdMs);
      speaker.speak(1, 'We rent bicy', line(0));
      speaker.speak(1, 'cles all year', line(1));
      speaker.finish(1);
      return log[0];
    };
    expect(said(MODEL_HOLD_MS)).toBe('queued 1/0 We rent bicycles all year');
    expect(said(WEBHOOK_HOLD_MS)).toBe('queued 1/0 We rent bicy cles all year');
  });

  it('does not drain between the lines of an answer that goes on', async () => {
    const { speaker, log, pass } = setUp();
    speaker.speak(1, 'One.', line(0));
    await pass(500);
    expect(log.at(-1)).toBe('ended 1/0');
    speaker.finish(1);
    expect(log.at(-1)).toBe('drained 1');
  });

  it('forgets everything when it is cut, also what is still being made', async () => {
    const { speaker, log, pass } = setUp();
    speaker.speak(1, 'One word. Two.', line(0));
    await pass(60);
    speaker.cut();
    expect(log.at(-1)).toBe('cut 1/0 80 "One"');
    const { length } = log;
    await pass(1_000);
    expect(log).toHaveLength(length);
    speaker.speak(2, 'New.', line(0));
    speaker.finish(2);
    await pass(200);
    expect(log.at(-1)).toBe('drained 2');
  });

  it('says nothing of the old turn when it is cut before its first sound', async () => {
    const { speaker, log, pass } = setUp();
    speaker.speak(1, 'One.', line(0));
    speaker.cut();
    await pass(500);
    expect(log).toEqual(['queued 1/0 One.']);
  });

  it('says of each piece that was cut what was heard of it', async () => {
    const { speaker, log, pass } = setUp();
    speaker.speak(1, 'One two. Three.', line(0));
    await pass(500);
    // 26 frames left: eight of the first piece, fifteen of the pause, three of the second.
    speaker.cut(() => (3 + 15 + 4) * 20);
    expect(log.slice(-2)).toEqual(['cut 1/0 80 "One"', 'cut 1/1 0 ""']);
  });

  it('tells nothing of a piece that was cut in the pause before its sound', async () => {
    const { speaker, log, pass } = setUp();
    speaker.speak(1, 'One two. Three.', line(0));
    await pass(400);
    speaker.cut();
    expect(log.at(-1)).toBe('ended 1/0');
  });

  it('says again what was not heard when it was paused, and is drained when that was heard', async () => {
    const { speaker, log, pass } = setUp();
    speaker.speak(1, 'One.', line(0));
    speaker.finish(1);
    await pass(60);
    speaker.pause(() => 40);
    expect(log.at(-1)).toBe('paused 1/0');
    await pass(500);
    speaker.resume();
    await pass(20);
    expect(log.at(-1)).toBe('resumed 1/0');
    await pass(20);
    expect(log.slice(-2)).toEqual(['ended 1/0', 'drained 1']);
  });

  it('tells when nothing was heard of what had begun', async () => {
    const { speaker, log, pass } = setUp();
    speaker.speak(1, 'One two three.', line(0));
    await pass(40);
    speaker.pause(() => 20);
    expect(log).not.toContain('nothing heard 1');
    speaker.resume();
    await pass(20);
    speaker.pause(() => 1_000);
    expect(log.slice(-2)).toEqual(['paused 1/0', 'nothing heard 1']);
    speaker.cut(() => 0);
    expect(log.at(-1)).toBe('cut 1/0 0 ""');
  });

  it('does not take a piece for said whose sound is still being made', async () => {
    class Slow extends ScriptedTts {
      override async *synthesize(_request: SpeechRequest, signal: AbortSignal) {
        yield squareWave(1_000);
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      }
    }
    const { speaker, log, pass } = setUp(WEBHOOK_HOLD_MS, new Slow());
    speaker.speak(1, 'One two three four five six seven eight.', line(0));
    await pass(1_000);
    speaker.cut();
    expect(log.at(-1)).toBe('cut 1/0 1000 "One two three"');
  });

  it('leaves to be heard what an earlier turn said', async () => {
    const { speaker, log, pass } = setUp();
    speaker.speak(1, 'One.', line(0));
    speaker.finish(1);
    await pass(200);
    const takeBack = vi.fn(() => 40);
    speaker.pause(takeBack);
    speaker.speak(2, 'Two.', line(0));
    speaker.cut(takeBack);
    await pass(200);
    expect(takeBack).not.toHaveBeenCalled();
    expect(log.at(-1)).toBe('queued 2/1 Two.');
  });

  it('pauses between pieces too', async () => {
    const { speaker, log, pass } = setUp();
    speaker.speak(1, 'One.', line(0));
    await pass(500);
    speaker.pause();
    speaker.speak(1, 'Two.', line(1));
    await pass(500);
    expect(log.some((entry) => entry.startsWith('started 1/1'))).toBe(false);
    speaker.resume();
    await pass(500);
    expect(log.at(-1)).toBe('ended 1/1');
  });
});

describe('what was heard of a piece', () => {
  it.each([
    ['One two three.', 0, ''],
    ['One two three.', 0.1, ''],
    ['One two three.', 0.25, 'One'],
    ['One two three.', 0.6, 'One two'],
    ['One two three.', 0.99, 'One two'],
    ['One two three.', 1, 'One two three.'],
    ['"Yes', 0.9, ''],
  ])('%j at %d is %j', (text, share, heard) => expect(heardPart(text, share)).toBe(heard));

  it('is always a beginning of it, in whole words', () => {
    const text = fc.array(fc.stringMatching(/^[a-z]{1,9}[.,!]?$/), { minLength: 1 });
    fc.assert(
      fc.property(text, fc.double({ min: 0, max: 1, noNaN: true }), (words, share) => {
        const heard = heardPart(words.join(' '), share);
        const count = heard === '' ? 0 : heard.split(' ').length;
        expect(heard).toBe(words.slice(0, count).join(' '));
      }),
    );
  });
});

describe('a turn of endless words', () => {
  it('is spoken for 1,000 pieces and no more, and says so once', async () => {
    const { speaker, log } = setUp();
    for (let n = 0; n < 3_000; n += 1) speaker.speak(1, 'Yes. ', line(n));
    speaker.finish(1);
    expect(log.filter((each) => each.startsWith('queued'))).toHaveLength(1_000);
    expect(log.filter((each) => each.startsWith('too much'))).toEqual([
      'too much 1 The answer was cut after 1000 pieces; what follows is not spoken. Answer with less.',
    ]);
  });

  it('is spoken for 65,536 characters, and the next turn begins anew', async () => {
    const { speaker, log } = setUp();
    speaker.speak(1, 'word '.repeat(20_000), line(0));
    speaker.finish(1);
    const spoken = () =>
      log
        .filter((each) => each.startsWith('queued'))
        .map((each) => each.replace(/^queued \d+\/\d+ /, ''))
        .join(' ');
    expect(spoken()).toBe('word '.repeat(20_000).slice(0, 65_536).trim());
    expect(log.filter((each) => each.startsWith('too much'))).toHaveLength(1);
    speaker.cut();
    speaker.speak(2, 'Next.', line(0));
    speaker.finish(2);
    expect(log.at(-1)).toMatch(/^queued 2\/\d+ Next\.$/);
  });

  it('is worked on for two seconds and no more', async () => {
    class VerySlowTime extends ManualTime {
      override monotonicMs(): number {
        this.stall(100);
        return super.monotonicMs();
      }
    }
    const { speaker, log } = setUp(WEBHOOK_HOLD_MS, new ScriptedTts(), new VerySlowTime());
    speaker.speak(1, '[ '.repeat(20_000), line(0));
    speaker.finish(1);
    for (let n = 0; n < 200; n += 1) await settled();
    expect(log).toContain(
      'too much 1 The answer was cut after 2 s of work on its markup and sentences; what follows is not spoken. Answer with less.',
    );
  });

  it('gives others their turn, and comes to the same', async () => {
    class SlowTime extends ManualTime {
      override monotonicMs(): number {
        this.stall(1);
        return super.monotonicMs();
      }
    }
    const text = 'This is a sentence, and it has two clauses. '.repeat(60);
    const queuedBy = async (real: ManualTime) => {
      const { speaker, log } = setUp(WEBHOOK_HOLD_MS, new ScriptedTts(), real);
      speaker.speak(1, text, line(0));
      speaker.speak(1, text, line(1));
      speaker.finish(1);
      const atOnce = log.filter((each) => each.startsWith('queued')).length;
      for (let n = 0; n < 100; n += 1) await settled();
      return { atOnce, queued: log.filter((each) => each.startsWith('queued')) };
    };
    const quick = await queuedBy(new ManualTime());
    expect(quick.atOnce).toBe(quick.queued.length);
    const slow = await queuedBy(new SlowTime());
    expect(slow.atOnce).toBeLessThan(slow.queued.length / 2);
    expect(slow.queued).toEqual(quick.queued);
  });
});
