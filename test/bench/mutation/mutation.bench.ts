/**
 * Whether the tests of `common/rules` would notice a wrong rule: Stryker changes the code in one place
 * at a time, and the tests that reach it are run. Prints by folder how many changes made a test fail,
 * writes the others to a folder outside the repository, and fails below its floor over all folders.
 * The first run installs Stryker. All of it takes an hour or so, which is why it has to be named.
 *
 * Left out are static mutants, which are run while a file is loaded (tables, patterns, constants):
 * each would need all modules loaded anew. Tests that take seconds are not repeated.
 *
 * `AGENTPHONE_MUTATION=quoting,turns/turn-machine.ts` takes these folders and files only, and
 * `AGENTPHONE_MUTATION_REPORT=FOLDER` the place of the lists.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RulesFolder, rulesFolders } from './folders.ts';
import { countsOf, killedShare, type MutantCounts, sum, survivorsText } from './results.ts';
import { copyRules, installStryker, runStryker } from './stryker.ts';

const LEAST_KILLED = 0.85;

const folders = chosen(process.env.AGENTPHONE_MUTATION?.split(',') ?? null);
const lists =
  process.env.AGENTPHONE_MUTATION_REPORT ?? mkdtempSync(join(tmpdir(), 'agentphone-survivors-'));
mkdirSync(lists, { recursive: true });
installStryker();
const copy = mkdtempSync(join(tmpdir(), 'agentphone-mutation-'));
copyRules(copy);

const measured: (readonly [string, MutantCounts])[] = [];
for (const folder of folders) {
  const startedMs = performance.now();
  const name = folder.name.replaceAll('/', '+');
  const report = runStryker(copy, { ...folder, name });
  const counts = countsOf(report);
  writeFileSync(join(lists, `${name}.txt`), survivorsText(report));
  measured.push([folder.name, counts]);
  print(folder.name, counts, performance.now() - startedMs);
}
rmSync(copy, { recursive: true, force: true });

const all = sum(measured.map(([, counts]) => counts));
print('all', all);
const lowest = measured
  .filter(([, counts]) => counts.tried > 0)
  .sort(([, a], [, b]) => killedShare(a) - killedShare(b))[0];
if (lowest) console.log(`lowest: ${lowest[0]}, ${percent(killedShare(lowest[1]))}`);
console.log(`What nothing noticed, by folder: ${lists}`);
process.exitCode = killedShare(all) >= LEAST_KILLED ? 0 : 1;

/** The folders as named; of a file, its folder with that file alone. */
function chosen(names: readonly string[] | null): RulesFolder[] {
  const every = rulesFolders();
  if (names === null) return every;
  return names.map((name) => {
    const folder = every.find((one) => one.name === name);
    if (folder) return folder;
    const holder = every.find(({ files }) => files.includes(`common/rules/${name}`));
    if (holder) return { name, files: [`common/rules/${name}`], tests: holder.tests };
    throw new Error(`No folder or file of the rules is named "${name}".`);
  });
}

function print(name: string, counts: MutantCounts, tookMs?: number): void {
  const { tried, timedOut, survived, uncovered, left } = counts;
  const time = tookMs === undefined ? '' : `, ${(tookMs / 1_000).toFixed(0)} s`;
  console.log(
    `${name}: ${percent(killedShare(counts))} of ${tried} killed; ${survived} survived, ${uncovered} that no test reaches, ${timedOut} out of time; ${left} left out${time}`,
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
