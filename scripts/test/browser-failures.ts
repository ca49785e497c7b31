/** The part of Playwright's JSON report that we read, for one place in the tree of tests. */
interface Suite {
  readonly specs?: readonly Spec[];
  readonly suites?: readonly Suite[];
}

interface Spec {
  readonly file: string;
  readonly line: number;
  readonly title: string;
  readonly ok: boolean;
  readonly tests: readonly { readonly results: readonly Result[] }[];
}

interface Result {
  readonly duration: number;
  readonly error?: { readonly message?: string };
}

/** How many lines of an error are shown; the whole of it was printed where the test ran. */
const ERROR_LINES = 12;

/**
 * The failed browser tests in a JSON report, with the first lines of their errors. They are printed
 * last, where they are visible without scrolling.
 */
export function browserFailures(report: Suite): string[] {
  const own = (report.specs ?? []).filter(({ ok }) => !ok).map(describe);
  return [...own, ...(report.suites ?? []).flatMap(browserFailures)];
}

function describe({ file, line, title, tests }: Spec): string {
  const last = tests.at(-1)?.results.at(-1);
  const message = withoutColours(last?.error?.message ?? 'It gave no error.');
  const seconds = ((last?.duration ?? 0) / 1000).toFixed(1);
  const lines = message.split('\n').slice(0, ERROR_LINES);
  return [`✗ ${file}:${line} ${title} (${seconds} s)`, ...lines].join('\n    ');
}

function withoutColours(text: string): string {
  return text.replace(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g'), '');
}
