import { ApiError } from '../../../common/contract/index.ts';
import { brokenLimit } from '../../../common/rules/conversation-limits.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { LineTraffic } from '../../store/numbers/line-traffic.ts';
import type { Plan } from '../accounts/plan.ts';
import type { LeavingText } from './outbound-texts.ts';

const DAY_MS = 86_400_000;

/** Refuses iMessages to people who do not answer, if the plan says so. */
export class ConversationLimits {
  readonly #deps: { readonly plan: Plan; readonly traffic: LineTraffic; readonly clock: Clock };

  constructor(deps: { plan: Plan; traffic: LineTraffic; clock: Clock }) {
    this.#deps = deps;
  }

  /** @throws ApiError one of the codes of the conversation limits */
  check({ number, to, group, channel }: LeavingText): void {
    const { plan, traffic, clock } = this.#deps;
    if (!plan.get().conversationLimits || channel !== 'imessage' || group) return;
    const nowMs = clock.now();
    const lastInboundAtMs = traffic.lastInboundAtMs(number.id, to);
    const today = traffic.peopleSince(number.id, nowMs - DAY_MS);
    const code = brokenLimit(
      {
        lastInboundAtMs,
        sentSince: traffic.sentSince(number.id, to, lastInboundAtMs ?? 0),
        wroteToThemToday: today.has(to),
        peopleToday: today.size,
        newPeopleToday: traffic.newPeopleSince(number.id, nowMs - DAY_MS),
      },
      nowMs,
    );
    if (code !== null) throw new ApiError(code);
  }
}
