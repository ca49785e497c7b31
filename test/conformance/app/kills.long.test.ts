import { afterEach, expect, it } from 'vitest';
import { seededRandom } from '../../../common/rules/seeded-random.ts';
import { KillRun } from '../../doubles/app/kill-run.ts';
import { AppLauncher } from '../../doubles/app/launched-app.ts';

const apps = new AppLauncher();
afterEach(() => apps.clear());

const KILLS = 12;

it(`${KILLS} kills under load lose nothing acknowledged, send no recorded success again, and end each call once`, async () => {
  const tally = await new KillRun(apps, seededRandom(12)).run(KILLS);
  expect(tally).toMatchObject({
    kills: KILLS,
    lost: [],
    sentAgain: [],
    notEndedOnce: [],
    brokenRecordings: [],
  });
  // Make sure that there was something to lose.
  expect(tally.acknowledged).toBeGreaterThan(10 * KILLS);
  expect(tally.recordedSuccesses).toBeGreaterThan(KILLS);
  expect(tally.callsCutOff).toBe(2 * KILLS);
}, 180_000);
