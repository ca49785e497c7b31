import { z } from 'zod';
import { address, id, json, moment, nullable, pattern, phoneNumber, text } from './column.ts';
import { Table } from './table.ts';

/** The assignment of our numbers, texts and calls to those at Twilio. */

function sid(...prefixes: readonly string[]) {
  const shape = new RegExp(`^(?:${prefixes.join('|')})[0-9A-Za-z]{32}$`);
  return pattern(shape, `a SID (${prefixes.join(' or ')}…)`);
}

export const TWILIO_NUMBERS = new Table({
  name: 'twilio_numbers',
  key: ['number_id'],
  columns: { number_id: id('number'), sid: sid('PN') },
  refersTo: { number_id: 'numbers' },
});

const Settings = z.record(z.string(), z.string().nullable());

export const TWILIO_CHANGES = new Table({
  name: 'twilio_changes',
  key: ['sid'],
  columns: {
    sid: sid('PN'),
    account_sid: sid('AC'),
    phone_number: phoneNumber,
    before_json: json(Settings),
    after_json: json(Settings),
  },
});

export const TWILIO_MESSAGES = new Table({
  name: 'twilio_messages',
  key: ['sid'],
  columns: {
    sid: sid('SM', 'MM'),
    message_id: id('message'),
    status: pattern(/^[a-z][a-z_-]{0,40}$/, 'a word'),
    error_code: nullable(pattern(/^[\w-]{0,20}$/, 'a code')),
  },
  refersTo: { message_id: 'messages' },
});

export const TWILIO_OPT_OUTS = new Table({
  name: 'twilio_opt_outs',
  key: ['phone_number', 'address'],
  columns: { phone_number: phoneNumber, address, since: moment },
});

export const TWILIO_CALLBACKS = new Table({
  name: 'twilio_callbacks',
  key: ['key'],
  columns: { key: text(1_000, 1), received_at: moment },
});

export const TWILIO_CALLS = new Table({
  name: 'twilio_calls',
  key: ['sid'],
  columns: { sid: sid('CA'), account_sid: sid('AC'), call_id: id('call') },
});
