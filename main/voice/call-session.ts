import type { CallEvent, CallPhase, DisconnectionReason } from '../../common/contract/index.ts';
import type { ThinkingHabit } from '../../common/rules/speech-text/thinking-first.ts';
import { commitAfterMs } from '../../common/rules/turns/interruption.ts';
import {
  finishOf,
  INITIAL_TURN_STATE,
  mayGoOn,
  step,
  type TurnEffect,
  type TurnInput,
  type TurnState,
} from '../../common/rules/turns/turn-machine.ts';
import type { CallerSound, CallerUtterance, CallLeg, LegObserver } from '../carriers/carrier.ts';
import type { Clock } from '../platform/time/clock.ts';
import type { WorkSlices } from '../platform/time/work-slices.ts';
import { type CallEnd, endedStatus, NOT_REACHED } from './call-end.ts';
import { CallLimits } from './call-limits.ts';
import { type CallEventSink, CallLog } from './call-log.ts';
import type { CallProfile } from './call-profile.ts';
import { answerToScreening } from './call-screening.ts';
import { TRANSFER_UNSET } from './call-warnings.ts';
import type { CallEngines } from './engines.ts';
import { Backchannel } from './listening/backchannel.ts';
import { CallerKeys } from './listening/caller-keys.ts';
import { CallerSide } from './listening/caller-side.ts';
import type { Recorder } from './recorder.ts';
import { noteRecorderProblems } from './recorder-log.ts';
import type { Responder } from './responding/responder.ts';
import { askResponder } from './responding/turn-request.ts';
import { AgentSound } from './speaking/agent-sound.ts';
import { SoundingTurn } from './speaking/sounding-turn.ts';
import { MODEL_HOLD_MS, Speaker, WEBHOOK_HOLD_MS, type WordsOrigin } from './speaking/speaker.ts';
import { speakerLog } from './speaking/speaker-log.ts';
import { voiceTurn } from './voice-turn.ts';

export interface CallSessionDeps {
  readonly profile: CallProfile;
  readonly leg: CallLeg;
  readonly clock: Clock;
  readonly slices: WorkSlices;
  readonly engines: CallEngines;
  readonly responder: Responder;
  /** The thinking habit of the model or handler that answers. */
  readonly thinkingHabit: ThinkingHabit;
  /** Null if the call is not recorded. */
  readonly recorder: Recorder | null;
  readonly sink: CallEventSink;
  readonly onEvent: (event: CallEvent) => void;
  readonly onEnded: (end: CallEnd) => void;
}

/** How long to wait for the last words of a caller who hung up. */
const LAST_WORDS_MS = 3_000;

/**
 * One live call: passes everything that happens, including at the far end, to the turn machine, and
 * carries out its effects.
 */
export class CallSession implements LegObserver {
  readonly profile: CallProfile;
  readonly log: CallLog;
  readonly #deps: CallSessionDeps;
  readonly #speaker: Speaker;
  readonly #caller: CallerSide;
  readonly #keys: CallerKeys;
  readonly #backchannel: Backchannel | null;
  readonly #sound: AgentSound;
  readonly #limits: CallLimits;
  readonly #startUs: number;
  readonly #inputs: TurnInput[] = [];
  #state: TurnState = INITIAL_TURN_STATE;
  #stepping = false;
  #request: AbortController | null = null;
  /** The source of the current turn's words; the greeting is our own. */
  #origin: WordsOrigin = { line: 0, stretch: null };
  readonly #sounding = new SoundingTurn();
  /** Closes the log of a finished call that still awaits the caller's last words. */
  #finish: (() => void) | null = null;

  constructor(deps: CallSessionDeps) {
    this.#deps = deps;
    const { profile, leg, clock, slices, engines, responder, recorder, sink, onEvent } = deps;
    this.profile = profile;
    this.#startUs = clock.nowUs();
    this.log = new CallLog({ callId: profile.callId, clock, sink, onEvent });
    this.#limits = new CallLimits({
      clock,
      profile,
      isSilent: () => this.#state.phase === 'listening',
      hangUp: (reason) => this.hangUp(reason),
    });
    this.#sound = new AgentSound({
      clock,
      leg,
      observer: {
        played: (samples, dueUs) => {
          this.#record('agent', samples, dueUs);
          this.#caller.agentPlayed(samples, dueUs);
        },
        unplayed: (fromUs, untilUs) => {
          recorder?.erase('agent', fromUs - this.#startUs, untilUs - this.#startUs);
          this.#caller.agentUnplayed(fromUs);
        },
      },
      ambientSound: profile.ambientSound,
    });
    const { voice, voiceSpeed: speed, language, keepMarkup } = profile;
    const settings = { voice, speed, language, keepMarkup };
    const voiceParts = { clock, slices, tts: engines.tts, settings };
    const interruptible = commitAfterMs(profile.interruptionSensitivity) !== null;
    leg.speech?.configure({ language, interruptible });
    leg.speakIn?.(language);
    this.#speaker = new Speaker({
      ...voiceParts,
      speech: leg.speech,
      leadMs: leg.leadMs,
      tools: responder.tools ?? [],
      holdMs: profile.model === null ? WEBHOOK_HOLD_MS : MODEL_HOLD_MS,
      linesArePhrases: profile.model === null,
      thinkingHabit: deps.thinkingHabit,
      observer: speakerLog(this.log, {
        frame: (samples, dueUs) => {
          this.#backchannel?.cut();
          this.#sound.speech(samples, dueUs);
        },
        nothingHeard: (turn) => this.#dispatch({ type: 'soundTakenBack', turn }),
        soundStarted: (turn) => {
          this.#sounding.started(turn, clock.nowUs(), this.#sound.lastFrame);
          this.#dispatch({ type: 'soundStarted', turn });
        },
        drained: (turn) => this.#dispatch({ type: 'speechDrained', turn }),
      }),
    });
    this.#backchannel = profile.enableBackchannel
      ? new Backchannel({
          ...voiceParts,
          log: this.log,
          agentHasTheFloor: () => this.#state.open,
          frame: (samples, dueUs) => this.#sound.aside(samples, dueUs),
        })
      : null;
    this.#caller = new CallerSide({
      clock,
      log: this.log,
      engines,
      settings: profile,
      startUs: this.#startUs,
      follower: this.#backchannel,
      call: {
        turnFor: ({ isWhole }) =>
          !isWhole && mayGoOn(this.#state) ? this.#state.turn : this.#state.turn + 1,
        agentHasTheFloor: () => this.#state.open,
        isSpokenOver: (onsetUs) => this.#isSpokenOver(onsetUs),
        unheardMs: () => this.#speaker.unheardMs,
        ended: () => this.#state.phase === 'ended',
        dispatch: (input) => this.#dispatch(input),
        speaking: () => this.#limits.speaking(),
        silentAgain: () => this.#limits.watchSilence(),
        record: (samples, dueUs) => this.#record('caller', samples, dueUs),
        monitor: (samples) => leg.monitor(samples),
      },
    });
    this.#keys = new CallerKeys({
      clock,
      log: this.log,
      settings: profile,
      call: {
        nextTurn: () => this.#state.turn + 1,
        dispatch: (input) => this.#dispatch(input),
        speaking: () => this.#limits.speaking(),
      },
    });
  }

  get phase(): CallPhase {
    return this.#state.phase;
  }

  /** Begins the call: the far end rings; an inbound call is answered at once. */
  ring(): void {
    const { direction, model, warnings } = this.profile;
    this.log.append('call.ringing', null, { direction, ...(model ? { model } : {}) });
    noteRecorderProblems(this.#deps.recorder, this.log);
    for (const warning of warnings) this.log.append('warning', null, warning);
  }

  /** Ignored: it was logged when the call began. */
  ringing(): void {}

  answered(by: 'human' | 'voicemail' = 'human'): void {
    if (this.#state.phase !== 'ringing') return;
    const greeting = by === 'voicemail' ? this.profile.voicemailMessage : this.profile.greeting;
    const hello = greeting === null && by === 'human' && this.profile.helloTurn;
    this.log.append('call.answered', null, { greeting, ...(hello ? { hello } : {}) });
    this.#sound.start();
    this.#limits.answered();
    this.#origin = { line: 0, stretch: null };
    this.#dispatch({ type: 'answered', by, greeting, hello });
    this.#limits.watchSilence();
  }

  notReached(why: keyof typeof NOT_REACHED, told?: string): void {
    if (told !== undefined) {
      this.log.append('warning', null, { code: 'carrier_refused', message: told });
    }
    this.hangUp(NOT_REACHED[why]);
  }

  said(line: CallerUtterance): number {
    return this.#caller.say(line);
  }

  interrupted(): void {
    this.#caller.speaksOver();
  }

  audio(sound: CallerSound): void {
    const { phase } = this.#state;
    if (phase !== 'ringing' && phase !== 'ended') this.#caller.hear(sound);
  }

  dtmf(digits: string): void {
    if (this.#state.phase === 'ended') return;
    this.#keys.press(digits);
    this.#limits.watchSilence();
  }

  phoneSet(change: Parameters<LegObserver['phoneSet']>[0]): void {
    if (this.#state.phase !== 'ended') this.log.append('phone.set', null, change);
  }

  screeningPassed(): void {
    if (this.#state.phase !== 'ended') this.log.append('screening.passed', null, {});
  }

  heard(frame: number, agoMs: number, source: 'worklet' | 'twilioEstimate'): void {
    if (this.#state.phase === 'ended' || !this.#sounding.isFirstHeard(frame)) return;
    const atUs = this.log.nowUs() - Math.round(agoMs * 1000);
    this.log.append('ear.heard', this.#sounding.turn, { source }, atUs);
  }

  hungUp(): void {
    this.hangUp('user_hangup');
  }

  lost(): void {
    this.hangUp('error_connection_lost');
  }

  /** When the app itself is shutting down, the call does not wait for last words. */
  hangUp(reason: DisconnectionReason): void {
    this.#dispatch({ type: 'hangUp', reason });
    if (reason === 'error_app_restart') this.#finish?.();
  }

  /** Runs inputs to completion, one after the other, because an effect may cause the next input. */
  #dispatch(input: TurnInput): void {
    this.#inputs.push(input);
    if (this.#stepping) return;
    this.#stepping = true;
    try {
      for (let next = this.#inputs.shift(); next; next = this.#inputs.shift()) {
        const { state, effects } = step(this.#state, next);
        this.#state = state;
        for (const effect of effects) this.#carryOut(effect);
      }
    } finally {
      this.#stepping = false;
    }
  }

  #carryOut(effect: TurnEffect): void {
    switch (effect.type) {
      case 'request':
        this.#ask(effect.turn, effect.transcript, effect.confidence);
        return;
      case 'abortRequest':
        this.#request?.abort();
        return;
      case 'speak':
        this.#speaker.speak(effect.turn, effect.text, this.#origin);
        return;
      case 'finishSpeech':
        this.#speaker.finish(effect.turn);
        return;
      case 'cutSpeech':
        this.#speaker.cut(() => this.#sound.cut());
        return;
      case 'pauseSpeech':
        this.#speaker.pause(() => this.#sound.takeBack());
        return;
      case 'resumeSpeech':
        this.#speaker.resume();
        return;
      case 'pressDigits':
        this.log.append('dtmf.sent', this.#state.turn, { digits: effect.digits });
        this.#deps.leg.pressDigits(effect.digits);
        return;
      case 'turnInterrupted':
        this.log.append('turn.interrupted', effect.turn, {});
        return;
      case 'turnResumed':
        this.log.append('turn.resumed', effect.turn, {});
        return;
      case 'lineContinued':
        this.log.append('caller.wentOn', effect.turn, {});
        return;
      case 'turnFinished':
        this.log.append('turn.finished', effect.turn, finishOf(effect));
        this.#limits.watchSilence();
        if (effect.outcome !== 'interrupted' && !effect.cutBy) this.#caller.agentFinished();
        return;
      case 'transfer':
        this.#transfer();
        return;
      case 'endCall':
        this.#end(effect.reason);
        return;
    }
  }

  #ask(turn: number, transcript: string, confidence: number): void {
    // Only one request is in flight per call: whatever arrives for an older turn is dropped.
    this.#request?.abort();
    const answer = answerToScreening(this.profile, this.log.events, turn, transcript);
    if (answer) {
      this.log.append('screening.answered', turn, { answer: answer.text });
      this.#origin = { line: 0, stretch: null };
      this.#dispatch({ type: 'instruction', turn, instruction: answer });
      return;
    }
    const request = new AbortController();
    this.#request = request;
    const { profile, log } = this;
    askResponder(
      this.#deps.responder,
      voiceTurn(profile, log.events, { turn, transcript, confidence }),
      {
        log,
        dispatch: (input) => this.#dispatch(input),
        onLine: (line, stretch) => {
          // A webhook's answer is one stretch; a model's answer reports its own stretches.
          this.#origin = { line, stretch: profile.model === null ? 0 : stretch };
        },
        settled: () => this.#speaker.settled(),
      },
      request.signal,
    );
  }

  #transfer(): void {
    const { transferNumber } = this.profile;
    if (!transferNumber) {
      this.log.append('warning', this.#state.turn, TRANSFER_UNSET);
      return;
    }
    this.log.append('call.transferred', null, { to: transferNumber });
    this.#deps.leg.transfer?.(transferNumber);
    this.hangUp('call_transfer');
  }

  #record(side: 'caller' | 'agent', samples: Int16Array, dueUs: number): void {
    this.#deps.recorder?.write(side, samples, dueUs - this.#startUs);
  }

  /** Whether the agent was audible when the caller began, which is just before it pauses. */
  #isSpokenOver(onsetUs: number): boolean {
    const { open, heard, turn } = this.#state;
    if (!open || !heard) return false;
    if (!this.#sounding.beganAfter(turn, onsetUs)) return true;
    this.#dispatch({ type: 'soundTakenBack', turn });
    return false;
  }

  #end(reason: DisconnectionReason): void {
    const { leg, clock, recorder, onEnded } = this.#deps;
    const endedUs = this.log.nowUs();
    const endedAtMs = clock.now();
    const status = endedStatus(reason);
    this.#request?.abort();
    this.#keys.stop();
    this.#backchannel?.stop();
    this.#sound.stop();
    this.#limits.stop();
    leg.hangUp();
    this.#finish = () => {
      this.#finish = null;
      this.#caller.stop();
      recorder?.close(endedUs);
      this.log.append('call.ended', null, { reason, status }, endedUs);
      this.log.flush();
      onEnded({ reason, status, endedAtMs });
    };
    const told = this.#caller.lastWords(endedUs, LAST_WORDS_MS);
    if (told) void told.then(() => this.#finish?.());
    else this.#finish();
  }
}
