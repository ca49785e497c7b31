import { transcriptEntries } from '../../../common/rules/turns/transcript.ts';
import { readCall } from '../../../common/rules/turns/turn-records.ts';
import { type CallHarness, callHarness } from '../calls/call-harness.ts';
import { LoudnessVad, makeSound, ScriptedStt, type ScriptedWords } from './scripted-hearing.ts';

/** The scripted voice takes 20 ms per letter. */
export const LONG_ANSWER =
  'We are open every day of the week from ten to four and on holidays too.';

/** An answered call whose caller is detected by loudness and recognised as scripted. */
export function heardCall(...words: ScriptedWords[]) {
  const stt = new ScriptedStt(...words);
  const harness = callHarness({}, null, { vad: new LoudnessVad(), stt });
  stt.time = harness.real;
  harness.session.answered();
  return { harness, stt };
}

/** The caller speaks, and is then silent for this long. */
export async function speaks(
  harness: CallHarness,
  speechMs: number,
  silenceMs: number,
): Promise<void> {
  await makeSound(harness, speechMs, true);
  await makeSound(harness, silenceMs, false);
}

/** What the agent was asked, each with its turn. */
export function asked(harness: CallHarness): [turn: number, transcript: string][] {
  return harness.responder.asked.map(({ turn }) => [turn.turn, turn.transcript]);
}

/** The caller's lines in the transcript. */
export function saidInCall(harness: CallHarness): string[] {
  return transcriptEntries(readCall(harness.seen), 0)
    .filter(({ role }) => role === 'user')
    .map(({ content }) => content);
}
