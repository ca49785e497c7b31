import type { NotReadyLine, ReadyLine } from '../../../common/contract/index.ts';
import { StartFailure } from '../start-failure.ts';

/** The two output streams of the process; tests pass their own. */
export interface Streams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/**
 * Announces that everything listens: to a script as one line of JSON, to a person as a list of
 * addresses.
 */
export function announceReady(ready: ReadyLine, json: boolean, to: Streams = process): void {
  if (json) {
    to.stdout.write(`${JSON.stringify(ready)}\n`);
    return;
  }
  to.stdout.write(
    [
      `AgentPhone Desktop ${ready.version} is running.`,
      `  API      ${ready.api}`,
      `  API key  ${ready.apiKey}`,
      `  Window   ${ready.windowUrl}`,
      `  Data     ${ready.dataDir}`,
      'Press Ctrl-C to end it.\n',
    ].join('\n'),
  );
}

/**
 * Reports why the app cannot start: one sentence on stderr, and for a script the ready line's
 * counterpart. Anything but a `StartFailure` is a defect of ours, and is shown with its stack.
 */
export function announceFailure(error: unknown, json: boolean, to: Streams = process): void {
  const line = notReadyLine(error);
  const isKnown = error instanceof StartFailure;
  const words = isKnown ? error.message : error instanceof Error ? error.stack : String(error);
  to.stderr.write(`${words}\n`);
  if (json) to.stdout.write(`${JSON.stringify(line)}\n`);
}

function notReadyLine(error: unknown): NotReadyLine {
  if (error instanceof StartFailure) {
    return { ready: false, error: { message: error.message, code: error.code } };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { ready: false, error: { message, code: 'INTERNAL_ERROR' } };
}
