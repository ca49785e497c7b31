import { type RunnerTask, type RunnerTestCase, type RunnerTestFile, TestRunner } from 'vitest';
import {
  type AskedMutant,
  CHANNEL_VARIABLE,
  type FirstRun,
  type MutantAnswer,
  type MutantCoverage,
} from './resident-messages.ts';

/** What Stryker puts into the code that it changes reads and writes these. */
interface Instrumented {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number;
  hitLimit?: number | undefined;
  /** How often each test ran the place of each mutant. */
  mutantCoverage?: MutantCoverage;
}

/** How much more often than before a changed place may run until it counts as an endless loop. */
const MOST_TIMES = 20;
const MOST_MORE = 10_000;
/**
 * Tests with more processor time than this run once and are not repeated for each mutant. The clock
 * would leave out more of them on a busy machine.
 */
const SLOWEST_MS = 1_000;
/** By the clock: these tests start programs, or wait. */
const LONGEST_MS = 10_000;

const scope = globalThis as { __stryker__?: Instrumented };
scope.__stryker__ ??= {};
const stryker = scope.__stryker__;

/**
 * Runs all tests once, and then stays: for each mutant that is asked for, it runs those tests again
 * that reach it. Loading Vitest and the modules anew for each would be ten times the work.
 */
// biome-ignore lint/style/noDefaultExport: Vitest takes a runner from there.
export default class ResidentRunner extends TestRunner {
  /** The processor time of each test in the first run. */
  readonly #usedMs = new Map<string, number>();
  #before = process.threadCpuUsage();

  override async onBeforeRunTask(test: RunnerTestCase): Promise<void> {
    await super.onBeforeRunTask(test);
    stryker.currentTestId = test.id;
    this.#before = process.threadCpuUsage();
  }

  override onAfterRunTask(test: RunnerTestCase): void {
    const { user, system } = process.threadCpuUsage(this.#before);
    this.#usedMs.set(test.id, (user + system) / 1_000);
    stryker.currentTestId = undefined;
    super.onAfterRunTask(test);
  }

  override async onAfterRunFiles(files: RunnerTestFile[]): Promise<void> {
    super.onAfterRunFiles(files);
    const repeated = files.flatMap(testsOf).filter(({ id, result }) => {
      const usedMs = this.#usedMs.get(id) ?? 0;
      return result && usedMs <= SLOWEST_MS && (result.duration ?? 0) <= LONGEST_MS;
    });
    const tests = new Map(repeated.map((test) => [test.id, test]));
    const channel = new BroadcastChannel(process.env[CHANNEL_VARIABLE] ?? '');
    await new Promise<void>((resolve) => {
      channel.onmessage = (event) => {
        const asked = (event as MessageEvent<AskedMutant | 'end'>).data;
        if (asked === 'end') return resolve();
        void tried(asked, tests).then((answer) => channel.postMessage(answer));
      };
      channel.postMessage(firstRun(files, tests));
    });
    channel.close();
  }
}

function testsOf(task: RunnerTask): RunnerTestCase[] {
  return task.type === 'test' ? [task] : task.tasks.flatMap(testsOf);
}

function firstRun(
  files: readonly RunnerTestFile[],
  tests: ReadonlyMap<string, RunnerTestCase>,
): FirstRun {
  const { static: whileLoading = {}, perTest = {} } = stryker.mutantCoverage ?? {};
  const reached = Object.entries(perTest).filter(([id]) => tests.has(id));
  // For what tests reach as well, Stryker would begin a new process each time.
  const byTests = new Set(reached.flatMap(([, mutants]) => Object.keys(mutants)));
  return {
    // A fault outside a test, such as an import that fails.
    faults: files.flatMap(({ result }) => (result?.errors ?? []).map(({ message }) => message)),
    tests: [...tests.values()]
      .filter(({ result }) => result?.state === 'pass' || result?.state === 'fail')
      .map((test) => ({
        id: test.id,
        name: test.fullTestName,
        ms: test.result?.duration ?? 0,
        fault: test.result?.errors?.[0]?.message ?? null,
      })),
    coverage: {
      static: Object.fromEntries(Object.entries(whileLoading).filter(([id]) => !byTests.has(id))),
      perTest: Object.fromEntries(reached),
    },
  };
}

/** The quickest tests come first: most mutants fall to any of them. */
async function tried(
  { mutant, testIds }: AskedMutant,
  all: ReadonlyMap<string, RunnerTestCase>,
): Promise<MutantAnswer> {
  stryker.activeMutant = mutant;
  const tests = (testIds ?? [...all.keys()]).flatMap((id) => all.get(id) ?? []);
  tests.sort((a, b) => (a.result?.duration ?? 0) - (b.result?.duration ?? 0));
  let ran = 0;
  let failed: MutantAnswer['failed'] = null;
  for (const test of tests) {
    ran += 1;
    const before = stryker.mutantCoverage?.perTest[test.id]?.[mutant] ?? 0;
    stryker.hitCount = 0;
    stryker.hitLimit = before * MOST_TIMES + MOST_MORE;
    const fault = await faultOf(test);
    const isEndless = stryker.hitCount > stryker.hitLimit;
    if (fault === null && !isEndless) continue;
    failed = { id: test.id, message: fault ?? '', isEndless };
    break;
  }
  stryker.activeMutant = undefined;
  return { failed, ran };
}

/** Why this test fails now; null when it passes. */
async function faultOf(test: RunnerTestCase): Promise<string | null> {
  try {
    try {
      await TestRunner.getTestFn(test)();
    } finally {
      for (let suite = test.suite; suite !== undefined; suite = suite.suite) {
        const { afterEach } = TestRunner.getSuiteHooks(suite);
        for (const hook of afterEach) await hook(test.context, suite);
      }
    }
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
