import { z } from 'zod';
import { Nullable, QueryInteger } from './common.ts';

/** Usage (api.md 4.8): activity, never money. */

const Count = z.number().int();

export const Usage = z.object({
  plan: z.object({
    name: z.string(),
    limits: z.object({
      numbers: Count,
      messagesPerMonth: Count,
      voiceMinutesPerMonth: Count,
      maxCallDurationMinutes: Count,
      concurrentCalls: Count,
    }),
    /** What a line beyond the allowance costs, and how to get one (S11). */
    additionalLines: z.object({ pricePerMonthUsd: z.number(), how: z.string() }),
  }),
  numbers: z.object({ used: Count, limit: Count, remaining: Count }),
  stats: z.object({
    totalMessages: Count,
    messagesLast24h: Count,
    messagesLast7d: Count,
    messagesLast30d: Count,
    smsSegmentsLast30d: Count,
    totalCalls: Count,
    callsLast24h: Count,
    callsLast7d: Count,
    callsLast30d: Count,
    totalWebhookDeliveries: Count,
    successfulWebhookDeliveries: Count,
    failedWebhookDeliveries: Count,
  }),
  /** The current month, in UTC: what the quotas count. */
  month: z.object({
    messages: Count,
    voiceMinutes: Count,
    messagesRemaining: Count,
    voiceMinutesRemaining: Count,
  }),
  periodStart: z.string(),
  periodEnd: z.string(),
});
export type Usage = z.infer<typeof Usage>;

const Traffic = { messages: Count, calls: Count, webhooks: Count, voiceMinutes: Count };

export const DailyUsageQuery = z.object({ days: QueryInteger(1, 365).default(30) });
export const DailyUsage = z.object({
  /** `YYYY-MM-DD`, oldest first, days without traffic included. */
  data: z.array(z.object({ date: z.string(), ...Traffic })),
  days: Count,
});
export type DailyUsage = z.infer<typeof DailyUsage>;

export const MonthlyUsageQuery = z.object({ months: QueryInteger(1, 24).default(6) });
export const MonthlyUsage = z.object({
  /** `YYYY-MM`, oldest first. */
  data: z.array(z.object({ month: z.string(), ...Traffic })),
  months: Count,
});
export type MonthlyUsage = z.infer<typeof MonthlyUsage>;

export const NumberUsage = z.object({
  data: z.array(
    z.object({
      numberId: z.string(),
      phoneNumber: z.string(),
      country: z.string(),
      status: z.string(),
      agentId: Nullable(z.string()),
      agentName: Nullable(z.string()),
      messages: Count,
      calls: Count,
    }),
  ),
});
export type NumberUsage = z.infer<typeof NumberUsage>;

export const UsagePeriod = z.enum(['week', 'month', 'year']);
export const AgentUsageQuery = z.object({
  period: UsagePeriod,
  /** IANA time zone; default UTC. */
  tz: z.string().max(100).optional(),
});
export const AgentUsage = z.object({
  data: z.array(
    z.object({
      agentId: Nullable(z.string()),
      agentName: z.string(),
      messages: Count,
      /** Completed calls. */
      calls: Count,
      totalSeconds: Count,
      isOrphan: z.boolean(),
    }),
  ),
  period: UsagePeriod,
  periodStart: z.string(),
  periodEnd: z.string(),
});
export type AgentUsage = z.infer<typeof AgentUsage>;
