import { lockDataFolder } from '../../../main/platform/lock.ts';
import { parentChannel } from '../../../main/platform/parent-channel.ts';

/** Started by lock.test.ts: takes the lock of the folder it is told and tells how that went. */
const parent = parentChannel();
try {
  lockDataFolder(process.env.LOCK_FOLDER ?? '');
  parent.send('locked');
} catch (error) {
  parent.send((error as Error).message);
}
