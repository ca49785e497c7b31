import type { CallEvent } from '../../common/contract/index.ts';
import { transcriptEntries } from '../../common/rules/turns/transcript.ts';
import { readCall } from '../../common/rules/turns/turn-records.ts';
import type { CallProfile } from './call-profile.ts';
import type { VoiceHistoryEntry, VoiceTurn } from './responding/turn-webhook.ts';

/** A caller's line as it is passed to the responder, together with its call. */
export function voiceTurn(
  profile: CallProfile,
  events: readonly CallEvent[],
  said: Pick<VoiceTurn, 'turn' | 'transcript' | 'confidence'>,
): VoiceTurn {
  const { callId, accountId, agentId, numberId, direction, from, to, startedAtMs } = profile;
  const route = { accountId, callId, agentId, numberId, direction, from, to };
  return { ...route, ...said, history: historyBefore(said.turn, events, startedAtMs) };
}

/**
 * What was said before a turn, oldest first, for `recentHistory`
 * (docs/reference/provider/webhooks.md#history).
 */
function historyBefore(
  turn: number,
  events: readonly CallEvent[],
  startedAtMs: number,
): VoiceHistoryEntry[] {
  const call = readCall(events);
  const earlier = { ...call, turns: call.turns.filter((record) => record.index < turn) };
  return transcriptEntries(earlier, startedAtMs).map(({ role, content, createdAt }) => ({
    role,
    content,
    atMs: createdAt === null ? startedAtMs : Date.parse(createdAt),
  }));
}
