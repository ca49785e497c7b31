import { readFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import {
  childProcessSpawner,
  type SpawnedProcess,
} from '../../../main/platform/process/process-spawner.ts';
import { ProductClock } from '../../../main/platform/time/clock.ts';
import { SileroVad } from '../../../main/speech/silero-vad.ts';
import { SpeechClient } from '../../../main/speech/speech-client.ts';
import { readWav } from '../../../main/speech/wav.ts';
import { VadRecorder } from '../../doubles/hearing/vad-recorder.ts';
import { SPEECH_ENTRIES } from '../../doubles/processes/entry-points.ts';

const { samples } = readWav(
  readFileSync(new URL('../../fixtures/two-utterances.wav', import.meta.url)),
);

let client: SpeechClient | null = null;
afterEach(() => client?.stop());

it('hears on when the speech process is killed in the middle of a word', async () => {
  const processes: SpawnedProcess[] = [];
  const crashes: boolean[] = [];
  const clock = new ProductClock({ frozen: true });
  client = new SpeechClient({
    spawn: (entry, options) => {
      const process = childProcessSpawner(entry, options);
      processes.push(process);
      return process;
    },
    ...SPEECH_ENTRIES,
    clock,
    onCrash: ({ restarting }) => crashes.push(restarting),
    onReplaced: () => {},
  });
  const problems: string[] = [];
  const vad = new SileroVad({
    line: client.vadChannel,
    clock,
    onProblem: (message) => problems.push(message),
  });
  const recorder = new VadRecorder();
  const stream = vad.open(recorder);
  const middle = 16_000 * 2;
  stream.push(samples.subarray(0, middle));
  await clock.run();
  expect(recorder.edges.length).toBeGreaterThan(0);
  // Whatever was not answered before the kill is sent again.
  stream.push(samples.subarray(middle, middle + 8000));
  processes[0]?.kill();
  stream.push(samples.subarray(middle + 8000));
  await clock.run();
  stream.close();

  expect(crashes).toEqual([true]);
  expect(problems).toEqual([]);
  expect(recorder.segments(0.25)).toEqual([
    { from: expect.closeTo(0.8, 1), to: expect.closeTo(3.55, 1) },
    { from: expect.closeTo(3.95, 1), to: expect.closeTo(5.1, 1) },
  ]);
});
