import type { CallEvent } from '../../common/contract/index.ts';
import type { ResponseInstruction } from '../../common/rules/answers/voice-response.ts';
import { isScreeningPrompt } from '../../common/rules/turns/screening.ts';
import type { CallProfile } from './call-profile.ts';

/** A screening service asks within the first turns; a "Hi." may precede its question. */
const LATEST_TURN = 2;

/**
 * Says who is calling and why if a screening service asks for it, once per call. Null: the line is
 * left to the responder.
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
