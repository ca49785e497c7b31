import type { CallLog } from '../call-log.ts';
import type { LineQuality } from './caller-stream.ts';
import type { EchoStretch } from './echo-stretches.ts';

/** Logs what the line did to the caller's sound, and what echo was removed from it. */
export function hearingLog(log: CallLog) {
  return {
    stalled(durationMs: number): void {
      log.append('line.stalled', null, { durationMs });
    },
    echo({ fromUs, untilUs, levelDb, delayMs }: EchoStretch): void {
      const data = {
        durationMs: Math.round((untilUs - fromUs) / 1000),
        levelDb: Math.round(levelDb),
        delayMs: Math.round(delayMs),
      };
      log.append('echo.suppressed', null, data, Math.round(log.sinceStartUs(untilUs)));
    },
    quality(quality: LineQuality): void {
      const isSpoilt = Object.values(quality).some((value) => value > 0);
      if (isSpoilt) log.append('line.quality', null, quality);
    },
  };
}
