import type { CallEvent } from '../../common/contract/index.ts';
import { transcriptEntries } from '../../common/rules/turns/transcript.ts';
import { readCall } from '../../common/rules/turns/turn-records.ts';
import type { VoiceHistoryEntry } from './responding/turn-webhook.ts';

/**
 * What was said before turn `turn`, oldest first, for `recentHistory`
 * (docs/reference/provider/webhooks.md#history).
 */
export function callHistory(
  events: readonly CallEvent[],
  startedAtMs: number,
  turn: number,
): VoiceHistoryEntry[] {
  const call = readCall(events);
  const earlier = { ...call, turns: call.turns.filter((record) => record.index < turn) };
  return transcriptEntries(earlier, startedAtMs).map(({ role, content, createdAt }) => ({
    role,
    content,
    atMs: createdAt === null ? startedAtMs : Date.parse(createdAt),
  }));
}
