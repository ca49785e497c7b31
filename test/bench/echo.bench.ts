/**
 * Measures echo control with speakerphones: the agent's voice comes back over a
 * telephone at several levels and delays, with reverberation and noise. Counts how often the
 * caller's ear detects speech in a minute of the agent, and how much later it detects callers over
 * the echo than without. Callers are embedded voices, and recorded people if Debian's
 * `asterisk-core-sounds-en-wav` is installed. Then measures the cost of a frame.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../../common/rules/seeded-random.ts';
import { Resampler } from '../../common/rules/sound/resampler.ts';
import { percentilesOf } from '../../common/rules/timeline/timeline.ts';
import { readWav } from '../../main/speech/wav.ts';
import {
  atLevel,
  type EchoPath,
  echoOf,
  lineNoise,
  mixed,
  overTelephone,
} from '../doubles/hearing/echoing-phone.ts';
import { HearingRoom, monologue, throughEchoControl } from '../doubles/hearing/hearing-room.ts';

const SECONDS = 64;
/** Detection decides every 32 ms, so at most two windows later. */
const EXTRA_MS = { p50: 20, p99: 64 };
/** How many beginnings of calls are tried, all different. */
const FIRST_WORDS = 120;
/** The budget for a hundred calls on one core. */
const FRAME_US = 200;
const AGENT = [
  'Hello, and thank you for calling the bicycle shop on the corner. How can I help you today?',
  'We have a long list of bicycles to rent: city bikes, mountain bikes, tandems, and a few with motors.',
  'A day costs twenty five dollars, and a whole week is one hundred and ten. Helmets are included.',
  'Your appointment is on Friday the fourteenth of March at half past nine. Please bring your receipt.',
  'I found three free places next week. There is one on Monday at eleven, and two on Thursday.',
  'Is there anything else that I can do for you? Otherwise I wish you a wonderful day, and goodbye.',
];
const CALLERS = [
  'Wait, stop.',
  'Actually, I meant Friday.',
  'Hold on a second.',
  'Excuse me.',
  'Can I ask something?',
  'No, that is wrong.',
];
const PEOPLE = '/usr/share/asterisk/sounds/en_US_f_Allison';
const PROMPTS = ['privacy-prompt', 'cancelled', 'auth-incorrect', 'conf-getpin', 'demo-congrats'];

type Row = EchoPath & { readonly noiseDbfs: number };
const rows: Row[] = [-6, -15, -20, -30, -40, -45].flatMap((levelDb) =>
  [
    { delayMs: 40, rt60Seconds: 0.2, noiseDbfs: -60 },
    { delayMs: 100, rt60Seconds: 0, noiseDbfs: -50 },
    { delayMs: 250, rt60Seconds: 0.5, noiseDbfs: -65 },
    { delayMs: 400, rt60Seconds: 0.3, noiseDbfs: -50 },
    { delayMs: 600, rt60Seconds: 0.3, saturatesDbfs: -20, noiseDbfs: -55 },
  ].map((path) => ({ levelDb, ...path })),
);

const room = new HearingRoom();
const lines: Int16Array[] = [];
for (const text of AGENT) lines.push(await room.say(text));
const callers: Int16Array[] = [];
for (const voice of ['rms', 'awb', 'kal16']) {
  for (const text of CALLERS) callers.push(await room.say(text, voice));
}
if (existsSync(PEOPLE)) callers.push(...PROMPTS.map(recorded));
const agent = monologue(lines, SECONDS);
const sent = overTelephone(agent);

const reached = [await alone(), await firstWords(), await interrupted(), costs()];
room.stop();
process.exitCode = reached.every(Boolean) ? 0 : 1;

async function alone(): Promise<boolean> {
  let cuts = 0;
  for (const row of rows) {
    const sound = overTelephone(
      mixed(agent.length, echoOf(sent, row), lineNoise(agent.length, row.noiseDbfs)),
    );
    const starts = await room.starts(throughEchoControl(agent, sound));
    cuts += starts.length;
    const times = starts.map((second) => second.toFixed(1)).join(' ');
    console.log(`echo ${named(row)}: ${starts.length} in ${SECONDS} s of the agent ${times}`);
  }
  console.log(`taken for the caller in all: ${cuts}, in ${(rows.length * SECONDS) / 60} minutes`);
  return cuts === 0;
}

/** Calls that have just begun: nothing is known of the echo, not even that there is one. */
async function firstWords(): Promise<boolean> {
  const random = seededRandom(13);
  const within = (least: number, most: number) => least + random() * (most - least);
  let cuts = 0;
  const late: (number | null)[] = [];
  for (let n = 0; n < FIRST_WORDS; n += 1) {
    const greeting = monologue([lines[n % lines.length] ?? agent], 3);
    const path = {
      levelDb: within(-40, -6),
      delayMs: within(30, 600),
      rt60Seconds: within(0, 0.5),
      noiseDbfs: within(-65, -48),
      seed: n + 1,
    };
    const noise = lineNoise(greeting.length, path.noiseDbfs);
    const echo = echoOf(overTelephone(greeting), path);
    const alone = overTelephone(mixed(greeting.length, echo, noise));
    const starts = await room.starts(throughEchoControl(greeting, alone));
    if (starts.length > 0) console.log(`  taken for the caller: ${named(path)} at ${starts}`);
    cuts += starts.length;
    // Every other caller has a headset.
    const at = Math.round(within(0.4, 1.2) * 16_000);
    const voice = new Float64Array(greeting.length);
    const clip = atLevel(callers[n % callers.length] ?? agent, within(-28, -18));
    voice.set(clip.subarray(0, voice.length - at), at);
    const echoes = n % 2 === 0 ? [] : [echo];
    const clean = overTelephone(mixed(greeting.length, voice, noise));
    const over = overTelephone(mixed(greeting.length, voice, noise, ...echoes));
    const [heard] = await room.starts(clean);
    const after = await room.starts(throughEchoControl(greeting, over));
    if (heard === undefined) continue;
    const found = after.find((second) => second > heard - 0.1 && second < heard + 1);
    late.push(found === undefined ? null : Math.round((found - heard) * 1_000));
  }
  console.log(`the first 3 s of a call, ${FIRST_WORDS} echoes: ${cuts} taken for the caller`);
  for (const [name, parity] of [
    ['without an echo', 0],
    ['over one', 1],
  ] as const) {
    tell(
      `there ${name}`,
      late.filter((_, n) => n % 2 === parity),
    );
  }
  return cuts === 0;
}

async function interrupted(): Promise<boolean> {
  const paths: Row[] = [
    { levelDb: -120, delayMs: 200, noiseDbfs: -50 },
    { levelDb: -30, delayMs: 100, noiseDbfs: -50 },
    { levelDb: -30, delayMs: 250, rt60Seconds: 0.3, noiseDbfs: -55 },
    { levelDb: -30, delayMs: 400, rt60Seconds: 0.3, noiseDbfs: -50 },
    { levelDb: -20, delayMs: 250, rt60Seconds: 0.3, noiseDbfs: -50 },
    { levelDb: -12, delayMs: 150, rt60Seconds: 0.3, noiseDbfs: -50 },
  ];
  const weak: (number | null)[] = [];
  for (const path of paths) {
    const late: (number | null)[] = [];
    for (const dbfs of [-20, -25, -30]) {
      for (let first = 0; first < callers.length; first += 8) {
        late.push(...(await lateness(path, dbfs, callers.slice(first, first + 8))));
      }
    }
    tell(`at -20 to -30 dBFS over ${named(path)}`, late);
    if (path.levelDb <= -30) weak.push(...late);
  }
  return tell('at -20 to -30 dBFS over no echo and over -30 dB, together', weak);
}

/** Prints the result, and returns whether they are detected soon enough. */
function tell(name: string, late: readonly (number | null)[]): boolean {
  const { p50, p99, n } = percentilesOf(late.filter((ms) => ms !== null));
  const missed = late.length - n;
  console.log(
    `callers ${name}: heard later by p50 ${ms(p50)}, p99 ${ms(p99)}, ${n} callers, missed ${missed}`,
  );
  return missed === 0 && (p50 ?? 1e9) <= EXTRA_MS.p50 && (p99 ?? 1e9) <= EXTRA_MS.p99;
}

/** How much later each caller is detected over the echo than alone; null: not at all. */
async function lateness(path: Row, dbfs: number, clips: readonly Int16Array[]) {
  const voices = new Float64Array(agent.length);
  const onsets = clips.map((clip, n) => {
    const at = (5 + 7 * n) * 16_000 + ((n * 7_919) % 12_000);
    const voice = atLevel(clip, dbfs).subarray(0, 2 * 16_000);
    voices.set(voice, at);
    const loud = 32_768 * 10 ** (dbfs / 20) * 0.3;
    return (at + voice.findIndex((sample) => Math.abs(sample) > loud)) / 16_000;
  });
  const noise = lineNoise(agent.length, path.noiseDbfs);
  const clean = overTelephone(mixed(agent.length, voices, noise));
  const sound = overTelephone(mixed(agent.length, voices, noise, echoOf(sent, path)));
  const before = await room.starts(clean);
  const after = await room.starts(throughEchoControl(agent, sound));
  return onsets.flatMap((onset) => {
    const near = (starts: readonly number[]) =>
      starts.find((second) => second > onset - 0.1 && second < onset + 1);
    const heard = near(before);
    if (heard === undefined) return [];
    const over = near(after);
    return [over === undefined ? null : Math.round((over - heard) * 1_000)];
  });
}

function costs(): boolean {
  const noise = lineNoise(agent.length, -55);
  const echo = echoOf(sent, { levelDb: -20, delayMs: 200, rt60Seconds: 0.3 });
  const silent = new Int16Array(agent.length);
  const cases: [string, Int16Array, Int16Array][] = [
    ['while the agent is silent', silent, mixed(agent.length, noise)],
    ['while it speaks, without an echo', agent, mixed(agent.length, noise)],
    ['while it speaks, with an echo', agent, mixed(agent.length, echo, noise)],
  ];
  return cases
    .map(([name, reference, heard]) => {
      throughEchoControl(reference, heard);
      const before = process.cpuUsage();
      throughEchoControl(reference, heard);
      const { user, system } = process.cpuUsage(before);
      const us = (user + system) / (agent.length / 320);
      console.log(`a frame of 20 ms ${name}: ${us.toFixed(0)} µs`);
      return us <= FRAME_US;
    })
    .every(Boolean);
}

function recorded(name: string): Int16Array {
  const { samples, sampleRateHz } = readWav(readFileSync(join(PEOPLE, `${name}.wav`)));
  return new Resampler(sampleRateHz, 16_000).push(samples);
}

function named({ levelDb, delayMs, rt60Seconds = 0, saturatesDbfs, noiseDbfs }: Row): string {
  if (levelDb < -100) return 'no echo';
  const bent = saturatesDbfs === undefined ? '' : ', distorted';
  return `${levelDb} dB, ${delayMs} ms, reverberation ${rt60Seconds} s${bent}, noise ${noiseDbfs} dBFS`;
}

function ms(value: number | null | undefined): string {
  return value == null ? '-' : `${value.toFixed(0)} ms`;
}
