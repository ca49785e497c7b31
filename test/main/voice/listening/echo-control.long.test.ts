import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EchoControl } from '../../../../main/voice/listening/echo-control.ts';
import type { EchoStretch } from '../../../../main/voice/listening/echo-stretches.ts';
import {
  atLevel,
  echoOf,
  lineNoise,
  mixed,
  overTelephone,
  speechDbfs,
} from '../../../doubles/hearing/echoing-phone.ts';
import {
  HearingRoom,
  monologue,
  throughEchoControl,
} from '../../../doubles/hearing/hearing-room.ts';

const AGENT = [
  'Hello, and thank you for calling the bicycle shop. How can I help you today?',
  'We have a long list of bicycles to rent: city bikes, mountain bikes, and a few tandems.',
  'A day costs twenty five dollars, and a whole week is one hundred and ten.',
  'Your appointment is on Friday the fourteenth of March at half past nine.',
  'I found three free places next week. There is one on Monday at eleven, and two on Thursday.',
];
const CALLERS = [
  ['rms', 'Wait, stop.'],
  ['awb', 'Actually, I meant Friday.'],
  ['kal16', 'Hold on a second.'],
  ['awb', 'No, that is wrong.'],
  ['rms', 'Can I ask something?'],
  ['rms', 'Excuse me.'],
] as const;
const SECONDS = 60;

const room = new HearingRoom();
let lines: Int16Array[] = [];
let callers: Int16Array[] = [];
let agent: Int16Array = new Int16Array(0);
let onPhone: Int16Array = new Int16Array(0);

beforeAll(async () => {
  lines = await Promise.all(AGENT.map((text) => room.say(text)));
  callers = await Promise.all(CALLERS.map(([voice, text]) => room.say(text, voice)));
  agent = monologue(lines, SECONDS);
  onPhone = overTelephone(agent);
});
afterAll(() => room.stop());

/** The other end over a telephone: all its sounds, plus the noise of the line. */
function heard(noiseDbfs: number, ...sounds: readonly ArrayLike<number>[]): Int16Array {
  const { length } = sounds[0] ?? agent;
  return overTelephone(mixed(length, ...sounds, lineNoise(length, noiseDbfs)));
}

/** Callers at this level, one every eight seconds, and when each begins, in seconds. */
function interruptions(dbfs: number): { voices: Float64Array; onsets: number[] } {
  const voices = new Float64Array(agent.length);
  const onsets: number[] = [];
  for (const [n, clip] of callers.entries()) {
    const at = (6 + 8 * n) * 16_000 + n * 777;
    const voice = atLevel(clip, dbfs);
    voices.set(voice, at);
    onsets.push((at + voice.findIndex((sample) => Math.abs(sample) > 300)) / 16_000);
  }
  return { voices, onsets };
}

/** How long after each onset speech was detected, in milliseconds. */
function delaysMs(starts: readonly number[], onsets: readonly number[]): number[] {
  return onsets.map((onset) => {
    const start = starts.find((at) => at > onset - 0.05 && at < onset + 1);
    return ((start ?? Number.POSITIVE_INFINITY) - onset) * 1_000;
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

// A minute of sound each, which may take a busy machine a minute.
describe('a speakerphone', { timeout: 120_000 }, () => {
  it.each([
    [-30, 100, 0, -50],
    [-30, 400, 0.3, -50],
    [-40, 200, 0.2, -70],
    [-15, 250, 0.5, -60],
    [-6, 600, 0.3, -50],
  ])(
    'is not taken for the caller in a minute of the agent, at %i dB, %i ms, %f s of reverberation and noise at %i dBFS',
    async (levelDb, delayMs, rt60Seconds, noiseDbfs) => {
      const sound = heard(noiseDbfs, echoOf(onPhone, { levelDb, delayMs, rt60Seconds }));
      expect(await room.starts(throughEchoControl(agent, sound))).toEqual([]);
    },
  );

  it('would be taken for the caller without', async () => {
    const sound = heard(-60, echoOf(onPhone, { levelDb: -30, delayMs: 200 }));
    expect((await room.starts(sound)).length).toBeGreaterThan(3);
  });

  it('is not taken for the caller where its loudspeaker distorts and frames are lost', async () => {
    const path = { levelDb: -10, delayMs: 180, rt60Seconds: 0.3, saturatesDbfs: -18 };
    const sound = heard(-55, echoOf(onPhone, path));
    for (let frame = 7; frame * 320 < sound.length; frame += 19) {
      sound.fill(0, frame * 320, (frame + 1) * 320);
    }
    expect(await room.starts(throughEchoControl(agent, sound))).toEqual([]);
  });

  it('is known by the first words of a call', async () => {
    const found: number[][] = [];
    for (const [n, line] of lines.entries()) {
      for (const levelDb of [-30, -10]) {
        const sent = new Int16Array(4_800 + 48_000);
        sent.set(line.subarray(0, 48_000), 4_800);
        const path = { levelDb, delayMs: 60 + 110 * n, rt60Seconds: 0.3, seed: n + 1 };
        const sound = heard(-52, echoOf(overTelephone(sent), path));
        found.push(await room.starts(throughEchoControl(sent, sound)));
      }
    }
    expect(found.flat()).toEqual([]);
  });

  it('is followed when its delay changes', async () => {
    const early = echoOf(onPhone, { levelDb: -15, delayMs: 150, rt60Seconds: 0.2 });
    const late = echoOf(onPhone, { levelDb: -15, delayMs: 420, rt60Seconds: 0.2 });
    const change = (SECONDS / 2) * 16_000;
    const echo = early.map((sample, n) => (n < change ? sample : (late[n] ?? 0)));
    expect(await room.starts(throughEchoControl(agent, heard(-60, echo)))).toEqual([]);
  });

  it('lets a caller be heard over it as soon as without it', async () => {
    const { voices, onsets } = interruptions(-25);
    const alone = delaysMs(await room.starts(heard(-50, voices)), onsets);
    const echo = echoOf(onPhone, { levelDb: -30, delayMs: 250, rt60Seconds: 0.3 });
    const over = throughEchoControl(agent, heard(-50, voices, echo));
    const extra = delaysMs(await room.starts(over), onsets).map((ms, n) => ms - (alone[n] ?? 0));
    expect(median(extra)).toBeLessThanOrEqual(20);
    expect(Math.max(...extra)).toBeLessThanOrEqual(64);
  });

  it('lets a caller be heard who is quieter than it', async () => {
    const { voices, onsets } = interruptions(-30);
    const echo = echoOf(onPhone, { levelDb: -12, delayMs: 200, rt60Seconds: 0.2 });
    const over = throughEchoControl(agent, heard(-50, voices, echo));
    expect(delaysMs(await room.starts(over), onsets).filter((ms) => ms < 1_000)).toHaveLength(6);
  });

  it('lets a caller be heard who speaks over the first second of the greeting', async () => {
    const greeting = (lines[0] ?? agent).subarray(0, 48_000);
    for (const clip of callers) {
      const voice = new Float64Array(greeting.length);
      voice.set(atLevel(clip, -22).subarray(0, voice.length - 8_000), 8_000);
      const echo = echoOf(overTelephone(greeting), { levelDb: -25, delayMs: 180 });
      const starts = await room.starts(throughEchoControl(greeting, heard(-55, voice, echo)));
      expect(starts.length).toBeGreaterThan(0);
      expect(starts[0]).toBeLessThan(1.2);
    }
  });

  it('is told once, with its level and its delay', () => {
    const told: EchoStretch[] = [];
    const echo = echoOf(onPhone, { levelDb: -20, delayMs: 240 });
    throughEchoControl(agent, heard(-60, echo), (stretch) => told.push(stretch));
    expect(told).toHaveLength(1);
    const [stretch] = told;
    expect(stretch?.levelDb).toBeGreaterThan(-26);
    expect(stretch?.levelDb).toBeLessThan(-17);
    expect(stretch?.delayMs).toBeCloseTo(240, -1);
    expect((stretch?.untilUs ?? 0) - (stretch?.fromUs ?? 0)).toBeGreaterThan(50_000_000);
  });
});

describe('a headset', { timeout: 120_000 }, () => {
  it.each([-20, -38])('passes a caller at %i dBFS over the agent as they are', async (dbfs) => {
    const { voices, onsets } = interruptions(dbfs);
    const sound = heard(-60, voices);
    const freed = throughEchoControl(agent, sound);
    const passed = freed.samples;
    for (const [n, clip] of callers.entries()) {
      const from = Math.floor((onsets[n] ?? 0) * 16_000);
      const spoken = [from, from + clip.length - 8_000] as const;
      const change = speechDbfs(passed.subarray(...spoken)) - speechDbfs(sound.subarray(...spoken));
      expect(Math.abs(change)).toBeLessThan(1);
    }
    const late = delaysMs(await room.starts(freed), onsets);
    const alone = delaysMs(await room.starts(sound), onsets);
    expect(median(late.map((ms, n) => ms - (alone[n] ?? 0)))).toBe(0);
  });

  it('passes music and keys over the agent', () => {
    const tones = new Float64Array(agent.length);
    for (let n = 5 * 16_000; n < tones.length; n += 1) {
      const second = n / 16_000;
      const [low, high] =
        [
          [770, 1_336],
          [262, 393],
          [852, 1_209],
        ][Math.floor(second) % 3] ?? [];
      const fades = Math.exp(-2 * (second % 1));
      const swing = (hz = 0) => Math.sin(2 * Math.PI * hz * second);
      tones[n] = 4_000 * fades * (swing(low) + swing(high));
    }
    const sound = heard(-55, tones);
    const change = speechDbfs(throughEchoControl(agent, sound).samples) - speechDbfs(sound);
    expect(Math.abs(change)).toBeLessThan(1);
  });
});

describe('echo control', { timeout: 120_000 }, () => {
  function setUp() {
    const told: { samples: Int16Array; atUs: number }[] = [];
    const control = new EchoControl({
      sound: (samples, atUs) => told.push({ samples, atUs }),
      echo: () => {},
    });
    const left = () => told.flatMap(({ samples }) => [...samples]);
    return { control, told, left };
  }

  it('does not touch the sound while the agent is silent', () => {
    const { control, told } = setUp();
    control.played(new Int16Array(320).fill(5_000), 0);
    const frame = new Int16Array(320).fill(3_000);
    control.hear(frame, 2_000_000);
    expect(told).toEqual([{ samples: frame, atUs: 2_000_000 }]);
    expect(told[0]?.samples).toBe(frame);
  });

  it('tells all that it hears, in pieces of any length, each sample at its own time', () => {
    const { control, told, left } = setUp();
    let at = 0;
    for (const length of [320, 1, 159, 160, 1_000, 319, 7, 640, 0, 255, 256, 257]) {
      control.played(agent.subarray(8_000 + at, 8_000 + at + length), at * 62.5);
      const heard = agent.subarray(16_000 + at, 16_000 + at + length);
      control.hear(heard, at * 62.5);
      at += length;
    }
    control.close();
    expect(left()).toHaveLength(at);
    let next = 0;
    for (const { samples, atUs } of told) {
      expect(atUs).toBe(next * 62.5);
      next += samples.length;
    }
  });

  it('is the same whatever the pieces in which the sound was sent', () => {
    const echo = heard(-60, echoOf(onPhone, { levelDb: -20, delayMs: 150 })).subarray(0, 96_000);
    const whole = setUp();
    const ahead = setUp();
    for (let at = 0; at < echo.length; at += 320) {
      whole.control.played(agent.subarray(at, at + 320), at * 62.5);
      // 200 ms ahead of its time, with a jittery clock.
      const early = agent.subarray(at, at + 3_200);
      if (at % 3_200 === 0) ahead.control.played(early, at * 62.5 + (at % 700));
      const piece = echo.subarray(at, at + 320);
      whole.control.hear(piece, at * 62.5);
      ahead.control.hear(piece, at * 62.5);
    }
    expect(ahead.left()).toEqual(whole.left());
  });

  it('finds no echo of what was taken back before it was played', () => {
    const { control, told } = setUp();
    control.played(agent.subarray(0, 16_000), 0);
    control.takenBack(0);
    const frame = heard(-50, agent.subarray(0, 16_000)).subarray(8_000, 8_320);
    control.hear(frame, 200_000);
    expect(told.map(({ samples }) => samples)).toEqual([frame]);
  });

  it('finds the echo again behind a gap in what is heard', async () => {
    const sound = heard(-60, echoOf(onPhone, { levelDb: -15, delayMs: 200, rt60Seconds: 0.2 }));
    const { control, left } = setUp();
    for (let at = 0; at < 20 * 16_000; at += 320) {
      control.played(agent.subarray(at, at + 320), at * 62.5);
      if (at % 80_000 > 72_000) continue;
      control.hear(sound.subarray(at, at + 320), at * 62.5);
    }
    control.close();
    expect(await room.starts(Int16Array.from(left()))).toEqual([]);
  });
});
