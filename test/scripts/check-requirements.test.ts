import { describe, expect, it } from 'vitest';
import { faultsOf, requirementsOf } from '../../scripts/check/requirements.ts';
import {
  compareRan,
  type RanTest,
  ranByPlaywright,
  ranByVitest,
} from '../../scripts/test/requirements-ran.ts';

const FILE = 'test/main/a.test.ts';
const SOURCE = `it('keeps order', () => {});\nit.each([1])('counts %i, (really)', () => {});\nit.each([1])('$path is read', () => {});\n`;
const read = (path: string) => (path === FILE ? SOURCE : null);

/** The whole table, with one row replaced. */
function page(shownBy: string): string {
  const rows = Array.from({ length: 68 }, (_, index) => {
    const n = index + 1;
    const last = n === 7 ? shownBy : 'Not yet, because nobody had time.';
    return `| <a id="s${n}"></a>S${n} | Something holds. | ${last} |`;
  });
  return `# Requirements\n\n| | what holds | shown by |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}
const messages = (text: string) => faultsOf(text, read).map(({ message }) => message);
const named = (title: string, file = 'main/a.test.ts') => `[a](../test/${file}): “${title}”`;

describe('the page of requirements', () => {
  it.each([
    named('keeps order'),
    `${named('keeps order')}<br>${named('counts %i, (really)')}`,
    'The page [calls](guides/calls.md) tells it.',
    'Not yet, because nothing can be driven.',
  ])('takes %j', (shownBy) => {
    expect(messages(page(shownBy))).toEqual([]);
  });

  it.each([
    [named('keeps'), 'S7: test/main/a.test.ts has no test “keeps”'],
    [named('keeps order', 'main/b.test.ts'), 'S7: test/main/b.test.ts is not there'],
    ['Not yet.', 'S7 needs a test, a page, or "Not yet, because …"'],
  ])('does not take %j', (shownBy, message) => {
    expect(messages(page(shownBy))).toEqual([message]);
  });

  it('has each number once', () => {
    expect(messages(page(named('keeps order')).replace(/^.*>S9 .*$/m, ''))).toEqual([
      'S9 is there 0 times, not once',
    ]);
  });
});

describe('what a run of the tests showed', () => {
  const requirements = requirementsOf(
    page(`${named('keeps order')}<br>${named('counts %i, (really)')}`),
  );
  const compare = (ran: readonly RanTest[], isLeftOut = false) =>
    compareRan(requirements, ran, () => isLeftOut);
  const counts = 'S7: test/main/a.test.ts “counts %i, (really)”';
  const kept = { file: FILE, title: 'keeps order', state: 'passed' } as const;

  it('is complete when each named test ran, filled in by it.each or not', () => {
    const counted = { file: FILE, title: 'counts 12, (really)', state: 'failed' } as const;
    expect(compare([kept, counted])).toEqual({ skipped: [], missing: [] });
  });

  it('knows titles that are filled in by name', () => {
    const read = { file: FILE, title: 'docs/a.md is read', state: 'passed' } as const;
    expect(compareRan(requirementsOf(page(named('$path is read'))), [read], () => false)).toEqual({
      skipped: [],
      missing: [],
    });
  });

  it('tells what did not run, and what left itself out', () => {
    expect(compare([kept])).toEqual({ skipped: [], missing: [counts] });
    const skipped = { file: FILE, title: 'counts 1, (really)', state: 'skipped' } as const;
    expect(compare([kept, skipped])).toEqual({ skipped: [counts], missing: [] });
    expect(compare([kept], true)).toEqual({ skipped: [counts], missing: [] });
  });

  it('is read from the reports of both runners', () => {
    const vitest = {
      testResults: [
        {
          name: '/home/me/test/main/a.test.ts',
          assertionResults: [
            { title: 'one', status: 'passed' },
            { title: 'two', status: 'pending' },
          ],
        },
      ],
    };
    expect(ranByVitest('/home/me', vitest)).toEqual([
      { file: FILE, title: 'one', state: 'passed' },
      { file: FILE, title: 'two', state: 'skipped' },
    ]);
    const spec = { title: 'three', ok: true, tests: [{ status: 'expected' }] };
    const skipped = { title: 'four', ok: true, tests: [{ status: 'skipped' }] };
    const suites = [{ file: 'a.spec.ts', specs: [spec], suites: [{ specs: [skipped] }] }];
    expect(ranByPlaywright({ suites })).toEqual([
      { file: 'test/e2e/a.spec.ts', title: 'three', state: 'passed' },
      { file: 'test/e2e/a.spec.ts', title: 'four', state: 'skipped' },
    ]);
  });
});
