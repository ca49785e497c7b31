import { z } from 'zod';
import { Channel, SEND_STYLES, WhatsAppContent } from '../../../common/contract/index.ts';
import {
  address,
  id,
  integer,
  json,
  moment,
  nullable,
  oneOf,
  pattern,
  phoneNumber,
  reference,
  text,
  url,
  webUrl,
} from './column.ts';
import { Table } from './table.ts';

/** Conversations, their messages, and the reactions to those. */

const DIRECTIONS = ['inbound', 'outbound'];
const LONGEST_BODY = 1_000_000;

export const CONVERSATIONS = new Table({
  name: 'conversations',
  key: ['id'],
  columns: {
    id: id('conversation'),
    account_id: id('account'),
    number_id: id('number'),
    agent_id: nullable(id('agent')),
    participant: address,
    group_id: nullable(id('group')),
    group_name: nullable(text(1_000)),
    group_icon_url: nullable(url),
    participants_json: nullable(
      json(z.array(z.string()), z.array(z.string().regex(/^\P{Cc}{1,320}$/u)).max(1_000)),
    ),
    metadata_json: nullable(json(z.record(z.string(), z.unknown()))),
    background_url: nullable(url),
    background_version: integer(),
    message_count: integer(),
    last_message_at: moment,
    last_message_preview: text(10_000),
    created_at: moment,
  },
  refersTo: { account_id: 'accounts', number_id: 'numbers', agent_id: 'agents' },
});

export const MESSAGES = new Table({
  name: 'messages',
  key: ['id'],
  columns: {
    id: id('message'),
    account_id: id('account'),
    conversation_id: id('conversation'),
    number_id: id('number'),
    agent_id: nullable(reference),
    direction: oneOf(DIRECTIONS),
    channel: oneOf(Channel.options),
    from_number: address,
    to_number: address,
    sender_identifier: nullable(address),
    body: text(LONGEST_BODY),
    media_urls_json: json(z.array(z.string()), z.array(webUrl()).max(100)),
    reply_to_message_id: nullable(reference),
    send_style: nullable(oneOf(SEND_STYLES)),
    segments: integer(0, 1_000_000),
    status: pattern(/^[a-z][a-z_-]{0,40}$/, 'a word'),
    problem: nullable(text(100_000)),
    received_at: moment,
    delivered_at: nullable(moment),
    read_at: nullable(moment),
    error_code: nullable(pattern(/^[\w-]{1,20}$/, 'a code')),
    whatsapp_json: nullable(json(WhatsAppContent)),
  },
  refersTo: { account_id: 'accounts', conversation_id: 'conversations', number_id: 'numbers' },
});

export const REACTIONS = new Table({
  name: 'reactions',
  key: ['id'],
  columns: {
    id: id('reaction'),
    message_id: id('message'),
    reaction_type: text(50, 1),
    from_number: address,
    direction: oneOf(DIRECTIONS),
    created_at: moment,
  },
  refersTo: { message_id: 'messages' },
});

/** Opt-outs: who wants no texts from which simulated number. */
export const OPT_OUTS = new Table({
  name: 'opt_outs',
  key: ['phone_number', 'address'],
  columns: { phone_number: phoneNumber, address, since: moment },
});
