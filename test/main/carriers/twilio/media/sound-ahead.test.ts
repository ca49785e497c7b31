import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dtmfTones } from '../../../../../common/rules/sound/dtmf-tones.ts';
import { decodeMulaw } from '../../../../../common/rules/sound/mulaw.ts';
import { G711Encoder } from '../../../../../main/carriers/twilio/media/g711-codec.ts';
import { ProductClock } from '../../../../../main/platform/time/clock.ts';
import { AgentSound } from '../../../../../main/voice/speaking/agent-sound.ts';
import { Playout } from '../../../../../main/voice/speaking/playout.ts';
import { ManualTime } from '../../../../doubles/manual-time.ts';
import { type MediaLine, mediaLine } from '../../../../doubles/twilio/media-socket.ts';

let real: ManualTime;
let line: MediaLine;
let sound: AgentSound;
let playout: Playout;

beforeEach(async () => {
  real = new ManualTime();
  line = await mediaLine(real);
  const clock = new ProductClock({ real });
  const { leg } = line;
  const observer = { played() {}, unplayed() {} };
  sound = new AgentSound({ clock, leg, ambientSound: 'none', observer });
  const frame = (samples: Int16Array, dueUs: number) => sound.speech(samples, dueUs);
  playout = new Playout(clock, { frame, started() {}, ended() {}, drained() {} }, leg.leadMs);
});

afterEach(() => line.close());

/** A chirp, in which no two moments sound the same. */
const chirp = (ms: number) =>
  new Int16Array(ms * 16).map((_, n) => 8_000 * Math.sin((n * n) / 400_000 + n / 40));

function say(piece: number, samples: Int16Array): void {
  playout.open(piece);
  playout.push(piece, samples);
  playout.close(piece);
}

/** What reaches the ear if nothing goes wrong. */
function onTheLine(samples: Int16Array): number[] {
  const encoder = new G711Encoder();
  const bytes: number[] = [];
  for (let at = 0; at < samples.length; at += 320) {
    bytes.push(...encoder.encode(samples.subarray(at, at + 320)));
  }
  return bytes;
}

const heard = () => line.caller.played.flatMap((bytes) => [...bytes]);
/** The gaps between two played frames. */
const holesMs = () =>
  line.caller.playedAtMs
    .slice(1)
    .map((atMs, n) => Math.round(atMs - (line.caller.playedAtMs[n] ?? 0) - 20))
    .filter((ms) => ms > 0);

describe('sound that leaves ahead of its pace', () => {
  it('has no hole where the way out stalls for 120 ms, nor for as long as the lead', async () => {
    const speech = chirp(1_500);
    say(0, speech);
    await line.pass(200);
    for (const stallMs of [120, line.leg.leadMs - 5]) {
      line.caller.stall();
      await line.pass(stallMs);
      line.caller.flow();
      await line.pass(300);
    }
    await line.pass(1_000);
    expect(holesMs()).toEqual([]);
    expect(heard()).toEqual(onTheLine(speech));
  });

  it('has one, and loses nothing, where it stalls for longer', async () => {
    const speech = chirp(1_000);
    say(0, speech);
    await line.pass(200);
    line.caller.stall();
    await line.pass(400);
    line.caller.flow();
    await line.pass(1_500);
    expect(holesMs()).toHaveLength(1);
    expect(heard()).toEqual(onTheLine(speech));
  });

  it('has none where this process stalls for as long as the lead', async () => {
    say(0, chirp(1_000));
    await line.pass(200);
    // The far end has a separate clock: it falls behind with us, and catches up.
    real.stall(140);
    await line.pass(1_000);
    expect(heard()).toEqual(onTheLine(chirp(1_000)));
  });

  it('is 100 to 200 ms ahead at the most', async () => {
    say(0, chirp(3_000));
    await line.pass(5);
    const ahead: number[] = [];
    for (let n = 0; n < 100; n += 1) {
      await line.pass(20);
      ahead.push(line.caller.bufferedBytes / 8);
    }
    expect(Math.min(...ahead)).toBeGreaterThanOrEqual(100);
    expect(Math.max(...ahead)).toBeLessThanOrEqual(200);
  });
});

describe('an interruption', () => {
  it('cuts at once: nothing is played once the clear is there', async () => {
    say(0, chirp(2_000));
    await line.pass(500);
    const unheardMs = sound.takeBack();
    playout.pause(unheardMs);
    await line.caller.settled();
    expect(line.caller.clears).toMatchObject([{ droppedBytes: unheardMs * 8 }]);
    const played = heard();
    await line.pass(1_000);
    expect(heard()).toEqual(played);
    // What counts as heard is exactly what was played.
    expect(playout.cut()[0]?.playedMs).toBe(played.length / 8);
  });

  it.each([
    ['once', [300]],
    ['at the first frame', [5]],
    ['again and again', [45, 20, 130, 20, 260]],
    ['between two pieces', [640]],
  ])('that is undone %s repeats no sample and loses none', async (_when, pauses) => {
    const speech = chirp(1_200);
    say(0, speech.subarray(0, 640 * 16));
    say(1, speech.subarray(640 * 16));
    for (const afterMs of pauses) {
      await line.pass(afterMs);
      playout.pause(sound.takeBack());
      await line.caller.settled();
      await line.pass(400);
      playout.resume();
    }
    await line.pass(2_000);
    expect(line.caller.clears).toHaveLength(pauses.length);
    expect(heard()).toEqual(onTheLine(speech));
  });

  it('over a way out that stalls takes back all that did not arrive', async () => {
    const speech = chirp(1_500);
    say(0, speech);
    await line.pass(200);
    const before = heard().length / 8;
    line.caller.stall();
    await line.pass(600);
    const unheardMs = sound.takeBack();
    playout.pause(unheardMs);
    // According to the pacing it was 800 ms; the ear got only what had arrived before.
    const heardMs = heard().length / 8;
    expect(heardMs).toBeLessThanOrEqual(before + line.leg.leadMs + 20);
    expect(playout.cut()[0]?.playedMs).toBe(heardMs);
    line.caller.flow();
    await line.pass(500);
    expect(heard().length / 8).toBe(heardMs);
  });
});

describe('keys that the agent presses into its own speech', () => {
  const tones = (digits: string) => onTheLine(dtmfTones(digits, 16_000));
  /** Whether the tone of the first key is complete, wherever it is in the sound. */
  const isLoud = (bytes: readonly number[]) =>
    Math.max(...decodeMulaw(Uint8Array.from(bytes)).map(Math.abs)) > 9_000;

  it('are heard behind what has left, and before what leaves later', async () => {
    const speech = chirp(1_000);
    say(0, speech);
    await line.pass(300);
    const before = (heard().length + line.caller.bufferedBytes) / 160;
    line.leg.pressDigits('42');
    await line.pass(2_000);
    const all = heard();
    expect(all).toHaveLength(onTheLine(speech).length + tones('42').length);
    // 100 ms of tone, then 100 ms of silence.
    const frame = (n: number) => all.slice((before + n) * 160, (before + n + 1) * 160);
    expect([frame(1), frame(2), frame(11)].map(isLoud)).toEqual([true, true, true]);
    expect([frame(7), frame(17)].map(isLoud)).toEqual([false, false]);
  });

  it('are not taken back with it: half a tone would be another key', async () => {
    say(0, chirp(2_000));
    await line.pass(300);
    line.leg.pressDigits('42');
    await line.pass(100);
    expect(sound.takeBack()).toBe(0);
    playout.pause(0);
    await line.pass(1_000);
    expect(line.caller.clears).toEqual([]);
    const sentMs = playout.cut()[0]?.playedMs ?? 0;
    expect(heard()).toHaveLength(sentMs * 8 + tones('42').length);
  });

  it('leave what is said behind them to be taken back once they were heard', async () => {
    say(0, chirp(3_000));
    await line.pass(300);
    line.leg.pressDigits('4');
    await line.pass(600);
    playout.pause(sound.takeBack());
    await line.caller.settled();
    expect(line.caller.clears).toHaveLength(1);
    const playedMs = playout.cut()[0]?.playedMs ?? 0;
    expect(heard()).toHaveLength(playedMs * 8 + tones('4').length);
  });
});
