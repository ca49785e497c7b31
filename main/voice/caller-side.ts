import type { CallerSource } from '../../common/contract/index.ts';
import {
  commitAfterMs,
  ENDPOINTING_SILENCE_MS,
  isBackchannel,
} from '../../common/rules/interruption.ts';
import type { TurnInput } from '../../common/rules/turn-machine.ts';
import { SAMPLE_RATE_HZ, type SpokenLine } from '../carriers/carrier.ts';
import type { Clock, ClockTimer } from '../platform/clock.ts';
import type { Recognition } from '../speech/stt.ts';
import type { CallLog } from './call-log.ts';
import { BEHIND_RECHECK_MS, CallerEar } from './caller-ear.ts';
import { CallerVoice } from './caller-voice.ts';
import type { CallEngines } from './engines.ts';
import { FramePauses } from './frame-pauses.ts';

/** How the agent listens. */
export interface ListeningSettings {
  /** BCP 47. */
  readonly language: string;
  readonly sttMode: 'fast' | 'accurate';
  /** 0 never interrupted, 1 at the first sound. */
  readonly interruptionSensitivity: number;
}

/** What the caller's side needs of the call. */
export interface CallerSideCall {
  /** The index of the turn that would answer the caller now. */
  nextTurn(): number;
  /** A turn of the agent is going on: what the caller says may interrupt it. */
  agentHasTheFloor(): boolean;
  ended(): boolean;
  dispatch(input: TurnInput): void;
  /** The caller is speaking: nobody is silent. */
  speaking(): void;
  /** The caller fell silent, and nothing of it is to be answered. */
  silentAgain(): void;
  record(samples: Int16Array, dueUs: number): void;
  /** Lets whoever stands in for the caller hear what they say. */
  monitor(samples: Int16Array): void;
}

/** Follows when the caller sounds and when they pause; times are product microseconds. */
export interface CallerSoundFollower {
  /** For the first time in this turn, or again after a pause. */
  speaks(atUs: number): void;
  pauses(sinceUs: number): void;
  turnOver(): void;
}

/** Everything the caller does with their voice, typed, simulated or real, becomes turn inputs. */
export class CallerSide {
  readonly #clock: Clock;
  readonly #log: CallLog;
  readonly #engines: CallEngines;
  readonly #settings: ListeningSettings;
  readonly #call: CallerSideCall;
  readonly #startUs: number;
  readonly #voice: CallerVoice;
  readonly #follower: CallerSoundFollower | null;
  #ear: CallerEar | null = null;
  #commit: ClockTimer | null = null;
  /** Said while the agent may not be interrupted: it is answered afterwards. */
  #held: Recognition | null = null;
  #toldNoRecogniser = false;
  /** The carrier heard the caller speak; their words come later. */
  #speaksOver = false;

  constructor(deps: {
    clock: Clock;
    log: CallLog;
    engines: CallEngines;
    settings: ListeningSettings;
    call: CallerSideCall;
    /** Product microseconds of the call's start. */
    startUs: number;
    follower: CallerSoundFollower | null;
  }) {
    this.#clock = deps.clock;
    this.#log = deps.log;
    this.#engines = deps.engines;
    this.#settings = deps.settings;
    this.#call = deps.call;
    this.#startUs = deps.startUs;
    this.#follower = deps.follower;
    const pauses = deps.follower && new FramePauses(deps.follower);
    this.#voice = new CallerVoice(deps.clock, deps.engines.callerTts, (samples, dueUs) => {
      deps.call.record(samples, dueUs);
      deps.call.monitor(samples);
      pauses?.hear(samples, dueUs);
    });
  }

  /**
   * A line that needs no recogniser. Lines follow each other: one typed while another is being
   * spoken waits for it. Returns the index of the turn that will answer it.
   */
  say(line: SpokenLine): number {
    if (line.speech === 'recognised') return this.#understood(line);
    const source = line.speech;
    const turn = this.#call.nextTurn() + this.#voice.waiting;
    if (this.#call.ended()) return turn;
    const started = () => {
      this.#log.append('caller.speechStarted', this.#call.nextTurn(), { source });
      if (source === 'typed') return;
      this.#call.speaking();
      this.#call.dispatch({ type: 'callerSpeechStarted' });
    };
    const said = () => this.#finished(line, source);
    if (source === 'typed' && this.#voice.waiting === 0) {
      started();
      said();
    } else {
      this.#voice.say(source === 'typed' ? null : line.text, { started, said });
    }
    return turn;
  }

  /** A carrier that listens by itself heard the caller, and fell silent at once. */
  speaksOver(): void {
    if (this.#call.ended() || !this.#call.agentHasTheFloor()) return;
    this.#speaksOver = true;
    this.#call.speaking();
    this.#log.append('caller.speechStarted', this.#call.nextTurn(), { source: 'audio' });
    this.#call.dispatch({ type: 'interruptionCommitted' });
  }

  /** It understood a line. When the caller began and stopped, it does not tell. */
  #understood(line: SpokenLine): number {
    const turn = this.#call.nextTurn();
    if (this.#call.ended()) return turn;
    const source = 'audio';
    const atUs = this.#log.nowUs();
    if (!this.#speaksOver) this.#log.append('caller.speechStarted', turn, { source }, atUs);
    this.#speaksOver = false;
    this.#log.append('caller.stopped', turn, { source }, atUs);
    this.#log.append('turn.endpointed', turn, {}, atUs);
    this.#recognised(line);
    return turn;
  }

  /** Sound from the carrier, as it arrives. */
  hear(samples: Int16Array): void {
    this.#ear ??= this.#openEar();
    const durationUs = (samples.length / SAMPLE_RATE_HZ) * 1_000_000;
    this.#call.record(samples, this.#clock.nowUs() - durationUs);
    this.#ear.hear(samples);
  }

  #openEar(): CallerEar {
    const engines = this.#engines;
    const settings = this.#settings;
    return new CallerEar({
      clock: this.#clock,
      vad: engines.vad,
      stt: engines.stt,
      options: { language: settings.language, mode: settings.sttMode },
      silenceMs: () => engines.endpointingSilenceMs ?? ENDPOINTING_SILENCE_MS[settings.sttMode],
      observer: {
        speechStarted: (onsetUs) => this.#speechStarted(onsetUs),
        paused: (lastUs) => this.#follower?.pauses(lastUs),
        resumed: (onsetUs) => this.#follower?.speaks(onsetUs),
        turnOver: (stoppedUs) => this.#turnOver(stoppedUs),
        recognised: (recognition) => this.#recognised(recognition),
        notRecognised: (why, failure) => this.#notRecognised(why, failure),
        partial: (text) => this.#log.append('transcript.partial', this.#call.nextTurn(), { text }),
      },
    });
  }

  /** A turn of the agent is over: what had to wait for it is said now. */
  agentFinished(): void {
    const held = this.#held;
    this.#held = null;
    if (held) this.#answerable(held);
  }

  stop(): void {
    this.#commit?.cancel();
    this.#voice.stop();
    this.#ear?.close();
  }

  #speechStarted(onsetUs: number): void {
    const source = 'audio';
    this.#call.speaking();
    this.#follower?.speaks(onsetUs);
    this.#log.append('caller.speechStarted', this.#call.nextTurn(), { source }, this.#at(onsetUs));
    const commitMs = commitAfterMs(this.#settings.interruptionSensitivity);
    if (commitMs === null || !this.#call.agentHasTheFloor()) return;
    this.#call.dispatch({ type: 'callerSpeechStarted' });
    const spokenMs = (this.#clock.nowUs() - onsetUs) / 1000;
    this.#commitAfter(commitMs - spokenMs);
  }

  #commitAfter(ms: number): void {
    this.#commit?.cancel();
    this.#commit = this.#clock.after(ms, () => {
      if (this.#ear?.behind) this.#commitAfter(BEHIND_RECHECK_MS);
      else if (this.#ear?.speaking) this.#call.dispatch({ type: 'interruptionCommitted' });
    });
  }

  #turnOver(stoppedUs: number): void {
    const turn = this.#call.nextTurn();
    this.#commit?.cancel();
    this.#follower?.turnOver();
    this.#log.append('caller.stopped', turn, { source: 'audio' }, this.#at(stoppedUs));
    this.#log.append('turn.endpointed', turn, {});
  }

  #recognised(recognition: Recognition): void {
    const { text } = recognition;
    const overAgent = this.#call.agentHasTheFloor();
    if (text.trim() === '') {
      this.#dismiss('noise');
    } else if (overAgent && isBackchannel(text)) {
      this.#dismiss('backchannel');
    } else if (overAgent && commitAfterMs(this.#settings.interruptionSensitivity) === null) {
      this.#held = recognition;
    } else {
      this.#answerable(recognition);
    }
  }

  #notRecognised(why: 'noEngine' | 'failed', failure: string): void {
    if (why === 'failed' || !this.#toldNoRecogniser) {
      const code = why === 'failed' ? 'recognition_failed' : 'no_recogniser';
      this.#log.append('warning', null, { code, message: failure });
    }
    this.#toldNoRecogniser ||= why === 'noEngine';
    this.#dismiss('notRecognised');
  }

  #dismiss(why: 'noise' | 'backchannel' | 'notRecognised'): void {
    this.#log.append('caller.dismissed', this.#call.nextTurn(), { why });
    this.#call.dispatch({ type: 'callerSpeechDismissed' });
    this.#call.silentAgain();
  }

  #finished(line: SpokenLine, source: CallerSource): void {
    if (this.#call.ended()) return;
    this.#follower?.turnOver();
    const turn = this.#call.nextTurn();
    const atUs = this.#log.nowUs();
    this.#log.append('caller.stopped', turn, { source }, atUs);
    this.#log.append('turn.endpointed', turn, {}, atUs);
    this.#final(line, source, atUs);
  }

  #answerable(recognition: Recognition): void {
    this.#final(recognition, 'audio', this.#log.nowUs());
    // The caller went on speaking while the words were being recognised.
    if (this.#ear?.speaking) this.#call.dispatch({ type: 'callerSpeechStarted' });
  }

  #final({ text, confidence }: Recognition, source: CallerSource, atUs: number): void {
    this.#log.append('transcript.final', this.#call.nextTurn(), { text, confidence, source }, atUs);
    this.#call.speaking();
    this.#call.dispatch({ type: 'callerLine', text, confidence });
  }

  #at(productUs: number): number {
    return Math.max(0, Math.round(productUs - this.#startUs));
  }
}
