/**
 * Kills the app a hundred times by SIGKILL, at random moments under load, each time followed by a
 * start on what was left. Counts acknowledged writes that were lost, recorded successes that were
 * sent again, calls that did not end exactly once, and recordings that are not valid WAV files. All
 * counts must be zero. `AGENTPHONE_KILLS` sets another number of kills.
 */
import { seededRandom } from '../../common/rules/seeded-random.ts';
import { KillRun } from '../doubles/app/kill-run.ts';
import { AppLauncher } from '../doubles/app/launched-app.ts';

const kills = Number(process.env.AGENTPHONE_KILLS ?? 100);
const apps = new AppLauncher();
try {
  const { acknowledged, recordedSuccesses, callsCutOff, ...rest } = await new KillRun(
    apps,
    seededRandom(Date.now() % 1_000_000),
  ).run(kills);
  const wrongs = [rest.lost, rest.sentAgain, rest.notEndedOnce, rest.brokenRecordings];
  console.log(`${kills} kills, ${acknowledged} acknowledged writes: ${rest.lost.length} lost`);
  console.log(`${recordedSuccesses} recorded successes: ${rest.sentAgain.length} sent again`);
  console.log(`${callsCutOff} live calls: ${rest.notEndedOnce.length} not ended and told once`);
  console.log(`recordings that are no whole WAV: ${rest.brokenRecordings.length}`);
  if (wrongs.some(({ length }) => length > 0)) {
    console.error(rest);
    process.exitCode = 1;
  }
} finally {
  await apps.clear();
}
