import { describe, expect, it } from 'vitest';
import type { ReadyLine } from '../../../../common/contract/index.ts';
import { announceFailure, announceReady } from '../../../../main/platform/process/announce.ts';
import { StartFailure } from '../../../../main/platform/start-failure.ts';

const READY: ReadyLine = {
  ready: true,
  pid: 1,
  api: 'http://127.0.0.1:4747',
  control: 'http://127.0.0.1:4748',
  controlToken: 't',
  windowUrl: 'http://127.0.0.1:4748/#token=t',
  apiKey: 'sk_live_x',
  dataDir: '/data',
  version: '1.2.3',
};

function streams() {
  const stdout: string[] = [];
  const stderr: string[] = [];
  return {
    to: {
      stdout: { write: (text: string) => stdout.push(text) },
      stderr: { write: (text: string) => stderr.push(text) },
    },
    text: () => ({ stdout: stdout.join(''), stderr: stderr.join('') }),
  };
}

describe('announcing', () => {
  it('readiness is one line of JSON to a script', () => {
    const { to, text } = streams();
    announceReady(READY, true, to);
    expect(text().stdout.split('\n')).toHaveLength(2);
    expect(JSON.parse(text().stdout)).toEqual(READY);
  });

  it('readiness tells a person where things are, in no line that looks like JSON', () => {
    const { to, text } = streams();
    announceReady(READY, false, to);
    expect(text().stdout).toContain(READY.windowUrl);
    expect(text().stdout).not.toMatch(/^\{/m);
  });

  it('a known failure is one sentence, without a stack', () => {
    const { to, text } = streams();
    announceFailure(new StartFailure('PORT_IN_USE', 'Port 4747 is taken.'), true, to);
    expect(text().stderr).toBe('Port 4747 is taken.\n');
    expect(JSON.parse(text().stdout)).toEqual({
      ready: false,
      error: { code: 'PORT_IN_USE', message: 'Port 4747 is taken.' },
    });
  });

  it('a defect comes with its stack on stderr, and only its message as JSON', () => {
    const { to, text } = streams();
    announceFailure(new TypeError('x is not y'), true, to);
    expect(text().stderr).toContain('    at ');
    expect(JSON.parse(text().stdout).error).toEqual({
      code: 'INTERNAL_ERROR',
      message: 'x is not y',
    });
  });

  it('a failure is told to a person on stderr alone', () => {
    const { to, text } = streams();
    announceFailure('odd', false, to);
    expect(text()).toEqual({ stdout: '', stderr: 'odd\n' });
  });
});
