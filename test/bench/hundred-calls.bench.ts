/**
 * A hundred calls at once in real time (issue 5): µ-law callers in a process of their own, VAD on,
 * recording and event log on disk, speech prepared beforehand, each side talking half the time. How
 * late frames leave for the carrier's socket, and whether memory stays flat.
 *
 * `AGENTPHONE_BENCH_MINUTES=10 npm run bench -- hundred` is the long form.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeMulaw, encodeMulaw } from '../../common/rules/mulaw.ts';
import { Resampler } from '../../common/rules/resampler.ts';
import { percentilesOf } from '../../common/rules/timeline.ts';
import type { CallLeg, LegObserver } from '../../main/carriers/carrier.ts';
import { ProductClock, systemTime } from '../../main/platform/clock.ts';
import { childProcessSpawner } from '../../main/platform/process-spawner.ts';
import { SileroVad } from '../../main/speech/silero-vad.ts';
import { SpeechClient } from '../../main/speech/speech-client.ts';
import type { SpeechRequest } from '../../main/speech/tts.ts';
import { CallStore } from '../../main/store/calls.ts';
import { openDatabase } from '../../main/store/database.ts';
import { CallSession } from '../../main/voice/call-session.ts';
import { Recorder } from '../../main/voice/recorder.ts';
import type { Responder } from '../../main/voice/responder.ts';
import { anyProfile } from '../doubles/call-world.ts';
import { ScriptedStt } from '../doubles/scripted-hearing.ts';

const CALLS = 100;
const MINUTES = Number(process.env.AGENTPHONE_BENCH_MINUTES ?? 0.5);
const LATE_P99_MS = 20;
/** Growth of the memory in use from the end of the first quarter to the end. */
const GROWTH_MB = 16;
const SPEECH_MS = 4_000;
const ANSWER_MS = 4_000;
/** Of the caller: the answer, the half second before it, and some air. */
const SILENCE_MS = 4_800;
/** A call hangs up after this long, and the next one takes its line. */
const CALL_MS = 60_000;
const FRAME_US = 20_000;
const FRAME_BYTES = 160;
const ANSWER = 'An answer.';
const GRID_ENDS = new Set(['playout.paused', 'playout.cut', 'playout.ended']);

const folder = mkdtempSync(join(tmpdir(), 'agentphone-bench-'));
const clock = new ProductClock();
const source = (path: string) => new URL(`../../main/speech/process/${path}`, import.meta.url);
const client = new SpeechClient({
  spawn: childProcessSpawner,
  entry: source('speech-process.ts'),
  fliteThreadEntry: source('flite-thread.ts'),
  recogniserThreadEntry: source('recogniser-thread.ts'),
  vadModel: new URL('../../resources/models/silero-vad-v6.onnx', import.meta.url),
  clock,
  onCrash: (exit) => console.error('the speech process died', exit),
});
const vad = new SileroVad({ line: client.vadLine, clock, onProblem: console.error });
const db = await openDatabase(folder);
db.pragma('foreign_keys = off');
const store = new CallStore(db, folder);

const callerSpeech = await spoken('rms', SPEECH_MS);
const agentSpeech = await spoken('slt', ANSWER_MS);
const speechFile = join(folder, 'caller.mulaw');
writeFileSync(speechFile, encodeMulaw(new Resampler(16_000, 8_000).push(callerSpeech)));

const lateMs: number[] = [];
let turns = 0;
let calls = 0;

/** Notes how late each frame of the agent is against its place on the grid. */
class NotingRecorder extends Recorder {
  #lastUs: number | null = null;
  nowUs: () => number = () => 0;

  override write(side: 'caller' | 'agent', samples: Int16Array, atUs: number): void {
    super.write(side, samples, atUs);
    if (side === 'caller') return;
    // Where the grid moved on after a longer stall, the frame is late against the old one.
    const moved = this.#lastUs === null ? 0 : atUs - this.#lastUs - FRAME_US;
    lateMs.push((this.nowUs() - atUs + moved) / 1000);
    this.#lastUs = atUs;
  }

  /** The grid starts anew on purpose. */
  restart(): void {
    this.#lastUs = null;
  }
}

class MulawLeg implements CallLeg {
  readonly #socket: Socket;
  readonly #down = new Resampler(16_000, 8_000);
  #position = 0;
  #observer: LegObserver | null = null;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  attach(observer: LegObserver): void {
    this.#observer = observer;
  }
  receive(bytes: Uint8Array): void {
    const samples = decodeMulaw(bytes);
    this.#observer?.audio({ samples, rateHz: 8_000, position: this.#position, stream: 1 });
    this.#position += samples.length;
  }
  sendFrame(_frame: number, samples: Int16Array): void {
    this.#socket.write(encodeMulaw(this.#down.push(samples)));
  }
  answer(): void {}
  monitor(): void {}
  clear(): void {}
  pressDigits(): void {}
  hangUp(): void {
    this.#observer = null;
  }
}

const responder: Responder = {
  respond(_turn, sink) {
    turns += 1;
    sink.responseStarted({ status: 200, contentType: 'application/json' });
    sink.instruction(0, { text: ANSWER, interim: false, action: null, digits: null });
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

function begin(leg: MulawLeg, line: number): CallSession {
  calls += 1;
  const callId = `call_${calls}`;
  const recordingPath = join(folder, `${line}.wav`);
  store.insert({
    ...{ id: callId, accountId: 'acct', agentId: null, numberId: null, phoneNumber: null },
    ...{ direction: 'inbound', carrier: 'twilio', from: '+12025550147', to: '+14155550123' },
    ...{ status: 'in-progress', reason: null, snippet: null, recordingPath },
    settings: { voice: 'slt', systemPrompt: null, metadata: null },
    ...{ startedAtMs: clock.now(), answeredAtMs: null, endedAtMs: null },
  });
  const recorder = new NotingRecorder(recordingPath);
  const session = new CallSession({
    profile: { ...anyProfile(), callId, enableBackchannel: true },
    leg,
    clock,
    engines: {
      tts,
      callerTts: tts,
      stt: new EndlessStt(),
      vad,
      endpointingSilenceMs: null,
      mergeContinuedSpeech: true,
    },
    responder,
    recorder,
    sink: store,
    onEvent: ({ type }) => {
      if (GRID_ENDS.has(type)) recorder.restart();
    },
    onEnded: () => {},
  });
  recorder.nowUs = () => session.log.nowUs();
  leg.attach({
    ringing() {},
    answered() {},
    notReached() {},
    line: () => 0,
    audio: (sound) => session.hear(sound),
    dtmf() {},
    heard() {},
    screeningPassed() {},
    lost() {},
    interrupted() {},
    hungUp() {},
  });
  session.ring();
  session.answered();
  return session;
}

const lines = new Map<number, { leg: MulawLeg; session: CallSession; endsAtMs: number }>();
const server = createServer((socket) => {
  socket.setNoDelay(true);
  socket.on('error', () => {});
  const line = lines.size;
  const leg = new MulawLeg(socket);
  const firstMs = (CALL_MS * (line + 1)) / CALLS;
  lines.set(line, { leg, session: begin(leg, line), endsAtMs: clock.now() + firstMs });
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (; rest.length >= FRAME_BYTES; rest = rest.subarray(FRAME_BYTES)) {
      leg.receive(rest.subarray(0, FRAME_BYTES));
    }
  });
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
const callers = fork(join(import.meta.dirname, '../doubles/mulaw-callers.ts'), [
  String(port),
  String(CALLS),
  speechFile,
  String(SILENCE_MS),
]);

const inUseMb: number[] = [];
const cpu = process.cpuUsage();
const startedMs = systemTime.monotonicMs();
const totalMs = MINUTES * 60_000;
// Frames of the first seconds tell of the compiler, not of the calls.
await passing(5_000);
lateMs.length = 0;
for (let sample = 1; sample <= 12; sample += 1) {
  const untilMs = startedMs + 5_000 + (totalMs * sample) / 12;
  while (systemTime.monotonicMs() < untilMs) {
    await passing(Math.min(500, untilMs - systemTime.monotonicMs()));
    for (const [number, line] of lines) {
      if (clock.now() < line.endsAtMs) continue;
      line.session.hangUp('user_hangup');
      const session = begin(line.leg, number);
      lines.set(number, { leg: line.leg, session, endsAtMs: clock.now() + CALL_MS });
    }
  }
  inUseMb.push(memoryInUseMb());
}
const used = process.cpuUsage(cpu);
const share = (used.user + used.system) / 10 / (systemTime.monotonicMs() - startedMs);

callers.disconnect();
for (const { session } of lines.values()) session.hangUp('user_hangup');
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
/** Each line's cycle has one turn of either side. */
const expectedTurns = (CALLS * totalMs) / (SPEECH_MS + SILENCE_MS);
const talked = turns >= 0.8 * expectedTurns;
if (!talked) console.log(`only ${turns} turns of about ${expectedTurns}`);
process.exitCode = talked && (p99 ?? Infinity) <= LATE_P99_MS && growthMb <= GROWTH_MB ? 0 : 1;

/** What is alive, samples and buffers included. */
function memoryInUseMb(): number {
  const before = lateMs.length;
  if (MINUTES > 1) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  // Our own notes are not the app's.
  return (heapUsed + external - before * 8) / 1e6;
}

/** Flite's sentences without a pause that would end a turn, cut to length. */
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
