import type { Migration } from 'kysely/migration';
import * as foundation from './0001-foundation.ts';
import * as deliveriesByNumber from './0002-deliveries-by-number.ts';
import * as agentPreferences from './0003-agent-preferences.ts';
import * as idempotentRequests from './0004-idempotent-requests.ts';
import * as serviceOfToday from './0005-service-of-today.ts';
import * as whatsappAndTrunks from './0006-whatsapp-and-trunks.ts';
import * as optOuts from './0007-opt-outs.ts';
import * as deliveryWords from './0009-delivery-words.ts';
import * as modelRequests from './0010-model-requests.ts';

/** By name; the names sort in the order in which the migrations run. */
export type Migrations = Readonly<Record<string, Migration>>;

/** Migrations in order. A released one is never changed; new ones are appended. */
export const MIGRATIONS: Migrations = {
  '0001-foundation': foundation,
  '0002-deliveries-by-number': deliveriesByNumber,
  '0003-agent-preferences': agentPreferences,
  '0004-idempotent-requests': idempotentRequests,
  '0005-service-of-today': serviceOfToday,
  '0006-whatsapp-and-trunks': whatsappAndTrunks,
  '0007-opt-outs': optOuts,
  '0009-delivery-words': deliveryWords,
  '0010-model-requests': modelRequests,
};
