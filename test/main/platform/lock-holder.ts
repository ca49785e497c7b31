import { lockDataFolder } from '../../../main/platform/lock.ts';
import { parentChannel } from '../../../main/platform/process/parent-channel.ts';

/** Started by lock.test.ts: takes the lock of the folder it is told and tells how that went. */
const parent = parentChannel();
try {
  const lock = lockDataFolder(process.env.LOCK_FOLDER ?? '');
  // A lock that nobody refers to is let go of with the rest of the garbage.
  process.once('exit', () => lock.release());
  parent.send('locked');
} catch (error) {
  parent.send((error as Error).message);
}
