import {
  AgentUsage,
  AgentUsageQuery,
  DailyUsage,
  DailyUsageQuery,
  MonthlyUsage,
  MonthlyUsageQuery,
  NumberUsage,
  Usage as UsageSummary,
} from '../../../common/contract/index.ts';
import type { Usage } from '../../services/usage/usage.ts';
import { type ApiRoute, route } from '../route.ts';

export interface UsageRoutesDeps {
  readonly usage: Usage;
}

const tag = 'Usage';

export function usageRoutes({ usage }: UsageRoutesDeps): ApiRoute[] {
  return [
    route(
      {
        method: 'GET',
        path: '/v1/usage',
        operation: 'usage.getUsage',
        summary: 'Get the plan, what of it is used, and activity counters',
        tag,
        answer: UsageSummary,
      },
      ({ accountId }) => usage.summary(accountId),
    ),
    route(
      {
        method: 'GET',
        path: '/v1/usage/daily',
        operation: 'usage.getDailyUsage',
        summary: 'Get activity by day (UTC), oldest first',
        tag,
        query: DailyUsageQuery,
        answer: DailyUsage,
      },
      ({ accountId, query }) => usage.daily(accountId, query.days),
    ),
    route(
      {
        method: 'GET',
        path: '/v1/usage/monthly',
        operation: 'usage.getMonthlyUsage',
        summary: 'Get activity by month (UTC), oldest first',
        tag,
        query: MonthlyUsageQuery,
        answer: MonthlyUsage,
      },
      ({ accountId, query }) => usage.monthly(accountId, query.months),
    ),
    route(
      {
        method: 'GET',
        path: '/v1/usage/by-number',
        operation: 'usage.getUsageByNumber',
        summary: 'Get activity by number, released ones included',
        tag,
        answer: NumberUsage,
      },
      ({ accountId }) => usage.byNumber(accountId),
    ),
    route(
      {
        method: 'GET',
        path: '/v1/usage/by-agent',
        operation: 'usage.getUsageByAgent',
        summary: 'Get activity by agent in the current week, month or year',
        tag,
        query: AgentUsageQuery,
        answer: AgentUsage,
      },
      ({ accountId, query }) => usage.byAgent(accountId, query.period, query.tz),
    ),
  ];
}
