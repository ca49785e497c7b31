import { z } from 'zod';
import { Agent, AgentPreferences, UpdateAgentRequest } from '../../../common/contract/index.ts';
import {
  flag,
  id,
  integer,
  json,
  moment,
  nullable,
  oneOf,
  pattern,
  phoneNumber,
  text,
  url,
} from './column.ts';
import { FittingHeaderRecord } from './headers.ts';
import { Table } from './table.ts';

/** Agents, their numbers, and their webhooks. */

const AgentSettings = Agent.omit({ id: true, name: true, createdAt: true, numbers: true });
/** Settings that the API would accept, including the headers of tools. */
const FittingSettings = UpdateAgentRequest.omit({ name: true }).and(
  z.object({
    customTools: z.array(z.object({ headers: FittingHeaderRecord.nullish() })).nullish(),
  }),
);

export const AGENTS = new Table({
  name: 'agents',
  key: ['id'],
  columns: {
    id: id('agent'),
    account_id: id('account'),
    name: text(1_000),
    settings_json: json(AgentSettings, FittingSettings),
    created_at: moment,
  },
  refersTo: { account_id: 'accounts' },
});

export const AGENT_PREFERENCES = new Table({
  name: 'agent_preferences',
  key: ['agent_id'],
  columns: {
    agent_id: id('agent'),
    preferences_json: json(z.record(z.string(), z.unknown()), AgentPreferences.partial()),
  },
  refersTo: { agent_id: 'agents' },
});

export const NUMBERS = new Table({
  name: 'numbers',
  key: ['id'],
  columns: {
    id: id('number'),
    account_id: id('account'),
    phone_number: phoneNumber,
    country: pattern(/^[A-Z]{2}$/, 'a country code of two letters'),
    type: oneOf(['sms', 'imessage']),
    status: oneOf(['active', 'released']),
    carrier: oneOf(['simulated', 'twilio']),
    agent_id: nullable(id('agent')),
    attached_at: nullable(moment),
    counts_to_allowance: flag,
    created_at: moment,
    released_at: nullable(moment),
    external_id: nullable(text(255)),
    expires_at: nullable(moment),
    whatsapp_connection_id: nullable(id('whatsappConnection')),
  },
  refersTo: {
    account_id: 'accounts',
    agent_id: 'agents',
    whatsapp_connection_id: 'whatsapp_connections',
  },
});

export const WEBHOOKS = new Table({
  name: 'webhooks',
  key: ['id'],
  columns: {
    id: id('webhook'),
    account_id: id('account'),
    agent_id: nullable(id('agent')),
    url,
    // Empty if it was left out of an export.
    secret: pattern(/^\P{Cc}{0,500}$/u, 'one line'),
    context_limit: integer(0, 50),
    timeout_seconds: integer(5, 120),
    demo: flag,
    created_at: moment,
  },
  refersTo: { account_id: 'accounts', agent_id: 'agents' },
});
