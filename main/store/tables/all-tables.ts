import {
  ACCOUNTS,
  API_KEYS,
  CONTACT_CARDS,
  CONTACTS,
  FEEDBACK,
  HANDSETS,
  IDEMPOTENT_ANSWERS,
  LOCATIONS,
  PHONE_VERIFICATIONS,
  REGISTRATIONS,
  SETTINGS,
  VERIFICATIONS,
} from './account-tables.ts';
import { AGENT_PREFERENCES, AGENTS, NUMBERS, WEBHOOKS } from './agent-tables.ts';
import { CALL_EVENTS, CALLS, MODEL_REQUESTS } from './call-tables.ts';
import { CONVERSATIONS, MESSAGES, OPT_OUTS, REACTIONS } from './conversation-tables.ts';
import {
  DELIVERIES,
  DELIVERY_ATTEMPTS,
  DELIVERY_BODIES,
  DELIVERY_TOTALS,
} from './delivery-tables.ts';
import type { Table } from './table.ts';
import { SIP_TRUNKS } from './trunk-tables.ts';
import {
  TWILIO_CALLBACKS,
  TWILIO_CALLS,
  TWILIO_CHANGES,
  TWILIO_MESSAGES,
  TWILIO_NUMBERS,
  TWILIO_OPT_OUTS,
} from './twilio-tables.ts';
import { WHATSAPP_CONNECTIONS, WHATSAPP_TEMPLATES } from './whatsapp-tables.ts';

/**
 * Kept across a reset and never exported: access, the app's settings, and what outside systems
 * depend on.
 */
const KEPT: readonly Table[] = [SETTINGS, API_KEYS, TWILIO_CHANGES, TWILIO_OPT_OUTS];

/** The tables of an export; a table comes after those it refers to. */
export const WORKSPACE_TABLES: readonly Table[] = [
  ACCOUNTS,
  AGENTS,
  AGENT_PREFERENCES,
  WHATSAPP_CONNECTIONS,
  WHATSAPP_TEMPLATES,
  NUMBERS,
  CONTACTS,
  CONVERSATIONS,
  MESSAGES,
  REACTIONS,
  CONTACT_CARDS,
  REGISTRATIONS,
  VERIFICATIONS,
  PHONE_VERIFICATIONS,
  FEEDBACK,
  LOCATIONS,
  IDEMPOTENT_ANSWERS,
  HANDSETS,
  OPT_OUTS,
  SIP_TRUNKS,
  CALLS,
  CALL_EVENTS,
  MODEL_REQUESTS,
  WEBHOOKS,
  DELIVERIES,
  DELIVERY_BODIES,
  DELIVERY_ATTEMPTS,
  DELIVERY_TOTALS,
  TWILIO_NUMBERS,
  TWILIO_MESSAGES,
  TWILIO_CALLBACKS,
  TWILIO_CALLS,
];

/** Every table of the database, by name. */
export const TABLES: ReadonlyMap<string, Table> = new Map(
  [...KEPT, ...WORKSPACE_TABLES].map((table) => [table.name, table]),
);
