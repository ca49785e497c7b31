import type { CallerSource } from '../../../common/contract/index.ts';
import { isBackchannel, LAST_WORDS_MS } from '../../../common/rules/turns/caller-backchannel.ts';
import { ENDPOINTING_SILENCE_MS } from '../../../common/rules/turns/interruption.ts';
import type { TurnInput } from '../../../common/rules/turns/turn-machine.ts';
import type { CallerSound, CallerUtterance } from '../../carriers/carrier.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { Recognition } from '../../speech/stt.ts';
import type { CallLog } from '../call-log.ts';
import type { CallEngines } from '../engines.ts';
import { BargeIn } from './barge-in.ts';
import { CallerEar } from './caller-ear.ts';
import { CallerStream } from './caller-stream.ts';
import { CallerUtterances } from './caller-utterances.ts';
import { CallerVoice } from './caller-voice.ts';
import { EchoControl } from './echo-control.ts';
import type { CallerSoundFollower } from './frame-pauses.ts';
import { FramePauses } from './frame-pauses.ts';
import { hearingLog } from './hearing-log.ts';
import type { Understood } from './utterance.ts';

/** Settings for how the agent listens. */
export interface ListeningSettings {
  /** BCP 47. */
  readonly language: string;
  readonly sttMode: 'fast' | 'accurate';
  /** 0 never interrupted, 1 at the first sound. */
  readonly interruptionSensitivity: number;
}

/** What the caller's side needs from the call. */
export interface CallerSideCall {
  /** The index of the turn that answers a line. A spoken line may extend that of the open turn. */
  turnFor(line: { readonly isWhole: boolean }): number;
  /** A turn of the agent is in progress, so the caller's words may interrupt it. */
  agentHasTheFloor(): boolean;
  /**
   * Whether the agent was audible, in a turn that is still open, before the caller began at
   * `onsetUs`.
   */
  isSpokenOver(onsetUs: number): boolean;
  /** How much of the agent's turn is still to be heard; infinite while that is unknown. */
  unheardMs(): number;
  ended(): boolean;
  dispatch(input: TurnInput): void;
  /** The caller is speaking, so the silence timer starts over. */
  speaking(): void;
  /** The caller fell silent without saying anything that needs an answer. */
  silentAgain(): void;
  record(samples: Int16Array, dueUs: number): void;
  /** Plays the caller's words to the person who acts as the caller. */
  monitor(samples: Int16Array): void;
}

export interface CallerSideDeps {
  readonly clock: Clock;
  readonly log: CallLog;
  readonly engines: CallEngines;
  readonly settings: ListeningSettings;
  readonly call: CallerSideCall;
  /** Product microseconds of the call's start. */
  readonly startUs: number;
  readonly follower: CallerSoundFollower | null;
}

/**
 * Turns everything that the caller says (typed, simulated or real) into inputs of the turn machine.
 */
export class CallerSide {
  readonly #deps: CallerSideDeps;
  readonly #voice: CallerVoice;
  readonly #bargeIn: BargeIn;
  readonly #lines: CallerUtterances;
  /**
   * Utterances that began while the agent was audible, with how much of the agent was still to be
   * heard then. A back-channel in them is not an answer, unless it came during the agent's last
   * words.
   */
  readonly #overAgent = new Map<number, number>();
  /** Utterances that have ended but whose words are not known yet. */
  readonly #awaited = new Set<number>();
  readonly #stream: CallerStream;
  /** Null: echo of the agent's voice counts as the caller's. */
  readonly #echo: EchoControl | null;
  #ear: CallerEar | null = null;
  #utterances = 0;
  #toldNoRecogniser = false;
  /**
   * The utterance whose beginning was reported by a carrier that does its own recognition; its
   * words come later.
   */
  #heardOver: number | null = null;

  constructor(deps: CallerSideDeps) {
    const { clock, log, engines, settings, call, follower } = deps;
    this.#deps = deps;
    const pauses = follower && new FramePauses(follower);
    this.#voice = new CallerVoice(clock, engines.callerTts, (samples, dueUs) => {
      call.record(samples, dueUs);
      call.monitor(samples);
      pauses?.hear(samples, dueUs);
    });
    const { stalled, echo } = hearingLog(log);
    const sound = (samples: Int16Array, atUs: number) => this.#ear?.hear(samples, atUs);
    const echoControl = engines.echoControl ? new EchoControl({ sound, echo }) : null;
    this.#echo = echoControl;
    this.#stream = new CallerStream({
      clock,
      observer: {
        sound: echoControl ? (samples, atUs) => echoControl.hear(samples, atUs) : sound,
        record: (samples, atUs) => call.record(samples, atUs),
        stalled,
      },
    });
    this.#bargeIn = new BargeIn({
      clock,
      interruptionSensitivity: settings.interruptionSensitivity,
      wordsWillCome: engines.stt !== null,
      ear: () => this.#ear,
      agentHasTheFloor: () => call.agentHasTheFloor(),
      dispatch: (input) => call.dispatch(input),
    });
    this.#lines = new CallerUtterances({
      clock,
      log,
      merges: engines.mergeContinuedSpeech,
      moreComes: () => this.#ear?.busy ?? false,
      mustWait: () => !this.#bargeIn.isPossible && this.#opensTurn(),
      turnFor: (line) => call.turnFor(line),
      ended: () => call.ended(),
      dispatch: (input) => {
        call.speaking();
        call.dispatch(input);
      },
    });
  }

  /**
   * Says a line that needs no recogniser. Lines follow each other: one that is typed while another
   * is being spoken waits for it. Returns the index of the turn that will answer it.
   */
  say(line: CallerUtterance): number {
    if (line.speech === 'recognised') return this.#relayed(line);
    const { log, call } = this.#deps;
    const source = line.speech;
    const turn = call.turnFor({ isWhole: true }) + this.#voice.waiting;
    if (call.ended()) return turn;
    const started = () => {
      const next = call.turnFor({ isWhole: true });
      log.append('caller.speechStarted', next, { source });
      if (source === 'typed') return;
      call.speaking();
      call.dispatch({ type: 'callerSpeechStarted' });
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

  /** A carrier that does its own recognition detected the caller, and stopped playing at once. */
  speaksOver(): void {
    const { log, call } = this.#deps;
    if (call.ended() || !call.agentHasTheFloor()) return;
    const utterance = this.#utterances++;
    this.#heardOver = utterance;
    call.speaking();
    this.#begins(utterance, log.nowUs());
    call.dispatch({ type: 'interruptionCommitted', final: true });
  }

  /** Takes sound from the carrier, as it arrives. */
  hear(sound: CallerSound): void {
    this.#ear ??= this.#openEar();
    this.#stream.hear(sound);
  }

  /** What the caller hears of the agent from `atUs` on, in product time: its echo may come back. */
  agentPlayed(samples: Int16Array, atUs: number): void {
    this.#echo?.played(samples, atUs);
  }

  /** The sound from this time on was not played after all. */
  agentUnplayed(fromUs: number): void {
    this.#echo?.takenBack(fromUs);
  }

  /** A turn of the agent is over: say what had to wait for it. */
  agentFinished(): void {
    this.#lines.agentFinished();
  }

  /**
   * The call is over. Settles once the caller's last words are in the log, with the time `atUs` of
   * the call; null if they already are. After `limitMs` it stops waiting for them.
   */
  lastWords(atUs: number, limitMs: number): Promise<void> | null {
    this.#stream.close();
    this.#echo?.close();
    hearingLog(this.#deps.log).quality(this.#stream.quality);
    const told = this.#ear?.finish(limitMs) ?? null;
    if (told) return told.then(() => this.#noteLast(atUs));
    this.#noteLast(atUs);
    return null;
  }

  #noteLast(atUs: number): void {
    const { log, engines } = this.#deps;
    this.#lines.noteLast(atUs);
    const turn = this.#spokenTurn();
    for (const utterance of this.#awaited) {
      log.append('caller.dismissed', turn, { why: 'notRecognised', utterance }, atUs);
    }
    if (this.#awaited.size === 0 || engines.stt === null) return;
    log.append(
      'warning',
      null,
      {
        code: 'recognition_failed',
        message:
          'The call ended before the recogniser had given the caller’s last words, so the transcript lacks them.',
      },
      atUs,
    );
  }

  stop(): void {
    this.#bargeIn.stop();
    this.#lines.stop();
    this.#voice.stop();
    this.#ear?.close();
  }

  #openEar(): CallerEar {
    const { clock, log, engines, settings, follower } = this.#deps;
    return new CallerEar({
      clock,
      vad: engines.vad,
      stt: engines.stt,
      options: { language: settings.language, mode: settings.sttMode },
      silenceMs: () => engines.endpointingSilenceMs ?? ENDPOINTING_SILENCE_MS[settings.sttMode],
      newUtterance: () => this.#utterances++,
      observer: {
        speechStarted: (utterance, onsetUs) => this.#speechStarted(utterance, onsetUs),
        paused: (lastUs) => follower?.pauses(lastUs),
        resumed: (onsetUs) => {
          follower?.speaks(onsetUs);
          this.#bargeIn.speaks();
        },
        turnOver: (utterance, stoppedUs, speechMs) =>
          this.#turnOver(utterance, stoppedUs, speechMs),
        understood: (utterance, result) => this.#understood(utterance, result),
        partial: (utterance, text) =>
          log.append('transcript.partial', this.#spokenTurn(), { text, utterance }),
        slow: (_utterance, engine, afterMs) =>
          log.append('warning', this.#spokenTurn(), {
            code: 'recognition_slow',
            message: `The recogniser (${engine}) has given no words for ${afterMs / 1000} s; the caller waits for it. If this goes on, check that it runs, or choose another one under Settings, Engines.`,
          }),
      },
    });
  }

  #speechStarted(utterance: number, onsetUs: number): void {
    const { call, follower } = this.#deps;
    if (call.ended()) return;
    call.speaking();
    follower?.speaks(onsetUs);
    if (call.isSpokenOver(onsetUs)) this.#overAgent.set(utterance, call.unheardMs());
    this.#begins(utterance, this.#at(onsetUs));
    this.#bargeIn.speaks();
  }

  #begins(utterance: number, atUs: number): void {
    const data = { source: 'audio', utterance } as const;
    this.#deps.log.append('caller.speechStarted', this.#spokenTurn(), data, atUs);
  }

  #stops(utterance: number, atUs: number): void {
    const { log } = this.#deps;
    const turn = this.#spokenTurn();
    log.append('caller.stopped', turn, { source: 'audio', utterance }, atUs);
    log.append('turn.endpointed', turn, { utterance });
  }

  #turnOver(utterance: number, stoppedUs: number, speechMs: number): void {
    const { clock, follower } = this.#deps;
    follower?.turnOver();
    this.#awaited.add(utterance);
    this.#stops(utterance, this.#at(stoppedUs));
    this.#bargeIn.fellSilent((clock.nowUs() - stoppedUs) / 1000, speechMs);
  }

  #understood(utterance: number, result: Understood): void {
    this.#awaited.delete(utterance);
    const unheardMs = this.#overAgent.get(utterance) ?? 0;
    this.#overAgent.delete(utterance);
    switch (result.kind) {
      case 'noise':
        this.#dismiss(utterance, 'noise');
        return;
      case 'notRecognised':
        this.#notRecognised(utterance, result);
        return;
      case 'words': {
        const { recognition } = result;
        const { call, settings } = this.#deps;
        // If it was unknown when the caller began, it may be known now.
        const leftMs = unheardMs === Number.POSITIVE_INFINITY ? call.unheardMs() : unheardMs;
        if (leftMs > LAST_WORDS_MS && isBackchannel(recognition.text, settings.language))
          this.#dismiss(utterance, 'backchannel');
        else this.#words(utterance, recognition);
        return;
      }
    }
  }

  #words(utterance: number, recognition: Recognition): void {
    this.#lines.spoken(utterance, recognition);
    // The caller kept speaking while the words were being recognised.
    if (this.#ear?.speaking) this.#bargeIn.speaks();
  }

  #notRecognised(
    utterance: number,
    { why, failure }: Understood & { kind: 'notRecognised' },
  ): void {
    if (why === 'failed' || !this.#toldNoRecogniser) {
      const code = why === 'failed' ? 'recognition_failed' : 'no_recogniser';
      this.#deps.log.append('warning', null, { code, message: failure });
    }
    this.#toldNoRecogniser ||= why === 'noEngine';
    this.#dismiss(utterance, 'notRecognised');
  }

  #dismiss(utterance: number, why: 'noise' | 'backchannel' | 'notRecognised'): void {
    const { log, call } = this.#deps;
    log.append('caller.dismissed', this.#spokenTurn(), { why, utterance });
    if (call.ended()) return;
    if (!this.#ear?.busy) this.#lines.nothingMore();
    this.#bargeIn.wasNone();
    call.silentAgain();
  }

  /** The carrier recognised a line. It does not say when the caller began and stopped. */
  #relayed(line: CallerUtterance): number {
    const { clock, log, call } = this.#deps;
    const turn = this.#spokenTurn();
    if (call.ended()) return turn;
    const utterance = this.#heardOver ?? this.#utterances++;
    const isOverAgent = call.isSpokenOver(clock.nowUs());
    if (this.#heardOver === null) this.#begins(utterance, log.nowUs());
    this.#heardOver = null;
    this.#stops(utterance, log.nowUs());
    if (isOverAgent) this.#overAgent.set(utterance, call.unheardMs());
    const { text, confidence } = line;
    const isNoise = text.trim() === '';
    this.#understood(
      utterance,
      isNoise ? { kind: 'noise' } : { kind: 'words', recognition: { text, confidence } },
    );
    return turn;
  }

  #finished({ text, confidence }: CallerUtterance, source: CallerSource): void {
    const { log, call, follower } = this.#deps;
    if (call.ended()) return;
    follower?.turnOver();
    const turn = call.turnFor({ isWhole: true });
    const atUs = log.nowUs();
    log.append('caller.stopped', turn, { source }, atUs);
    log.append('turn.endpointed', turn, {}, atUs);
    this.#lines.whole({ text, confidence }, source, atUs);
  }

  /** The turn to which spoken words belong, as far as that is known now. */
  #spokenTurn(): number {
    const { call, engines } = this.#deps;
    return call.turnFor({ isWhole: !engines.mergeContinuedSpeech });
  }

  /** Whether a line would end the agent's current turn. */
  #opensTurn(): boolean {
    const { call } = this.#deps;
    return call.agentHasTheFloor() && this.#spokenTurn() === call.turnFor({ isWhole: true });
  }

  #at(productUs: number): number {
    return Math.max(0, Math.round(productUs - this.#deps.startUs));
  }
}
