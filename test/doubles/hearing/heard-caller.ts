import { transcriptEntries } from '../../../common/rules/turns/transcript.ts';
import { readCall } from '../../../common/rules/turns/turn-records.ts';
import { type CallHarness, callHarness } from '../calls/call-harness.ts';
import { LoudnessVad, makeSound, ScriptedStt, type ScriptedWords } from './scripted-hearing.ts';

/** The scripted voice takes 20 ms for each of its letters. */
export const LONG_ANSWER =
  'We are open every day of the week from ten to four and on holidays too.';

/** An answered call whose caller is heard by loudness and understood as scripted. */
export function heardCall(...words: ScriptedWords[]) {
  const stt = new ScriptedStt(...words);
  const harness = callHarness({}, null, { vad: new LoudnessVad(), stt });
  stt.time = harness.real;
  harness.session.answered();
  return { harness, stt };
}

/** The caller speaks, and then does not for so long. */
export async function speaks(
  harness: CallHarness,
  speechMs: number,
  silenceMs: number,
): Promise<void> {
  await makeSound(harness, speechMs, true);
  await makeSound(harness, silenceMs, false);
}

/** What the agent was asked, with the turn it is for. */
export function asked(harness: CallHarness): [turn: number, transcript: string][] {
  return harness.responder.asked.map(({ turn }) => [turn.turn, turn.transcript]);
}

/** The caller's lines as the transcript has them. */
export function saidInCall(harness: CallHarness): string[] {
  return transcriptEntries(readCall(harness.seen), 0)
    .filter(({ role }) => role === 'user')
    .map(({ content }) => content);
}
