import { transcriptEntries } from '../../../common/rules/turns/transcript.ts';
import { readCall } from '../../../common/rules/turns/turn-records.ts';
import { type CallWorld, callWorld } from '../calls/call-world.ts';
import { LoudnessVad, makeSound, ScriptedStt, type ScriptedWords } from './scripted-hearing.ts';

/** The scripted voice takes 20 ms for each of its letters. */
export const LONG_ANSWER =
  'We are open every day of the week from ten to four and on holidays too.';

/** An answered call whose caller is heard by loudness and understood as scripted. */
export function heardCall(...words: ScriptedWords[]) {
  const stt = new ScriptedStt(...words);
  const world = callWorld({}, null, { vad: new LoudnessVad(), stt });
  stt.time = world.real;
  world.session.answered();
  return { world, stt };
}

/** The caller speaks, and then does not for so long. */
export async function speaks(world: CallWorld, speechMs: number, silenceMs: number): Promise<void> {
  await makeSound(world, speechMs, true);
  await makeSound(world, silenceMs, false);
}

/** What the agent was asked, with the turn it is for. */
export function asked(world: CallWorld): [turn: number, transcript: string][] {
  return world.responder.asked.map(({ turn }) => [turn.turn, turn.transcript]);
}

/** The caller's lines as the transcript has them. */
export function saidInCall(world: CallWorld): string[] {
  return transcriptEntries(readCall(world.seen), 0)
    .filter(({ role }) => role === 'user')
    .map(({ content }) => content);
}
