import type { DisconnectionReason, TranscriptEntry } from '../../contract/index.ts';
import type { CallRecord } from './turn-records.ts';

/** The analysis of a finished call. `analysisSource` labels it in the payload. */
export interface CallAnalysis {
  readonly summary: string | null;
  readonly userSentiment: 'Positive' | 'Neutral' | 'Negative' | null;
  readonly callSuccessful: boolean | null;
  readonly analysisSource: 'localRules' | 'model';
}

const POSITIVE =
  /\b(thanks?|thank you|great|perfect|awesome|wonderful|excellent|lovely|appreciate|cool|nice|good)\b/gi;
const NEGATIVE =
  /\b(not (good|working|helpful|right)|bad|terrible|awful|angry|annoy\w*|frustrat\w*|useless|wrong|broken|complain\w*|worst|ridiculous|hate|refund)\b/gi;

const ENDED_WELL: ReadonlySet<DisconnectionReason> = new Set([
  'user_hangup',
  'agent_hangup',
  'call_transfer',
]);

/**
 * Analyses a call by simple local rules, so that a handler gets the fields that the service's model
 * would fill in (docs/reference/provider/webhooks.md#the-end-of-a-call).
 */
export function analyseCall(
  call: CallRecord,
  transcript: readonly TranscriptEntry[],
): CallAnalysis {
  const said = transcript.filter(({ role }) => role === 'user').map(({ content }) => content);
  return {
    summary: summaryOf(said, transcript),
    userSentiment: said.length === 0 ? null : sentimentOf(said.join(' ')),
    callSuccessful: successOf(call, said.length),
    analysisSource: 'localRules',
  };
}

function summaryOf(said: readonly string[], transcript: readonly TranscriptEntry[]): string | null {
  const first = said[0];
  if (first === undefined) return transcript.length === 0 ? null : 'The caller said nothing.';
  const more = said.length - 1;
  const opening = `The caller said: "${shortened(first)}"`;
  const rest = more === 0 ? '' : `, and ${more} more line${more === 1 ? '' : 's'}`;
  const last = transcript.findLast(({ role }) => role === 'agent')?.content;
  return `${opening}${rest}.${last === undefined ? '' : ` The agent's last words: "${shortened(last)}"`}`;
}

function sentimentOf(text: string): CallAnalysis['userSentiment'] {
  const negative = text.match(NEGATIVE)?.length ?? 0;
  // "not good" is negative; its "good" must not count as positive.
  const positive = text.replace(NEGATIVE, ' ').match(POSITIVE)?.length ?? 0;
  if (positive === negative) return 'Neutral';
  return positive > negative ? 'Positive' : 'Negative';
}

/** Null for a call without a conversation, which cannot be judged. */
function successOf(call: CallRecord, lines: number): boolean | null {
  if (!call.ended || call.answeredUs === null || lines === 0) return null;
  const answered = call.turns.filter(({ index }) => index > 0);
  const heard = answered.filter(({ outcome }) => outcome === 'heard' || outcome === 'interrupted');
  return ENDED_WELL.has(call.ended.reason) && heard.length * 2 >= answered.length;
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
