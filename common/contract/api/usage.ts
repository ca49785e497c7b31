import { z } from 'zod';
import { DateTime, E164, Nullable, QueryInteger } from './common.ts';

/** Usage (docs/reference/provider/account.md#usage): activity, never money. */

const Count = z.number().int();

export const Usage = z.object({
  plan: z
    .object({
      name: z.string().describe('Name of the plan.'),
      limits: z
        .object({
          numbers: Count.describe('Numbers held at once.'),
          messagesPerMonth: Count.describe('Texts per calendar month.'),
          voiceMinutesPerMonth: Count.describe('Minutes of calls per calendar month.'),
          maxCallDurationMinutes: Count.describe('How long one call may last.'),
          concurrentCalls: Count.describe('How many calls may run at once.'),
        })
        .describe('What the plan includes.'),
      additionalLines: z
        .object({
          pricePerMonthUsd: z.number().describe('Per line and month, in US dollars.'),
          how: z.string().describe('How to get one.'),
        })
        .describe('What a line beyond the allowance costs, and how to get one.'),
    })
    .describe('The plan and its limits.'),
  numbers: z
    .object({
      used: Count.describe('Numbers held now that count: those that were bought.'),
      limit: Count.describe('Numbers that may be held.'),
      remaining: Count.describe('Numbers that can still be bought.'),
      notCounted: Count.describe(
        'Numbers held beside the allowance: that of the starter workspace, and those taken over from Twilio. Here only.',
      ),
    })
    .describe('The allowance of numbers.'),
  stats: z
    .object({
      totalMessages: Count.describe('Texts ever.'),
      messagesLast24h: Count.describe('Texts of the last 24 hours.'),
      messagesLast7d: Count.describe('Texts of the last 7 days.'),
      messagesLast30d: Count.describe('Texts of the last 30 days.'),
      smsSegmentsLast30d: Count.describe('SMS segments of the last 30 days.'),
      totalCalls: Count.describe('Calls ever.'),
      callsLast24h: Count.describe('Calls of the last 24 hours.'),
      callsLast7d: Count.describe('Calls of the last 7 days.'),
      callsLast30d: Count.describe('Calls of the last 30 days.'),
      totalWebhookDeliveries: Count.describe('Webhook deliveries ever.'),
      successfulWebhookDeliveries: Count.describe('Those that were taken.'),
      failedWebhookDeliveries: Count.describe('Those that were given up.'),
    })
    .describe('Counted from the stored traffic, inbound and outbound.'),
  month: z
    .object({
      messages: Count.describe('Texts so far.'),
      voiceMinutes: Count.describe('Minutes of calls so far, rounded up.'),
      messagesRemaining: Count.describe('Texts left.'),
      voiceMinutesRemaining: Count.describe('Minutes left.'),
    })
    .describe('The current month in UTC: what the quotas count.'),
  periodStart: z.string().describe('Start of the current month.'),
  periodEnd: z.string().describe('End of the current month.'),
  reportGeneratedAt: DateTime.describe('When this was counted.'),
});
export type Usage = z.infer<typeof Usage>;

const Traffic = {
  messages: Count.describe('Texts in and out.'),
  calls: Count.describe('Calls in and out.'),
  webhooks: Count.describe('Webhook deliveries.'),
  voiceMinutes: Count.describe('Minutes of calls, rounded up.'),
};

export const DailyUsageQuery = z.object({
  days: QueryInteger(1, 365).default(30).describe('How many days back, today included.'),
});
export const DailyUsage = z.object({
  data: z
    .array(z.object({ date: z.string().describe('`YYYY-MM-DD`, in UTC.'), ...Traffic }))
    .describe('One row per day, oldest first, days without traffic included.'),
  days: Count.describe('How many days were asked for.'),
});
export type DailyUsage = z.infer<typeof DailyUsage>;

export const MonthlyUsageQuery = z.object({
  months: QueryInteger(1, 24).default(6).describe('How many months back, this one included.'),
});
export const MonthlyUsage = z.object({
  data: z
    .array(z.object({ month: z.string().describe('`YYYY-MM`, in UTC.'), ...Traffic }))
    .describe('One row per month, oldest first, months without traffic included.'),
  months: Count.describe('How many months were asked for.'),
});
export type MonthlyUsage = z.infer<typeof MonthlyUsage>;

export const NumberUsage = z.object({
  data: z
    .array(
      z.object({
        numberId: z.string().describe('Id of the number.'),
        phoneNumber: E164.describe('The number in E.164 form.'),
        country: z.string().describe('Its country (ISO 3166-1 alpha-2).'),
        status: z.string().describe('`active` or `released`.'),
        agentId: Nullable(z.string()).describe('The agent it is attached to.'),
        agentName: Nullable(z.string()).describe('Name of that agent.'),
        messages: Count.describe('Texts ever.'),
        calls: Count.describe('Calls ever.'),
      }),
    )
    .describe('One row per number, released ones included.'),
});
export type NumberUsage = z.infer<typeof NumberUsage>;

export const UsagePeriod = z.enum(['week', 'month', 'year']);
export const AgentUsageQuery = z.object({
  period: UsagePeriod.describe('The current calendar week, month or year.'),
  tz: z
    .string()
    .max(100)
    .optional()
    .describe('IANA time zone that the period is cut in; UTC by default.'),
});
export const AgentUsage = z.object({
  data: z
    .array(
      z.object({
        agentId: Nullable(z.string()).describe('The agent; null for traffic without one.'),
        agentName: z.string().describe('Its name, or `Unassigned`.'),
        messages: Count.describe('Texts in the period.'),
        calls: Count.describe('Completed calls in the period.'),
        totalSeconds: Count.describe('How long these calls lasted together.'),
        isOrphan: z.boolean().describe('Whether the traffic belongs to no agent.'),
      }),
    )
    .describe('One row per agent.'),
  period: UsagePeriod.describe('The period asked for.'),
  periodStart: z.string().describe('When it began.'),
  periodEnd: z.string().describe('When it ends.'),
});
export type AgentUsage = z.infer<typeof AgentUsage>;
