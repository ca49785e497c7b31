import type { CallLog } from './call-log.ts';
import type { Recorder } from './recorder.ts';

/** Logs the times at which the disk begins and ceases to refuse the call's sound. */
export function noteRecorderProblems(recorder: Recorder | null, log: CallLog): void {
  recorder?.onProblem((problem) => {
    log.append(
      'warning',
      null,
      problem
        ? {
            code: 'recording_stopped',
            message: `From here on the call is not recorded. ${problem.message}`,
          }
        : { code: 'recording_resumed', message: 'From here on the call is recorded again.' },
    );
  });
}
