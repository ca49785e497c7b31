import type {
  CallEvent,
  CallEventData,
  CallEventType,
  DisconnectionReason,
} from '../../../common/contract/index.ts';
import { ThinkingHabit } from '../../../common/rules/speech-text/thinking-first.ts';
import type { CallLeg, LegObserver } from '../../../main/carriers/carrier.ts';
import { ProductClock } from '../../../main/platform/time/clock.ts';
import { WorkSlices } from '../../../main/platform/time/work-slices.ts';
import type { SpeechRequest, TtsEngine } from '../../../main/speech/tts.ts';
import type { VadEngine } from '../../../main/speech/vad.ts';
import type { CallProfile } from '../../../main/voice/call-profile.ts';
import { CallSession } from '../../../main/voice/call-session.ts';
import type { CallEngines } from '../../../main/voice/engines.ts';
import type { Recorder } from '../../../main/voice/recorder.ts';
import type { Responder, ResponderSink } from '../../../main/voice/responding/responder.ts';
import type { VoiceTurn } from '../../../main/voice/responding/turn-webhook.ts';
import { ManualTime } from '../manual-time.ts';

/**
 * A stand-in for a speech engine: sound of a known length, 20 ms of a loud square wave per letter.
 */
export class ScriptedTts implements TtsEngine {
  readonly name = 'scripted';
  readonly asked: SpeechRequest[] = [];
  /** Texts for which synthesis fails. */
  readonly unspeakable = new Set<string>();
  substituted = false;

  voiceFor = (voice: string) => ({ name: voice, substituted: this.substituted });

  async *synthesize(request: SpeechRequest, signal: AbortSignal): AsyncIterable<Int16Array> {
    this.asked.push(request);
    await Promise.resolve();
    if (signal.aborted || this.unspeakable.has(request.text)) throw new Error('No voice today.');
    yield squareWave(request.text.length * 20);
  }
}

export function squareWave(ms: number): Int16Array {
  return new Int16Array(ms * 16).map((_, n) => (n % 80 < 40 ? 8_000 : -8_000));
}

/** A request as the responder got it; the test answers it through its sink. */
export interface AskedTurn extends ResponderSink {
  readonly turn: VoiceTurn;
  readonly signal: AbortSignal;
  /** Sends one line of an answer; line numbers that are left out count as lines without content. */
  line(
    number: number,
    text: string,
    more?: Partial<Parameters<ResponderSink['instruction']>[0]>,
  ): void;
}

/** Lets the test decide when and what the agent's side answers. */
class ScriptedResponder implements Responder {
  readonly asked: AskedTurn[] = [];

  respond(turn: VoiceTurn, sink: ResponderSink, signal: AbortSignal): Promise<void> {
    let next = 0;
    this.asked.push({
      ...sink,
      turn,
      signal,
      line: (number, text, more = {}) => {
        for (; next < number; next += 1) sink.skipLine();
        next += 1;
        sink.instruction({ text, interim: false, action: null, digits: null, ...more });
      },
    });
    return new Promise(() => {});
  }

  get last(): AskedTurn {
    const last = this.asked.at(-1);
    if (!last) throw new Error('Nothing was asked.');
    return last;
  }
}

/** The carrier's side of a call, recorded. */
export class RecordingLeg implements CallLeg {
  readonly frames: Int16Array[] = [];
  readonly digits: string[] = [];
  observer: LegObserver | null = null;
  clears = 0;
  hungUp = 0;

  attach(observer: LegObserver): void {
    this.observer = observer;
  }
  answer(): void {}
  sendFrame(_frame: number, samples: Int16Array): void {
    this.frames.push(samples);
  }
  monitor(): void {}
  clear(): void {
    this.clears += 1;
  }
  pressDigits(digits: string): void {
    this.digits.push(digits);
  }
  hangUp(): void {
    this.hungUp += 1;
  }
}

export const deafVad: VadEngine = {
  name: 'deaf',
  open: () => ({ push: () => {}, judgedSamples: 0, rising: false, close: () => {} }),
};

const PROFILE: CallProfile = {
  callId: 'call_1',
  accountId: 'acct_1',
  agentId: 'agt_1',
  numberId: 'num_1',
  direction: 'inbound',
  from: '+15550100147',
  to: '+14155550123',
  startedAtMs: Date.parse('2026-11-02T09:00:00.000Z'),
  model: null,
  keysToModel: false,
  keepMarkup: false,
  warnings: [],
  greeting: null,
  helloTurn: false,
  voicemailMessage: null,
  voice: 'slt',
  voiceSpeed: 1,
  transferNumber: null,
  enableBackchannel: false,
  ambientSound: 'none',
  screeningAnswer: null,
  language: 'en-US',
  sttMode: 'fast',
  interruptionSensitivity: 0.8,
  maxSilenceMs: 600_000,
  maxDurationMs: 3_600_000,
};

/** Settings of a call, for no particular agent. */
export function anyProfile(): CallProfile {
  return PROFILE;
}

/** Lets promises and I/O proceed; no time passes. */
export async function settled(): Promise<void> {
  for (let n = 0; n < 3; n += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** A call session in time that the test moves, between a scripted engine and a scripted handler. */
export function callHarness(
  profile: Partial<CallProfile> = {},
  recorder: Recorder | null = null,
  hearing: Partial<CallEngines> = {},
  answers: Responder | null = null,
  legOn: (real: ManualTime) => RecordingLeg = () => new RecordingLeg(),
) {
  const real = new ManualTime();
  const clock = new ProductClock({ real });
  const tts = new ScriptedTts();
  const responder = new ScriptedResponder();
  const thinkingHabit = new ThinkingHabit();
  const leg = legOn(real);
  const stored: CallEvent[] = [];
  const seen: CallEvent[] = [];
  const ends: { reason: DisconnectionReason; status: string }[] = [];
  const defects: unknown[] = [];
  const session = new CallSession({
    profile: { ...PROFILE, ...profile },
    leg,
    clock,
    slices: new WorkSlices({ clock, onDefect: (error) => defects.push(error) }),
    engines: {
      tts,
      callerTts: tts,
      stt: null,
      vad: deafVad,
      endpointingSilenceMs: null,
      mergeContinuedSpeech: true,
      echoControl: false,
      ...hearing,
    },
    responder: answers ?? responder,
    thinkingHabit,
    recorder,
    sink: { append: (_callId, events) => stored.push(...events) },
    onEvent: (event) => seen.push(event),
    onEnded: ({ reason, status }) => ends.push({ reason, status }),
  });
  // The caller's microphone has been on for a minute.
  const startUs = clock.nowUs() - 60_000_000;
  const callerPosition = () => Math.round((clock.nowUs() - startUs) * 0.016);
  session.ring();
  return {
    real,
    clock,
    tts,
    responder,
    leg,
    stored,
    seen,
    ends,
    defects,
    session,
    /** Lets time pass for all parts, from one scheduled item to the next. */
    async pass(ms: number): Promise<void> {
      await settled();
      for (let left = ms; left > 0; ) {
        const step = Math.min(left, Math.max(0.001, real.nextInMs() ?? left));
        real.pass(step);
        left -= step;
        await settled();
      }
    },
    /**
     * The caller's sound at this moment, by a clock that never stops: anything not passed on is
     * silence.
     */
    hear(samples: Int16Array): void {
      const position = callerPosition() - samples.length;
      session.audio({ samples, rateHz: 16_000, position, stream: 1 });
    },
    /** The current position of the caller's microphone clock, in samples at 16 kHz. */
    callerPosition,
    say: (text: string, speech: 'typed' | 'synthesised' = 'typed') =>
      session.said({ text, confidence: 1, speech }),
    /** The types of all events so far, or of those of one turn. */
    types: (turn?: number) =>
      seen.filter((event) => turn === undefined || event.turn === turn).map(({ type }) => type),
    data: <T extends CallEventType>(type: T) =>
      seen.filter((event) => event.type === type).map((event) => event.data as CallEventData[T]),
    /** When the first event of the type occurred, in milliseconds since the start of the call. */
    atMs: (type: CallEventType, turn?: number) =>
      (seen.find((event) => event.type === type && (turn === undefined || event.turn === turn))
        ?.atUs ?? Number.NaN) / 1000,
  };
}

export type CallHarness = ReturnType<typeof callHarness>;
