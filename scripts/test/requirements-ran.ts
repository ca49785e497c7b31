import { relative } from 'node:path';
import { escaped, type Requirement } from '../check/requirements.ts';

/** A test in a runner's report: its title with values filled in, and its result. */
export interface RanTest {
  readonly file: string;
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'skipped';
}

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}

/** Parses the output of `vitest --reporter=json`. */
export function ranByVitest(root: string, report: VitestReport): RanTest[] {
  return report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ title, status }) => ({
      file: relative(root, name).replaceAll('\\', '/'),
      title,
      state: status === 'passed' || status === 'failed' ? status : 'skipped',
    })),
  );
}

interface PlaywrightSuite {
  readonly file?: string;
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly ok: boolean;
    readonly tests: readonly { readonly status: string }[];
  }[];
}

/** Parses the output of Playwright's JSON reporter for the tests in `test/e2e`. */
export function ranByPlaywright({ suites = [] }: Pick<PlaywrightSuite, 'suites'>): RanTest[] {
  const inFile = (suite: PlaywrightSuite, file: string): RanTest[] => [
    ...(suite.specs ?? []).map(({ title, ok, tests }) => ({
      file,
      title,
      state: tests.every(({ status }) => status === 'skipped')
        ? ('skipped' as const)
        : ok
          ? ('passed' as const)
          : ('failed' as const),
    })),
    ...(suite.suites ?? []).flatMap((inner) => inFile(inner, file)),
  ];
  return suites.flatMap((suite) => inFile(suite, `test/e2e/${suite.file ?? ''}`));
}

/** What this run did not prove, and why. */
export interface Shown {
  /** Tests named by requirements that skipped themselves, or were left out. */
  readonly skipped: readonly string[];
  /** Tests that should have run but did not. */
  readonly missing: readonly string[];
}

/**
 * Compares the tests that the requirements name with those that ran. Failures are already reported
 * by the runner.
 * @param isLeftOut whether the tests of this file were left out on purpose
 */
export function compareRan(
  requirements: readonly Requirement[],
  ran: readonly RanTest[],
  isLeftOut: (file: string) => boolean,
): Shown {
  const skipped: string[] = [];
  const missing: string[] = [];
  for (const { id, tests } of requirements) {
    for (const { file, title } of tests) {
      // `it.each` fills in `%s` and `$name`; the rest is as written.
      const filled = escaped(title).replace(/%[sdifjo]|\\\$[\w.]+/g, '.*');
      const pattern = new RegExp(`^${filled}$`, 's');
      const found = ran.filter((test) => test.file === file && pattern.test(test.title));
      const told = `${id}: ${file} “${title}”`;
      if (found.some(({ state }) => state !== 'skipped')) continue;
      if (found.length > 0 || isLeftOut(file)) skipped.push(told);
      else missing.push(told);
    }
  }
  return { skipped, missing };
}
