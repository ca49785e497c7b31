import { z } from 'zod';
import {
  TEMPLATE_CATEGORIES,
  TEMPLATE_PARAMETER_FORMATS,
  TemplateComponent,
} from '../../../common/contract/index.ts';
import { id, json, moment, nullable, oneOf, pattern, text } from './column.ts';
import { Table } from './table.ts';

/** WhatsApp accounts on the simulated line, and their message templates. */

export const WHATSAPP_CONNECTIONS = new Table({
  name: 'whatsapp_connections',
  key: ['id'],
  columns: {
    id: id('whatsappConnection'),
    account_id: id('account'),
    agent_id: nullable(id('agent')),
    waba_id: text(100, 1),
    business_id: text(100, 1),
    created_at: moment,
  },
  refersTo: { account_id: 'accounts', agent_id: 'agents' },
});

export const WHATSAPP_TEMPLATES = new Table({
  name: 'whatsapp_templates',
  key: ['id'],
  columns: {
    id: id('whatsappTemplate'),
    connection_id: id('whatsappConnection'),
    name: pattern(/^[a-z0-9_]{1,512}$/, 'lower-case letters, digits and underscores'),
    language: text(20, 2),
    category: oneOf(TEMPLATE_CATEGORIES),
    parameter_format: oneOf(TEMPLATE_PARAMETER_FORMATS),
    components_json: json(z.array(TemplateComponent).min(1).max(4)),
    decision: nullable(oneOf(['APPROVED', 'REJECTED'])),
    created_at: moment,
  },
  refersTo: { connection_id: 'whatsapp_connections' },
});
