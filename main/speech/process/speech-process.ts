import { parentChannel } from '../../platform/process/parent-channel.ts';
import { systemTime } from '../../platform/time/clock.ts';
import { FlitePool } from './flite-pool.ts';
import {
  FLITE_THREAD_ENV,
  RECOGNISER_THREAD_ENV,
  type SpeechCommand,
  type SpeechReply,
  VAD_MODEL_ENV,
} from './messages.ts';
import { readProcessHealth } from './process-health.ts';
import { Recogniser } from './recogniser.ts';
import { loadSilero } from './silero-model.ts';
import { VadScorer } from './vad-scorer.ts';

/**
 * The entry of the speech process. Engines that may crash or block run here, separate from the
 * process that serves HTTP and paces audio. The app restarts it when it dies.
 */
const setting = (name: string): URL => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; the app sets it when it starts us.`);
  return new URL(value);
};

const parent = parentChannel();
const reply = (message: SpeechReply): void => parent.send(message);
const flite = new FlitePool(setting(FLITE_THREAD_ENV), reply);
const recogniser = new Recogniser(setting(RECOGNISER_THREAD_ENV), reply);
const vad = new VadScorer(loadSilero(setting(VAD_MODEL_ENV)), reply);

parent.onMessage((message) => {
  const command = message as SpeechCommand;
  switch (command.type) {
    case 'synthesize':
      flite.synthesize(command);
      return;
    case 'cancel':
      flite.cancel(command.id);
      recogniser.cancel(command.id);
      return;
    case 'transcribe':
      recogniser.recognise(command);
      return;
    case 'prepareRecogniser':
      recogniser.prepare(command.folder);
      return;
    case 'vad':
      for (const one of command.commands) vad.handle(one);
      return;
  }
});

const HEALTH_EVERY_MS = 5_000;
function tellHealth(): void {
  reply({ type: 'health', health: readProcessHealth() });
  systemTime.after(HEALTH_EVERY_MS, tellHealth);
}
tellHealth();

// The first sentence bears the cost of compiling the engine, so make it one that no caller waits
// for.
flite.warmUp(() => reply({ type: 'ready' }));
