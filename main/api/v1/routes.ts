import type { ApiRoute } from '../route.ts';
import { agentWebhookRoutes } from './agent-webhooks.ts';
import { type AgentRoutesDeps, agentRoutes } from './agents.ts';
import { type CallRoutesDeps, callRoutes } from './calls.ts';
import { type ContactCardRoutesDeps, contactCardRoutes } from './contact-cards.ts';
import { type ContactRoutesDeps, contactRoutes } from './contacts.ts';
import { type ConversationRoutesDeps, conversationRoutes } from './conversations.ts';
import { type FeedbackRoutesDeps, feedbackRoutes } from './feedback.ts';
import { type LocationRoutesDeps, locationRoutes } from './location.ts';
import { type MessageRoutesDeps, messageRoutes } from './messages.ts';
import { type NumberRoutesDeps, numberRoutes } from './numbers.ts';
import { type RegistrationRoutesDeps, registrationRoutes } from './registration.ts';
import { type SubAccountRoutesDeps, subAccountRoutes } from './sub-accounts.ts';
import { type TrunkRoutesDeps, trunkRoutes } from './trunks.ts';
import { type UsageRoutesDeps, usageRoutes } from './usage.ts';
import { type VerificationRoutesDeps, verificationRoutes } from './verification.ts';
import { type WebhookRoutesDeps, webhookRoutes } from './webhooks.ts';
import { type WhatsAppRoutesDeps, whatsappRoutes } from './whatsapp.ts';

export type V1Deps = AgentRoutesDeps &
  WebhookRoutesDeps &
  NumberRoutesDeps &
  MessageRoutesDeps &
  ContactRoutesDeps &
  ContactCardRoutesDeps &
  ConversationRoutesDeps &
  CallRoutesDeps &
  UsageRoutesDeps &
  RegistrationRoutesDeps &
  VerificationRoutesDeps &
  SubAccountRoutesDeps &
  LocationRoutesDeps &
  FeedbackRoutesDeps &
  TrunkRoutesDeps &
  WhatsAppRoutesDeps;

/** Every route of the API, in the order of the reference. */
export function v1Routes(deps: V1Deps): ApiRoute[] {
  return [
    ...agentRoutes(deps),
    ...agentWebhookRoutes(deps),
    ...numberRoutes(deps),
    ...contactCardRoutes(deps),
    ...messageRoutes(deps),
    ...conversationRoutes(deps),
    ...contactRoutes(deps),
    ...callRoutes(deps),
    ...webhookRoutes(deps),
    ...usageRoutes(deps),
    ...registrationRoutes(deps),
    ...verificationRoutes(deps),
    ...subAccountRoutes(deps),
    ...locationRoutes(deps),
    ...feedbackRoutes(deps),
    ...trunkRoutes(deps),
    ...whatsappRoutes(deps),
  ];
}
