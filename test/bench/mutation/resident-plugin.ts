import { createVitest, type Vitest } from 'vitest/node';
import {
  type AskedMutant,
  CHANNEL_VARIABLE,
  type FirstRun,
  type MutantAnswer,
} from './resident-messages.ts';

/** How much more processor time than before a mutant's tests may take until they count as hung. */
const MOST_TIMES = 4;
const MOST_MORE_MS = 3_000;
const LOOK_EVERY_MS = 200;

/** What Stryker asks of a test runner, as far as it is needed here. */
interface MutantRunOptions {
  readonly activeMutant: { readonly id: string };
  readonly testFilter?: readonly string[];
}

/**
 * Stryker's test runner for Vitest starts a thread and loads the modules anew for each mutant. This one
 * has a single run of Vitest, whose thread stays (`resident-runner.ts`): a tenth of the work. For static
 * mutants it would not do.
 */
class ResidentTestRunner {
  readonly #channel: BroadcastChannel;
  #vitest: Vitest | null = null;
  #running: Promise<unknown> = Promise.resolve();
  #first: FirstRun | null = null;
  /** The thread runs on without end. */
  #isHung = false;
  readonly #watch: { timer?: NodeJS.Timeout } = {};

  constructor() {
    const name = `agentphone-mutation-${process.pid}`;
    process.env[CHANNEL_VARIABLE] = name;
    this.#channel = new BroadcastChannel(name);
  }

  capabilities() {
    return { reloadEnvironment: false };
  }

  async init(): Promise<void> {
    const first = this.#next<FirstRun>();
    this.#vitest = await createVitest('test', {
      config: 'vitest.config.ts',
      watch: false,
      reporters: [{}],
      onConsoleLog: () => false,
    });
    this.#running = this.#vitest.start();
    // Without an answer, the run broke before any test.
    const broke = this.#running.then(() => {
      throw new Error('Vitest ended before the tests were run.');
    });
    this.#first = await Promise.race([first, broke]);
    broke.catch(() => {});
  }

  dryRun() {
    const { faults = [], tests = [], coverage } = this.#first ?? {};
    if (faults.length > 0) return { status: 'error', errorMessage: faults.join('\n') };
    return {
      status: 'complete',
      tests: tests.map(({ id, name, ms, fault }) => ({
        id,
        name,
        timeSpentMs: ms,
        ...(fault === null ? { status: 0 } : { status: 1, failureMessage: fault }),
      })),
      mutantCoverage: coverage,
    };
  }

  async mutantRun({ activeMutant, testFilter }: MutantRunOptions) {
    // Nothing stops a thread that hangs. Stryker goes on with a new process, beginning with this mutant.
    if (this.#isHung) process.exit(1);
    const answer = this.#next<MutantAnswer>();
    const asked: AskedMutant = { mutant: activeMutant.id, testIds: testFilter };
    this.#channel.postMessage(asked);
    const came = await Promise.race([answer, this.#hung(testFilter)]);
    if (came === 'hung')
      return { status: 'timeout', reason: 'Hit limit of processor time reached' };
    clearInterval(this.#watch.timer);
    const { failed, ran } = came;
    if (failed === null) return { status: 'survived', nrOfTests: ran };
    const { id, message, isEndless } = failed;
    const failureMessage = isEndless ? 'It ran without end.' : message;
    return { status: 'killed', killedBy: [id], failureMessage, nrOfTests: ran };
  }

  async dispose(): Promise<void> {
    if (this.#isHung) return;
    this.#channel.postMessage('end');
    await this.#running;
    this.#channel.close();
    await this.#vitest?.close();
  }

  /** Comes when these tests have taken far more processor time than in the first run. */
  async #hung(testIds: readonly string[] | undefined): Promise<'hung'> {
    const wanted = testIds && new Set(testIds);
    const usualMs = (this.#first?.tests ?? [])
      .filter(({ id }) => !wanted || wanted.has(id))
      .reduce((sum, { ms }) => sum + ms, 0);
    const mostMs = usualMs * MOST_TIMES + MOST_MORE_MS;
    const before = process.cpuUsage();
    const watch = this.#watch;
    return new Promise((resolve) => {
      clearInterval(watch.timer);
      watch.timer = setInterval(() => {
        const { user, system } = process.cpuUsage(before);
        if ((user + system) / 1_000 <= mostMs) return;
        clearInterval(watch.timer);
        this.#isHung = true;
        resolve('hung');
      }, LOOK_EVERY_MS);
    });
  }

  #next<Message>(): Promise<Message> {
    return new Promise((resolve) => {
      this.#channel.onmessage = (event) => resolve((event as MessageEvent<Message>).data);
    });
  }
}

/** Where Stryker looks for what a file brings. */
export const strykerPlugins = [
  { kind: 'TestRunner', name: 'resident', injectableClass: ResidentTestRunner },
];
