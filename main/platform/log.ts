import { type DestinationStream, destination, type Logger, pino } from 'pino';
import { StartFailure } from './start-failure.ts';

export type Log = Logger;

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LEVELS)[number];

/** Fields whose values are never logged, at the top level and one or two levels down. */
const SECRET_FIELDS = [
  'authorization',
  'Authorization',
  'apiKey',
  'apiKeySecret',
  'authToken',
  'controlToken',
  'secret',
  'token',
  'cookie',
  'password',
];

/**
 * Reads `AGENTPHONE_LOG`.
 *
 * @throws StartFailure `OPTION_INVALID`
 */
export function logLevelFrom(env: Readonly<Record<string, string | undefined>>): LogLevel {
  const wanted = env.AGENTPHONE_LOG || 'info';
  const level = LEVELS.find((known) => known === wanted);
  if (level) return level;
  throw new StartFailure(
    'OPTION_INVALID',
    `AGENTPHONE_LOG is "${wanted}", but must be one of ${LEVELS.join(', ')}.`,
  );
}

/**
 * A log of JSON lines on stderr, because stdout is reserved for the ready line. Secrets are removed
 * by field name, so pass them as fields, never within a message.
 */
export function createLog(level: LogLevel, to: DestinationStream = stderrStream()): Log {
  return pino(
    {
      level,
      // On one's own machine, the host name and pid are of no interest.
      base: null,
      redact: {
        paths: SECRET_FIELDS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
        censor: '[secret]',
      },
    },
    to,
  );
}

/**
 * Lines refused by a full disk wait up to this total size, in characters; beyond it, the newest are
 * dropped.
 */
const MOST_WAITING = 1024 * 1024;

/** Synchronous, so that the last line before a crash or an exit is never lost. */
function stderrStream(): DestinationStream {
  return fileStream(2);
}

/**
 * A log written to an open file. Lines that it refuses are written with the next line that it
 * accepts.
 */
export function fileStream(file: number): DestinationStream {
  const stream = destination({ fd: file, sync: true, maxLength: MOST_WAITING });
  // A log that cannot be written must not end the app.
  stream.on('error', () => {});
  return stream;
}
