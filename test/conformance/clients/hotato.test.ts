import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TimelineTurn } from '../../../common/contract/index.ts';
import { childProcessSpawner } from '../../../main/platform/process/process-spawner.ts';
import { wavHeader } from '../../../main/speech/wav.ts';
import { CallTestApp } from '../../doubles/app/call-test-app.ts';
import { Transcriber, Voices } from '../../doubles/calls/spoken-harness.ts';
import { pythonEnvironment } from '../python/python-environment.ts';

/**
 * Compares two independent ways to the same figures: ours from the call's log, hotato's from its
 * recording.
 */
const WITHIN_MS = 60;
const SCRIPT = fileURLToPath(new URL('./measured-by-hotato.py', import.meta.url));
const QUESTION = 'When are you open on Sundays?';
const INTERRUPTION = 'Wait, wait, I meant on Saturday, in the harbour.';
const FILLER = 'One moment, please.';
const ANSWER =
  'On Sundays we are open from ten in the morning until four in the afternoon, and the workshop is closed.';

const python = await pythonEnvironment(['hotato==1.20']);
if (python.kind === 'missing') process.stderr.write(`hotato is left out. ${python.why}\n`);

interface Candidate {
  readonly t_sec: number;
  readonly kind: string;
  readonly durations: Readonly<Record<string, number>>;
}

interface Measured {
  readonly candidates: readonly Candidate[];
  readonly padSeconds: { readonly caller: number; readonly agent: number };
}

function wavOf(samples: Int16Array): string {
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  return Buffer.concat([wavHeader(16_000, 1, bytes.length), bytes]).toString('base64');
}

describe.runIf(python.kind === 'ready')(
  'a call with a filler, a late answer and an interruption',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'agentphone-hotato-'));
    let turn: TimelineTurn | undefined;
    let interruptedByMs = Number.NaN;
    let measured: Measured;

    beforeAll(async () => {
      if (python.kind !== 'ready') return;
      const voices = new Voices();
      const testApp = await CallTestApp.open({ spawn: childProcessSpawner });
      const transcriber = await Transcriber.start(QUESTION, INTERRUPTION);
      try {
        await testApp.app.control.run('engines.set', transcriber.engine);
        const file = join(folder, 'call.wav');
        const turns = await theCall(testApp, voices, file);
        turn = turns.find(({ index }) => index === 1);
        const interruption = turns.find(({ index }) => index === 2);
        interruptedByMs = interruption?.callerStartedMs ?? Number.NaN;
        measured = JSON.parse(await python.python([SCRIPT, file]));
      } finally {
        await testApp.close();
        await transcriber.stop();
        await voices.stop();
      }
    }, 120_000);
    afterAll(() => rmSync(folder, { recursive: true }));

    /** The finding of hotato of this kind that is closest to this time. */
    function found(kind: string, nearMs: number): Candidate {
      const [nearest] = measured.candidates
        .filter((candidate) => candidate.kind === kind)
        .toSorted((a, b) => Math.abs(a.t_sec * 1e3 - nearMs) - Math.abs(b.t_sec * 1e3 - nearMs));
      if (!nearest) throw new Error(`hotato found no ${kind}.`);
      return nearest;
    }
    const agree = (ourMs: number | null | undefined, seconds: number | undefined) =>
      expect(Math.abs((ourMs ?? Number.NaN) - (seconds ?? Number.NaN) * 1e3)).toBeLessThanOrEqual(
        WITHIN_MS,
      );

    it('has the same dead air in both', () => {
      const filler = turn?.pieces[0]?.sounds.at(-1)?.toMs ?? Number.NaN;
      const { durations } = found('agent_stop_no_caller', filler);
      expect(turn?.longestSilenceMs).toBeGreaterThan(3_000);
      agree(
        turn?.longestSilenceMs,
        (durations.trailing_silence_sec ?? Number.NaN) + measured.padSeconds.agent,
      );
    });

    it('has the same wait for the first sound in both', () => {
      const { durations } = found('long_response_gap', turn?.callerStoppedMs ?? Number.NaN);
      agree(
        turn?.responseLatencyMs,
        (durations.gap_sec ?? Number.NaN) + measured.padSeconds.caller,
      );
    });

    it('has the same time until the agent fell silent for the caller in both', () => {
      const { durations } = found('overlap_while_agent_talking', interruptedByMs);
      const silentMs = turn?.pieces.at(-1)?.sounds.at(-1)?.toMs ?? Number.NaN;
      expect(turn).toMatchObject({ outcome: 'interrupted', cutBy: 'caller' });
      agree(silentMs - interruptedByMs, durations.overlap_sec);
    });
  },
);

/** On a frozen clock; writes the recording to `file`. */
async function theCall(testApp: CallTestApp, voices: Voices, file: string) {
  const { control } = testApp.app;
  await testApp.change({ beginMessage: '' });
  await control.run('fault.set', {
    target: 'voiceStream',
    kind: 'stall',
    afterLines: 1,
    delayMs: 5_000,
    times: 1,
  });
  await testApp.webhook((_request, response) => {
    response.setHeader('content-type', 'application/x-ndjson');
    response.write(`${JSON.stringify({ text: FILLER, interim: true })}\n`);
    response.end(`${JSON.stringify({ text: ANSWER })}\n`);
  });
  const callId = await testApp.place();
  await control.run('clock.advance', { by: 500 });
  await control.run('call.play', { callId, wav: wavOf(await voices.say(QUESTION)) });
  await control.run('clock.advance', { by: 9_000 });
  await control.run('call.play', { callId, wav: wavOf(await voices.say(INTERRUPTION)) });
  await control.run('clock.advance', { by: 5_000 });
  await control.run('call.hangUp', { callId });
  const { content } = await control.run('call.export', { callId, format: 'wav' });
  writeFileSync(file, Buffer.from(content, 'base64'));
  return (await control.run('call.timeline', { callId })).turns;
}
