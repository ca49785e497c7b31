import { parentChannel } from '../../../main/platform/process/parent-channel.ts';

/** Started by process-spawner.test.ts: echoes messages, and exits when told to. */
const parent = parentChannel();
process.stdout.write('{"printed":"by a child"}\n');
parent.onMessage((message) => {
  if (message === 'end') process.exit(7);
  parent.send({ echo: message, name: process.env.ECHO_NAME });
});
