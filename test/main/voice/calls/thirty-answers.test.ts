import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quietAfter, quietBefore } from '../../../../common/rules/sound/silences.ts';
import { childProcessSpawner } from '../../../../main/platform/process/process-spawner.ts';
import { joinedSamples } from '../../../../main/speech/joined-samples.ts';
import { LEAD_IN_MS } from '../../../../main/speech/speech-trimmer.ts';
import { readWav } from '../../../../main/speech/wav.ts';
import { CallTestApp } from '../../../doubles/app/call-test-app.ts';
import { SPOKEN_ANSWERS, type SpokenAnswer } from '../../../doubles/calls/spoken-answers.ts';
import { Voices } from '../../../doubles/calls/spoken-harness.ts';
import { loudnessOf } from '../../../doubles/hearing/loudness-meter.ts';

/**
 * Thirty answers in the whole app with the embedded voices on a frozen clock, and measurements of
 * the calls' recordings.
 */
const PER_MS = 16;
const FRAME_MS = 20;
const VOICE_IDS = { slt: 'flite-slt', rms: 'flite-rms', awb: 'flite-awb', kal16: 'flite-kal' };
/** The step between two samples, -44 dBFS: a larger step out of silence is audible as a click. */
const MOST_JUMP = 200;
/** How much sound to examine around both ends of a piece. */
const EDGE_MS = 3;
const TARGET_LUFS = -22;

interface Piece {
  readonly text: string;
  readonly spoken: string;
  readonly pauseAfterMs: number;
  readonly firstAudioMs: number;
  readonly startedMs: number;
  readonly durationMs: number;
  /** The machine was blocked for 0.1 s during playout, which tore the sound apart. */
  readonly isTorn: boolean;
  readonly sound: Int16Array;
}

interface Heard {
  readonly answer: SpokenAnswer;
  readonly pieces: readonly Piece[];
  /** The agent's side of the call. */
  readonly recording: Int16Array;
  readonly warnings: readonly string[];
}

let testApp: CallTestApp;
let voices: Voices;
const heard: Heard[] = [];
beforeAll(async () => {
  voices = new Voices();
  testApp = await CallTestApp.open({ spawn: childProcessSpawner });
  let lines: readonly string[] = [];
  await testApp.webhook((_request, response) => {
    response.setHeader('content-type', 'application/x-ndjson');
    const last = lines.length - 1;
    for (const [n, text] of lines.entries()) {
      response.write(`${JSON.stringify({ text, interim: n < last })}\n`);
    }
    response.end();
  });
  for (const answer of SPOKEN_ANSWERS) {
    const { voice, language } = answer;
    lines = answer.lines;
    await testApp.change({ beginMessage: '', voice: VOICE_IDS[voice], language });
    heard.push(await said(answer));
  }
}, 120_000);
afterAll(async () => {
  await testApp.close();
  await voices.stop();
});

/** Makes one call, and returns what was heard in it. */
async function said(answer: SpokenAnswer): Promise<Heard> {
  const { control, ready } = testApp.app;
  const callId = await testApp.place();
  await control.run('call.waitFor', { callId, event: 'answered' });
  const { turnIndex: turn } = await control.run('call.say', { callId, text: 'Well?' });
  await control.run('call.waitFor', { callId, event: 'agentTurn', turn, timeoutMs: 60_000 });
  await control.run('call.hangUp', { callId });
  const { items } = await control.run('call.events', { callId });
  const response = await fetch(`${ready.api}/v1/calls/${callId}/recording`);
  const { samples } = readWav(new Uint8Array(await response.arrayBuffer()));
  const recording = samples.filter((_, n) => n % 2 === 1);
  const pieces = items
    .filter(({ type }) => type === 'piece.queued')
    .map(({ data: { piece, text, pauseAfterMs } }): Piece => {
      const of = (type: string) =>
        items.find((event) => event.type === type && event.data.piece === piece);
      const startedMs = (of('playout.started')?.atUs ?? Number.NaN) / 1_000;
      const durationMs = Number(of('synthesis.ended')?.data.durationMs);
      const endedMs = (of('playout.ended')?.atUs ?? Number.NaN) / 1_000;
      const from = Math.round(startedMs * PER_MS);
      return {
        text: String(text),
        spoken: String(of('synthesis.firstAudio')?.data.spoken ?? text),
        pauseAfterMs: Number(pauseAfterMs),
        firstAudioMs: (of('synthesis.firstAudio')?.atUs ?? Number.NaN) / 1_000,
        startedMs,
        durationMs,
        isTorn: endedMs - startedMs - durationMs > FRAME_MS,
        sound: recording.slice(from, from + Math.round(durationMs * PER_MS)),
      };
    });
  const warnings = items
    .filter(({ type }) => type === 'warning')
    .map(({ data }) => String(data.code));
  return { answer, pieces, recording, warnings };
}

const wholeOf = ({ pieces }: Heard) => pieces.filter(({ isTorn }) => !isTorn);
/** Pairs of adjacent pieces of one answer. */
const neighbours = () =>
  heard
    .flatMap(({ pieces }) =>
      pieces.slice(1).map((after, n) => ({ before: pieces[n] as Piece, after })),
    )
    .filter(({ before, after }) => !before.isTorn && !after.isTorn);
const endMs = ({ startedMs, durationMs }: Piece) => startedMs + durationMs;
const lastSoundMs = (piece: Piece) => endMs(piece) - quietAfter(piece.sound) / PER_MS;
const firstSoundMs = ({ startedMs, sound }: Piece) => startedMs + quietBefore(sound) / PER_MS;

function mostJump(samples: Int16Array): number {
  return samples.reduce((most, sample, n) => {
    return n === 0 ? 0 : Math.max(most, Math.abs(sample - (samples[n - 1] ?? 0)));
  }, 0);
}

describe('thirty answers', { timeout: 120_000 }, () => {
  it('are all heard, and in more than one piece on the whole', () => {
    expect(heard).toHaveLength(30);
    for (const { answer, pieces } of heard) {
      expect(pieces.length, answer.lines.join('')).toBeGreaterThan(0);
      for (const { sound, text } of pieces) expect(sound.length, text).toBeGreaterThan(1_000);
    }
    expect(neighbours().length).toBeGreaterThanOrEqual(20);
    expect(heard.flatMap(wholeOf).length).toBeGreaterThanOrEqual(50);
  });

  it('lie in the recording as the voice made them, to the sample', async () => {
    for (const each of heard) {
      const { answer } = each;
      for (const { spoken, sound } of wholeOf(each)) {
        expect(sound, spoken).toEqual(await voices.piece(spoken, answer.voice));
      }
    }
  });

  it('have the pauses of their punctuation between their pieces, to half a frame', () => {
    for (const { before, after } of neighbours()) {
      const gapMs = firstSoundMs(after) - lastSoundMs(before);
      const offMs = gapMs - before.pauseAfterMs;
      expect(offMs, before.text).toBeGreaterThanOrEqual(-FRAME_MS / 2 - 1);
      // A busy machine may have made the next piece later than that.
      const readyMs = after.firstAudioMs - lastSoundMs(before);
      if (readyMs > before.pauseAfterMs - FRAME_MS) continue;
      expect(offMs, before.text).toBeLessThanOrEqual(FRAME_MS / 2 + 1);
    }
  });

  it('are silent between their pieces, and begin and end without a click', () => {
    for (const { pieces, recording } of heard) {
      for (const [n, piece] of pieces.entries()) {
        if (piece.isTorn) continue;
        const from = Math.round(piece.startedMs * PER_MS);
        const to = from + piece.sound.length;
        const next = pieces[n + 1];
        const until = next ? Math.round(next.startedMs * PER_MS) : recording.length;
        expect(recording.slice(to, until).every((sample) => sample === 0)).toBe(true);
        for (const at of [from, to]) {
          const edge = recording.slice(at - EDGE_MS * PER_MS, at + EDGE_MS * PER_MS);
          expect(mostJump(edge), piece.text).toBeLessThanOrEqual(MOST_JUMP);
        }
      }
    }
  });

  it('begin where the log says, and with what can be heard', () => {
    for (const { pieces, recording } of heard) {
      const [first] = pieces;
      if (!first) continue;
      expect(quietBefore(first.sound)).toBeLessThanOrEqual(LEAD_IN_MS * PER_MS);
      const before = recording.slice(0, Math.round(first.startedMs * PER_MS));
      expect(before.every((sample) => sample === 0)).toBe(true);
      expect(first.startedMs - first.firstAudioMs).toBeLessThanOrEqual(FRAME_MS);
    }
  });

  it('are as loud as each other, and nowhere near full scale', () => {
    const byVoice = Object.keys(VOICE_IDS).map((voice) => {
      const sounds = heard
        .filter(({ answer }) => answer.voice === voice)
        .flatMap(({ pieces }) => pieces.map(({ sound }) => sound));
      return joinedSamples(sounds);
    });
    const levels = byVoice.map((sound) => loudnessOf(sound, 16_000));
    expect(Math.max(...levels) - Math.min(...levels)).toBeLessThanOrEqual(1);
    for (const { answer, pieces } of heard) {
      const sound = joinedSamples(pieces.map((piece) => piece.sound));
      const level = loudnessOf(sound, 16_000);
      expect(Math.abs(level - TARGET_LUFS), answer.lines.join('')).toBeLessThanOrEqual(2);
      const peak = sound.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      expect(peak).toBeLessThan(32_000);
    }
  });
});
