/**
 * Measures a hundred concurrent calls in real time: telephones behind Twilio's
 * media stream in a separate process, whose frames arrive up to 60 ms early or late, with VAD,
 * recording and event log on disk, speech prepared beforehand, and each side talking half the time.
 * Measures how late frames leave for the carrier's socket, compared to their pace less the lead,
 * and whether memory stays flat.
 *
 * `AGENTPHONE_BENCH_MINUTES=10 npm run bench -- hundred` is the long form.
 */

import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocketServer } from 'ws';
import { encodeMulaw } from '../../common/rules/sound/mulaw.ts';
import { Resampler } from '../../common/rules/sound/resampler.ts';
import { ThinkingHabit } from '../../common/rules/speech-text/thinking-first.ts';
import { percentilesOf } from '../../common/rules/timeline/timeline.ts';
import { MediaLeg } from '../../main/carriers/twilio/media/media-leg.ts';
import { TwilioCall } from '../../main/carriers/twilio/twilio-call.ts';
import { childProcessSpawner } from '../../main/platform/process/process-spawner.ts';
import { ProductClock, systemTime } from '../../main/platform/time/clock.ts';
import { WorkSlices } from '../../main/platform/time/work-slices.ts';
import { SileroVad } from '../../main/speech/silero-vad.ts';
import { SpeechClient } from '../../main/speech/speech-client.ts';
import type { SpeechRequest } from '../../main/speech/tts.ts';
import { CallStore } from '../../main/store/calls/calls.ts';
import { DamageNotes } from '../../main/store/database/damage-notes.ts';
import { openDatabase } from '../../main/store/database/database.ts';
import { CallSession } from '../../main/voice/call-session.ts';
import { Recorder } from '../../main/voice/recorder.ts';
import type { Responder } from '../../main/voice/responding/responder.ts';
import { anyProfile } from '../doubles/calls/call-harness.ts';
import { ScriptedStt } from '../doubles/hearing/scripted-hearing.ts';
import { SPEECH_ENTRIES } from '../doubles/processes/entry-points.ts';

const CALLS = 100;
const MINUTES = Number(process.env.AGENTPHONE_BENCH_MINUTES ?? 0.5);
const LATE_P99_MS = 20;
/** Growth of the memory in use from the end of the first quarter to the end. */
const GROWTH_MB = 16;
const SPEECH_MS = 4_000;
const ANSWER_MS = 4_000;
/** The caller's silence: the answer, the half second before it, and some margin. */
const SILENCE_MS = 4_800;
const JITTER_MS = 60;
/** A call hangs up after this time, and the next one takes its line. */
const CALL_MS = 60_000;
const FRAME_US = 20_000;
const ANSWER = 'An answer.';
const GRID_ENDS = new Set(['playout.paused', 'playout.cut', 'playout.ended']);

const folder = mkdtempSync(join(tmpdir(), 'agentphone-bench-'));
const clock = new ProductClock();
const slices = new WorkSlices({ clock, onDefect: console.error });
const client = new SpeechClient({
  spawn: childProcessSpawner,
  ...SPEECH_ENTRIES,
  clock,
  onCrash: (exit) => console.error('the speech process died', exit),
  onReplaced: () => {},
});
const vad = new SileroVad({ line: client.vadChannel, clock, onProblem: console.error });
const db = await openDatabase(folder);
db.pragma('foreign_keys = off');
const store = new CallStore(db, folder, new DamageNotes());

const callerSpeech = await spoken('rms', SPEECH_MS);
const agentSpeech = await spoken('slt', ANSWER_MS);
const speechFile = join(folder, 'caller.mulaw');
writeFileSync(speechFile, encodeMulaw(new Resampler(16_000, 8_000).push(callerSpeech)));

const lateMs: number[] = [];
let turns = 0;
let calls = 0;
/** A call ends when its last words are recognised, which takes a moment. */
const ends: Promise<void>[] = [];

interface LeftFrame {
  readonly atUs: number;
  /** The pacing grid was restarted with this frame. */
  readonly startsGrid: boolean;
}

/** Notes when each frame left, until it is reported as played. */
class TimedLeg extends MediaLeg {
  readonly left: LeftFrame[] = [];
  #startsGrid = true;

  override sendFrame(frame: number, samples: Int16Array): void {
    super.sendFrame(frame, samples);
    this.left.push({ atUs: clock.nowUs(), startsGrid: this.#startsGrid });
    this.#startsGrid = false;
  }

  override takeBack(): number {
    const unheardMs = super.takeBack();
    this.left.splice(Math.max(0, this.left.length - (unheardMs * 1000) / FRAME_US));
    return unheardMs;
  }

  /** The grid ends on purpose. */
  restart(): void {
    this.#startsGrid = true;
  }
}

/**
 * Notes how late each of the agent's frames left, compared to its place on the grid less the lead.
 */
class NotingRecorder extends Recorder {
  readonly #leg: TimedLeg;
  /** The product time at which the call started. */
  startUs = 0;
  #lastUs = 0;
  /** The first frames of a new grid leave in a rush, and are not late before it begins. */
  #gridUs = 0;

  constructor(path: string, leg: TimedLeg) {
    super(path);
    this.#leg = leg;
  }

  override write(side: 'caller' | 'agent', samples: Int16Array, atUs: number): void {
    super.write(side, samples, atUs);
    const left = side === 'agent' ? this.#leg.left.shift() : undefined;
    if (left === undefined) return;
    if (left.startsGrid) this.#gridUs = atUs;
    // If the grid was moved after a long stall, the frame is late compared to the old grid.
    const movedUs = left.startsGrid ? 0 : atUs - this.#lastUs - FRAME_US;
    const leavesUs = Math.max(this.#gridUs, atUs - movedUs - this.#leg.leadMs * 1000);
    lateMs.push((left.atUs - this.startUs - leavesUs) / 1000);
    this.#lastUs = atUs;
  }
}

const responder: Responder = {
  respond(_turn, sink) {
    turns += 1;
    sink.note('response.started', { status: 200, contentType: 'application/json' });
    sink.instruction({ text: ANSWER, interim: false, action: null, digits: null });
    sink.ended('complete');
    return Promise.resolve();
  },
};
const tts = {
  name: 'prepared',
  voiceFor: (name: string) => ({ name, substituted: false }),
  async *synthesize({ text }: SpeechRequest) {
    yield text === ANSWER ? agentSpeech : agentSpeech.subarray(0, 16 * 300);
  },
};

class EndlessStt extends ScriptedStt {
  override open() {
    this.words.push('What a caller says.');
    return super.open();
  }
}

function begin(line: number): { leg: TimedLeg; session: CallSession } {
  calls += 1;
  const callId = `call_${calls}`;
  const call = new TwilioCall({
    callId,
    direction: 'inbound',
    callSid: `CA${calls}`,
    detectsVoicemail: false,
    real: systemTime,
    control: { end: async () => {}, transfer: async () => {}, status: async () => null },
    onLate: () => {},
    onOver: () => {},
    onSettled: () => {},
    onUnreachable: () => {},
  });
  const leg = new TimedLeg(call, systemTime);
  const recordingPath = join(folder, `${line}.wav`);
  store.insert({
    id: callId,
    accountId: 'acct',
    agentId: null,
    numberId: null,
    phoneNumber: null,
    direction: 'inbound',
    carrier: 'twilio',
    from: '+12025550147',
    to: '+14155550123',
    status: 'in-progress',
    reason: null,
    snippet: null,
    recordingPath,
    settings: { voice: 'slt', systemPrompt: null, metadata: null },
    startedAtMs: clock.now(),
    answeredAtMs: null,
    endedAtMs: null,
  });
  const recorder = new NotingRecorder(recordingPath, leg);
  const end = Promise.withResolvers<void>();
  ends.push(end.promise);
  const session = new CallSession({
    profile: { ...anyProfile(), callId, enableBackchannel: true },
    leg,
    clock,
    slices,
    engines: {
      tts,
      callerTts: tts,
      stt: new EndlessStt(),
      vad,
      endpointingSilenceMs: null,
      mergeContinuedSpeech: true,
      echoControl: true,
    },
    responder,
    thinkingHabit: new ThinkingHabit(),
    recorder,
    sink: store,
    onEvent: ({ type }) => {
      if (GRID_ENDS.has(type)) leg.restart();
    },
    onEnded: () => end.resolve(),
  });
  recorder.startUs = clock.nowUs() - session.log.nowUs();
  leg.attach({
    ringing() {},
    answered: () => session.answered(),
    notReached() {},
    said: () => 0,
    audio: (sound) => session.audio(sound),
    dtmf() {},
    phoneSet() {},
    heard: (frame, agoMs, source) => session.heard(frame, agoMs, source),
    screeningPassed() {},
    lost() {},
    interrupted() {},
    hungUp() {},
  });
  session.ring();
  leg.answer();
  return { leg, session };
}

let over = false;
/** By the number of the telephone; a new call replaces one that is over. */
const lines = new Map<number, { session: CallSession; endsAtMs: number }>();
const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
server.on('connection', (socket) => {
  socket.on('error', () => {});
  socket.on('message', function opened(data) {
    const { event, streamSid } = JSON.parse(String(data)) as { event: string; streamSid: string };
    if (event !== 'start' || over) return;
    socket.off('message', opened);
    const line = Number(streamSid.slice(2));
    const { leg, session } = begin(line);
    const forMs = lines.has(line) ? CALL_MS : (CALL_MS * (line + 1)) / CALLS;
    lines.set(line, { session, endsAtMs: clock.now() + forMs });
    leg.connect({ socket, streamSid });
  });
});
await new Promise((resolve) => server.once('listening', resolve));
const { port } = server.address() as AddressInfo;
const callers = fork(join(import.meta.dirname, '../doubles/twilio/media-callers.ts'), [
  `ws://127.0.0.1:${port}`,
  String(CALLS),
  speechFile,
  String(SILENCE_MS),
  String(JITTER_MS),
]);

const inUseMb: number[] = [];
const cpu = process.cpuUsage();
const startedMs = systemTime.monotonicMs();
const totalMs = MINUTES * 60_000;
// Frames of the first seconds reflect compilation rather than the calls.
await passing(5_000);
lateMs.length = 0;
for (let sample = 1; sample <= 12; sample += 1) {
  const untilMs = startedMs + 5_000 + (totalMs * sample) / 12;
  while (systemTime.monotonicMs() < untilMs) {
    await passing(Math.min(500, untilMs - systemTime.monotonicMs()));
    for (const { session, endsAtMs } of lines.values()) {
      if (clock.now() >= endsAtMs) session.hangUp('user_hangup');
    }
  }
  inUseMb.push(memoryInUseMb());
}
const used = process.cpuUsage(cpu);
const share = (used.user + used.system) / 10 / (systemTime.monotonicMs() - startedMs);

over = true;
callers.disconnect();
for (const { session } of lines.values()) session.hangUp('user_hangup');
await Promise.all(ends);
server.close();
client.stop();
clock.stop();
db.close();
rmSync(folder, { recursive: true, force: true });

const { p50, p99, n } = percentilesOf(lateMs);
const growthMb = Math.max(...inUseMb.slice(-3)) - (inUseMb[2] ?? 0);
console.log(
  `${CALLS} calls for ${MINUTES} min, ${calls} in all, ${turns} turns: ${n} frames, late by p50 ${ms(p50)}, p99 ${ms(p99)}, max ${ms(lateMs.reduce((most, late) => Math.max(most, late), 0))}; ${share.toFixed(0)} % of a core on our side`,
);
console.log(
  `memory in use: ${inUseMb.map((mb) => mb.toFixed(0)).join(' ')} MB, resident ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB`,
);
/** Each cycle of a line has one turn of either side. */
const expectedTurns = (CALLS * totalMs) / (SPEECH_MS + SILENCE_MS);
const talked = turns >= 0.8 * expectedTurns;
if (!talked) console.log(`only ${turns} turns of about ${expectedTurns}`);
process.exitCode = talked && (p99 ?? Infinity) <= LATE_P99_MS && growthMb <= GROWTH_MB ? 0 : 1;

/** Live memory, including samples and buffers. */
function memoryInUseMb(): number {
  const before = lateMs.length;
  if (MINUTES > 1) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  // Our own notes are not part of the app.
  return (heapUsed + external - before * 8) / 1e6;
}

/** Flite's sentences without any pause that would end a turn, cut to length. */
async function spoken(voice: string, lengthMs: number): Promise<Int16Array> {
  const text =
    'I would like to rent two bicycles for the whole weekend and bring them back on Monday morning before the shop opens';
  const speech = await client.synthesize({ text, voice, speed: 1 }, new AbortController().signal);
  const whole = new Int16Array(lengthMs * 16);
  for (let at = 0, from = 0; at < whole.length; from = (from + 320) % (speech.length - 320)) {
    const frame = speech.subarray(from, from + 320);
    if (frame.every((sample) => Math.abs(sample) < 300)) continue;
    whole.set(frame, at);
    at += frame.length;
  }
  return whole;
}

function passing(forMs: number): Promise<void> {
  return new Promise((resolve) => systemTime.after(forMs, resolve));
}

function ms(value: number | null | undefined): string {
  return value == null ? '-' : `${value.toFixed(1)} ms`;
}
