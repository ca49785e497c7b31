import type { ApiRoute } from '../route.ts';
import { type AgentRoutesDeps, agentRoutes } from './agents.ts';
import { type CallRoutesDeps, callRoutes } from './calls.ts';
import { type ContactRoutesDeps, contactRoutes } from './contacts.ts';
import { type ConversationRoutesDeps, conversationRoutes } from './conversations.ts';
import { type MessageRoutesDeps, messageRoutes } from './messages.ts';
import { type NumberRoutesDeps, numberRoutes } from './numbers.ts';
import { type UsageRoutesDeps, usageRoutes } from './usage.ts';

export type V1Deps = AgentRoutesDeps &
  NumberRoutesDeps &
  MessageRoutesDeps &
  ContactRoutesDeps &
  ConversationRoutesDeps &
  CallRoutesDeps &
  UsageRoutesDeps;

/** Every route of the API, in the order of the reference. */
export function v1Routes(deps: V1Deps): ApiRoute[] {
  return [
    ...agentRoutes(deps),
    ...numberRoutes(deps),
    ...messageRoutes(deps),
    ...contactRoutes(deps),
    ...conversationRoutes(deps),
    ...callRoutes(deps),
    ...usageRoutes(deps),
  ];
}
