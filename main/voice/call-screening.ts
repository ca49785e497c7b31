import type { CallEvent } from '../../common/contract/index.ts';
import type { ResponseInstruction } from '../../common/rules/answers/voice-response.ts';
import { isScreeningPrompt } from '../../common/rules/turns/screening.ts';
import type { CallProfile } from './call-profile.ts';

/** Later words are no screening service's; a "Hi." may come first. */
const LATEST_TURN = 2;

/**
 * Who is calling and why, where a service asks for it instead of a person, once in a call; null: it
 * is for the responder to answer.
 */
export function answerToScreening(
  { direction, screeningAnswer: text }: Pick<CallProfile, 'direction' | 'screeningAnswer'>,
  events: readonly CallEvent[],
  turn: number,
  transcript: string,
): ResponseInstruction | null {
  if (direction !== 'outbound' || text === null || turn > LATEST_TURN) return null;
  if (!isScreeningPrompt(transcript)) return null;
  if (events.some(({ type }) => type === 'screening.answered')) return null;
  return { text, interim: false, action: null, digits: null };
}
