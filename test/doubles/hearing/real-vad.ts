import { ProductClock } from '../../../main/platform/time/clock.ts';
import { loadSilero } from '../../../main/speech/process/silero-model.ts';
import { VadScorer } from '../../../main/speech/process/vad-scorer.ts';
import { SileroVad } from '../../../main/speech/silero-vad.ts';

const WINDOW_BYTES = 1_024;
const model = loadSilero(new URL('../../../resources/models/silero-vad-v6.onnx', import.meta.url));

/**
 * Silero itself, in this process. Tests can wait for it, so that the machine's speed does not
 * matter.
 */
export function realVad(): { readonly vad: SileroVad; caughtUp(): Promise<void> } {
  let asked = 0;
  let scored = 0;
  const vad = new SileroVad({
    clock: new ProductClock(),
    onProblem: (message) => {
      throw new Error(message);
    },
    line: (listener) => {
      const scorer = new VadScorer(model, (reply) => {
        if (reply.type !== 'vadScores') return listener.failed(reply.message);
        scored += reply.scores.length;
        listener.scores(reply.scores);
      });
      return {
        send: (command) => {
          if (command.type === 'vadWindows') asked += command.samples.byteLength / WINDOW_BYTES;
          scorer.handle(command);
        },
      };
    },
  });
  return {
    vad,
    /** Waits until everything heard so far has been judged. */
    async caughtUp() {
      while (scored < asked) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
