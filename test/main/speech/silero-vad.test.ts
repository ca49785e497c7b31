import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProductClock } from '../../../main/platform/time/clock.ts';
import type { VadCommand } from '../../../main/speech/process/messages.ts';
import { SileroVad } from '../../../main/speech/silero-vad.ts';
import type { VadListener } from '../../../main/speech/vad-channel.ts';
import { VadRecorder } from '../../doubles/hearing/vad-recorder.ts';
import { ManualTime } from '../../doubles/manual-time.ts';

const WINDOW = 512;

/** A speech process that answers when the test says so. */
function setUp() {
  const clock = new ProductClock({ real: new ManualTime(), frozen: true });
  const sent: VadCommand[] = [];
  const problems: string[] = [];
  const lines: VadListener[] = [];
  const vad = new SileroVad({
    clock,
    onProblem: (message) => problems.push(message),
    line: (listener) => {
      lines.push(listener);
      return { send: (command) => sent.push(command) };
    },
  });
  const [process] = lines;
  if (!process) throw new Error('The engine asked for no line.');
  const recorder = new VadRecorder();
  const stream = vad.open(recorder);
  const score = (first: number, ...probabilities: number[]) =>
    process.scores(
      probabilities.map((probability, n) => ({ stream: 0, window: first + n, probability })),
    );
  return { clock, sent, problems, process, vad, recorder, stream, score };
}

const loud = (windows: number) => new Int16Array(windows * WINDOW).fill(3000);
const silent = (windows: number) => new Int16Array(windows * WINDOW);
const asked = (sent: readonly VadCommand[]) =>
  sent.flatMap((command) =>
    command.type === 'vadWindows'
      ? [{ first: command.first, count: command.samples.length / 2 / WINDOW, fresh: command.fresh }]
      : [],
  );

describe('Silero VAD, our side', () => {
  it('begins speech with the second window above 0.5 and ends it below 0.35', () => {
    const { recorder, stream, score } = setUp();
    stream.push(loud(7));
    score(0, 0.1, 0.6, 0.2, 0.6, 0.9, 0.4, 0.3);
    expect(recorder.edges).toEqual([
      { edge: 'started', seconds: 0.096, decidedSeconds: 0.16 },
      { edge: 'ended', seconds: 0.192, decidedSeconds: 0.224 },
    ]);
  });

  it('does not take one loud window for speech', () => {
    const { recorder, stream, score } = setUp();
    stream.push(loud(3));
    score(0, 0, 0.99, 0);
    expect(recorder.edges).toEqual([]);
  });

  it('keeps silence away from the model', () => {
    const { sent, stream } = setUp();
    stream.push(silent(1000));
    expect(sent).toEqual([]);
  });

  it('shows the model a quarter of a second before the sound, and a second after it', () => {
    const { sent, stream } = setUp();
    stream.push(silent(20));
    stream.push(loud(1));
    stream.push(silent(50));
    expect(asked(sent)).toEqual([
      { first: 12, count: 9, fresh: true },
      ...Array.from({ length: 31 }, (_, n) => ({ first: 21 + n, count: 1, fresh: false })),
    ]);
  });

  it('ends speech by itself when the gate closes', () => {
    const { recorder, stream, score } = setUp();
    stream.push(loud(2));
    stream.push(silent(50));
    score(0, ...Array.from({ length: 33 }, () => 0.9));
    expect(recorder.edges.map(({ edge, seconds }) => [edge, seconds])).toEqual([
      ['started', 0],
      ['ended', 33 * 0.032],
    ]);
  });

  it('keeps a frozen clock flowing only while windows wait for their scores', () => {
    const { clock, stream, score } = setUp();
    const flows = () => {
      const before = clock.nowUs();
      (clock.real as ManualTime).pass(5);
      return clock.nowUs() > before;
    };
    expect(flows()).toBe(false);
    stream.push(loud(2));
    expect(flows()).toBe(true);
    score(0, 0.1);
    expect(flows()).toBe(true);
    score(1, 0.1);
    expect(flows()).toBe(false);
  });

  it('asks a restarted process again, in order, for what has no score', () => {
    const { sent, process, recorder, stream, score } = setUp();
    stream.push(loud(4));
    score(0, 0.9);
    sent.length = 0;
    process.restarted();
    expect(asked(sent)).toEqual([
      { first: 1, count: 1, fresh: true },
      { first: 2, count: 1, fresh: false },
      { first: 3, count: 1, fresh: false },
    ]);
    score(1, 0.9, 0.9, 0.1);
    expect(recorder.edges.map(({ edge }) => edge)).toEqual(['started', 'ended']);
  });

  it('starts afresh with a restarted process when nothing was waiting', () => {
    const { sent, process, stream, score } = setUp();
    stream.push(loud(1));
    score(0, 0.1);
    process.restarted();
    sent.length = 0;
    stream.push(loud(1));
    expect(asked(sent)).toEqual([{ first: 0, count: 2, fresh: true }]);
  });

  it('judges by loudness, and says so once, when the model cannot be had', () => {
    const { sent, problems, process, vad, recorder, stream } = setUp();
    stream.push(loud(2));
    process.failed('No model.');
    process.failed('No model.');
    stream.push(silent(1));
    expect(problems).toEqual(['No model.']);
    expect(recorder.edges.map(({ edge }) => edge)).toEqual(['started', 'ended']);
    sent.length = 0;
    const later = new VadRecorder();
    vad.open(later).push(loud(2));
    expect(later.edges).toHaveLength(1);
    expect(sent).toEqual([]);
  });

  it('does not wait for ever for a process that is stuck', () => {
    const { recorder, stream } = setUp();
    stream.push(loud(400));
    expect(recorder.edges.map(({ edge, seconds }) => [edge, seconds])).toEqual([['started', 0]]);
  });

  it('tells the process when a stream closes, and hears no more of it', () => {
    const { clock, sent, recorder, stream, score } = setUp();
    stream.push(loud(2));
    stream.close();
    stream.close();
    score(0, 0.9, 0.9);
    expect(sent.filter(({ type }) => type === 'vadClose')).toHaveLength(1);
    expect(recorder.edges).toEqual([]);
    expect(clock.state().mode).toBe('frozen');
  });

  it('asks the same whatever the pieces in which the audio comes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1500 }), { maxLength: 30 }), (lengths) => {
        const { sent, stream } = setUp();
        const whole = new Int16Array(lengths.reduce((sum, n) => sum + n, 0)).fill(3000);
        let at = 0;
        for (const length of lengths) {
          stream.push(whole.subarray(at, at + length));
          at += length;
        }
        const windows = asked(sent).map(({ first }) => first);
        expect(windows).toEqual(
          Array.from({ length: Math.floor(whole.length / WINDOW) }, (_, n) => n),
        );
      }),
    );
  });
});
