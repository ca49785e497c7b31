import {
  type AgentUsage,
  ApiError,
  type DailyUsage,
  type MonthlyUsage,
  type NumberUsage,
  type Usage as UsageSummary,
} from '../../../common/contract/index.ts';
import {
  calendarPeriod,
  isTimeZone,
  lastDays,
  lastMonths,
  type Period,
} from '../../../common/rules/calendar.ts';
import { toDateTime } from '../../../common/rules/date-time.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { Totals, UsageStore } from '../../store/accounts/usage.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Plan } from '../accounts/plan.ts';
import type { Numbers } from '../numbers/numbers.ts';

export interface UsageDeps {
  readonly usage: UsageStore;
  readonly numbers: Numbers;
  readonly accounts: Accounts;
  readonly plan: Plan;
  readonly clock: Clock;
}

const DAY_MS = 86_400_000;
const MAX_CALL_MINUTES = 60;
const CONCURRENT_CALLS = 20;

/**
 * Usage, counted from the stored traffic, and what the plan leaves
 * (docs/reference/provider/account.md#usage).
 */
export class Usage {
  readonly #deps: UsageDeps;

  constructor(deps: UsageDeps) {
    this.#deps = deps;
  }

  /** The limits for a single call, and for all concurrent calls. */
  callLimits(): { readonly concurrentCalls: number; readonly maxCallDurationMinutes: number } {
    return { concurrentCalls: CONCURRENT_CALLS, maxCallDurationMinutes: MAX_CALL_MINUTES };
  }

  summary(accountId: string): UsageSummary {
    const { usage, numbers, plan, clock } = this.#deps;
    const nowMs = clock.now();
    const monthPeriod = calendarPeriod('month', nowMs, 'UTC');
    const [day, week, days30, month] = usage.betweenEach(accountId, [
      ...[1, 7, 30].map((days) => ({ startMs: nowMs - days * DAY_MS, endMs: nowMs + 1 })),
      monthPeriod,
    ]) as [Totals, Totals, Totals, Totals];
    const ever = usage.ever(accountId);
    const state = plan.get();
    return {
      plan: {
        name: state.profile === 'seed' ? 'free' : 'payg',
        limits: {
          numbers: state.numberAllowance,
          messagesPerMonth: state.textsPerMonth,
          voiceMinutesPerMonth: state.voiceMinutesPerMonth,
          ...this.callLimits(),
        },
        additionalLines: { pricePerMonthUsd: state.pricePerLine, how: 'Contact sales.' },
      },
      numbers: numbers.allowance(accountId),
      stats: {
        totalMessages: ever.messages,
        messagesLast24h: day.messages,
        messagesLast7d: week.messages,
        messagesLast30d: days30.messages,
        smsSegmentsLast30d: days30.segments,
        totalCalls: ever.calls,
        callsLast24h: day.calls,
        callsLast7d: week.calls,
        callsLast30d: days30.calls,
        totalWebhookDeliveries: ever.deliveries.total,
        successfulWebhookDeliveries: ever.deliveries.success,
        failedWebhookDeliveries: ever.deliveries.failed,
      },
      month: {
        messages: month.messages,
        voiceMinutes: minutes(month.voiceSeconds),
        messagesRemaining: Math.max(0, state.textsPerMonth - month.messages),
        voiceMinutesRemaining: Math.max(
          0,
          state.voiceMinutesPerMonth - minutes(month.voiceSeconds),
        ),
      },
      periodStart: toDateTime(monthPeriod.startMs),
      periodEnd: toDateTime(monthPeriod.endMs),
      reportGeneratedAt: toDateTime(nowMs),
    };
  }

  /** Oldest first, in UTC. */
  daily(accountId: string, days: number): DailyUsage {
    const data = this.#trafficIn(accountId, lastDays(days, this.#deps.clock.now()));
    return { data: data.map(({ start, ...one }) => ({ date: start.slice(0, 10), ...one })), days };
  }

  /** Oldest first, in UTC. */
  monthly(accountId: string, months: number): MonthlyUsage {
    const data = this.#trafficIn(accountId, lastMonths(months, this.#deps.clock.now()));
    return {
      data: data.map(({ start, ...one }) => ({ month: start.slice(0, 7), ...one })),
      months,
    };
  }

  /** Includes released numbers. */
  byNumber(accountId: string): NumberUsage {
    return { data: this.#deps.usage.byNumber(accountId) };
  }

  /** @throws ApiError `REQUEST_INVALID` for an unknown time zone */
  byAgent(
    accountId: string,
    period: AgentUsage['period'],
    timeZone: string | undefined,
  ): AgentUsage {
    const zone = timeZone ?? 'UTC';
    if (!isTimeZone(zone)) throw unknownZone(zone);
    const { startMs, endMs } = calendarPeriod(period, this.#deps.clock.now(), zone);
    const data = this.#deps.usage.byAgent(accountId, startMs, endMs).map((row) => ({
      ...row,
      agentName: row.agentName ?? 'Unassigned',
      isOrphan: row.agentId === null,
    }));
    return { data, period, periodStart: toDateTime(startMs), periodEnd: toDateTime(endMs) };
  }

  /** @throws ApiError `QUOTA_EXCEEDED` if the plan is enforced and its texts are used up */
  checkTexts(accountId: string): void {
    const { enforce, textsPerMonth } = this.#deps.plan.get();
    if (!enforce || this.#familyMonth(accountId).messages < textsPerMonth) return;
    throw new ApiError(
      'QUOTA_EXCEEDED',
      `The plan's ${textsPerMonth} texts of this month are used up. Raise the quota, or wait for next month.`,
    );
  }

  /** @throws ApiError `QUOTA_EXCEEDED` if the plan is enforced and its minutes are used up */
  checkVoiceMinutes(accountId: string): void {
    const { enforce, voiceMinutesPerMonth } = this.#deps.plan.get();
    if (!enforce) return;
    if (minutes(this.#familyMonth(accountId).voiceSeconds) < voiceMinutesPerMonth) return;
    throw new ApiError(
      'QUOTA_EXCEEDED',
      `The plan's ${voiceMinutesPerMonth} voice minutes of this month are used up. Raise the quota, or wait for next month.`,
    );
  }

  /** The current month of the paying account and its sub-accounts together. */
  #familyMonth(accountId: string): { messages: number; voiceSeconds: number } {
    const { accounts, clock } = this.#deps;
    const payer = accounts.payerOf(accountId);
    const period = calendarPeriod('month', clock.now(), 'UTC');
    const family = [payer, ...accounts.children(payer, null, 0).items.map(({ id }) => id)];
    const totals = family.map((id) => this.#totals(id, period));
    return {
      messages: totals.reduce((sum, one) => sum + one.messages, 0),
      voiceSeconds: totals.reduce((sum, one) => sum + one.voiceSeconds, 0),
    };
  }

  #totals(accountId: string, period: Period): Totals {
    return this.#deps.usage.between(accountId, period.startMs, period.endMs);
  }

  #trafficIn(accountId: string, periods: readonly Period[]) {
    const totals = this.#deps.usage.betweenEach(accountId, periods);
    return totals.map(({ messages, calls, webhooks, voiceSeconds }, i) => ({
      start: toDateTime(periods[i]?.startMs ?? 0),
      messages,
      calls,
      webhooks,
      voiceMinutes: minutes(voiceSeconds),
    }));
  }
}

function minutes(seconds: number): number {
  return Math.ceil(seconds / 60);
}

function unknownZone(zone: string): ApiError {
  const msg = `"${zone}" is no IANA time zone, such as America/New_York.`;
  return new ApiError('REQUEST_INVALID', msg, {
    details: [{ field: 'tz', message: msg, type: 'value_error' }],
    faults: [{ loc: ['query', 'tz'], msg, type: 'value_error' }],
  });
}
