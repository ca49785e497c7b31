import { expect, test } from 'vitest';
import { browserFailures } from '../../scripts/test/browser-failures.ts';

const passed = { file: 'a.spec.ts', line: 3, title: 'works', ok: true, tests: [] };

function failing(message: string | undefined) {
  const error = message === undefined ? {} : { error: { message } };
  return {
    file: 'b.spec.ts',
    line: 12,
    title: 'is heard',
    ok: false,
    tests: [{ results: [{ duration: 45_012, ...error }] }],
  };
}

test('a report in which all passed has no failures', () => {
  expect(browserFailures({ suites: [{ specs: [passed] }] })).toEqual([]);
});

test('each failure is told with its place and the beginning of its error, however deep it stands', () => {
  const report = {
    suites: [
      { specs: [passed], suites: [{ specs: [failing('\u001b[31mTimeout\u001b[39m\nat x')] }] },
    ],
  };
  expect(browserFailures(report)).toEqual([
    '✗ b.spec.ts:12 is heard (45.0 s)\n    Timeout\n    at x',
  ]);
});

test('a failure without an error is told all the same', () => {
  expect(browserFailures({ specs: [failing(undefined)] })[0]).toContain('It gave no error.');
});
