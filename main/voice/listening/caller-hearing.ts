import type { CallerSound } from '../../carriers/carrier.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { CallLog } from '../call-log.ts';
import { CallerStream } from './caller-stream.ts';
import { EchoControl } from './echo-control.ts';
import type { EchoStretch } from './echo-stretches.ts';

export interface CallerHearingDeps {
  readonly clock: Clock;
  readonly log: CallLog;
  /** What comes back of the agent's voice is not taken for the caller's. */
  readonly echoControl: boolean;
  /** The caller's own sound: 16 kHz, without a gap, from `atUs` of product time on. */
  readonly onSound: (samples: Int16Array, atUs: number) => void;
  /** All that came, in its place; what came too late to be listened to included. */
  readonly record: (samples: Int16Array, atUs: number) => void;
}

/** From the frames of a line to what the caller themself said: put in order, freed of echo. */
export class CallerHearing {
  readonly #log: CallLog;
  readonly #stream: CallerStream;
  readonly #echo: EchoControl | null;

  constructor({ clock, log, echoControl, onSound, record }: CallerHearingDeps) {
    this.#log = log;
    const echo = echoControl ? new EchoControl({ sound: onSound, echo: logEchoTo(log) }) : null;
    this.#echo = echo;
    this.#stream = new CallerStream({
      clock,
      observer: {
        sound: echo ? (samples, atUs) => echo.hear(samples, atUs) : onSound,
        record,
        stalled: (durationMs) => void log.append('line.stalled', null, { durationMs }),
      },
    });
  }

  /** Sound from the carrier, as it arrives. */
  hear(sound: CallerSound): void {
    this.#stream.hear(sound);
  }

  /** What the caller hears of the agent from `atUs` on, product time: it may come back. */
  agentPlayed(samples: Int16Array, atUs: number): void {
    this.#echo?.played(samples, atUs);
  }

  /** From there on nothing was heard after all. */
  agentUnplayed(fromUs: number): void {
    this.#echo?.takenBack(fromUs);
  }

  /** Tells what is left of the sound, and what the line did to it. */
  close(): void {
    this.#stream.close();
    this.#echo?.close();
    const { quality } = this.#stream;
    if (Object.values(quality).some((value) => value > 0)) {
      this.#log.append('line.quality', null, quality);
    }
  }
}

function logEchoTo(log: CallLog) {
  return (echo: EchoStretch) => {
    const data = {
      durationMs: Math.round((echo.untilUs - echo.fromUs) / 1000),
      levelDb: Math.round(echo.levelDb),
      delayMs: Math.round(echo.delayMs),
    };
    log.append('echo.suppressed', null, data, Math.round(log.sinceStartUs(echo.untilUs)));
  };
}
