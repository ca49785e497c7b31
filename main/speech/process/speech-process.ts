import { parentChannel } from '../../platform/parent-channel.ts';
import { FlitePool } from './flite-pool.ts';
import { FLITE_THREAD_ENV, type SpeechCommand, type SpeechReply } from './messages.ts';

/**
 * Entry of the speech process: engines that may crash or block live here, away from the process
 * that serves HTTP and paces audio. The app starts it again when it dies.
 */
const entry = process.env[FLITE_THREAD_ENV];
if (!entry) throw new Error(`${FLITE_THREAD_ENV} is not set; the app sets it when it starts us.`);

const parent = parentChannel();
const reply = (message: SpeechReply): void => parent.send(message);
const flite = new FlitePool(new URL(entry), reply);

parent.onMessage((message) => {
  const command = message as SpeechCommand;
  switch (command.type) {
    case 'synthesize':
      flite.synthesize(command);
      return;
    case 'cancel':
      flite.cancel(command.id);
      return;
  }
});

// The first sentence pays for compiling the engine; let it be one that nobody waits for.
flite.warmUp(() => reply({ type: 'ready' }));
