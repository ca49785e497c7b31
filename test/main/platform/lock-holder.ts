import { lockDataFolder } from '../../../main/platform/lock.ts';
import { parentChannel } from '../../../main/platform/process/parent-channel.ts';

/** Started by lock.test.ts: takes the lock of the given folder and reports the result. */
const parent = parentChannel();
try {
  const lock = lockDataFolder(process.env.LOCK_FOLDER ?? '');
  // A lock without a reference would be released by the garbage collector.
  process.once('exit', () => lock.release());
  parent.send('locked');
} catch (error) {
  parent.send((error as Error).message);
}
