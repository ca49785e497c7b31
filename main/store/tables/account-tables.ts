import { z } from 'zod';
import { RegistrationRequest } from '../../../common/contract/index.ts';
import {
  address,
  bytes,
  flag,
  id,
  integer,
  json,
  moment,
  nullable,
  oneOf,
  pattern,
  phoneNumber,
  real,
  text,
} from './column.ts';
import { Table } from './table.ts';

/** Accounts, their keys and registrations, the address book, and data on people's phones. */

export const SETTINGS = new Table({
  name: 'settings',
  key: ['key'],
  columns: { key: text(200, 1), value_json: json(z.unknown()) },
});

export const ACCOUNTS = new Table({
  name: 'accounts',
  key: ['id'],
  columns: {
    id: id('account'),
    parent_id: nullable(id('account')),
    name: text(1_000),
    created_at: moment,
    deleted_at: nullable(moment),
  },
  refersTo: { parent_id: 'accounts' },
});

export const API_KEYS = new Table({
  name: 'api_keys',
  key: ['id'],
  columns: {
    id: id('apiKey'),
    account_id: id('account'),
    name: text(1_000),
    sha256: bytes(32),
    last_four: text(4),
    workspace: flag,
    created_at: moment,
    last_used_at: nullable(moment),
    revoked_at: nullable(moment),
  },
  refersTo: { account_id: 'accounts' },
});

export const CONTACTS = new Table({
  name: 'contacts',
  key: ['id'],
  columns: {
    id: id('contact'),
    account_id: id('account'),
    phone_number: phoneNumber,
    name: text(10_000),
    email: nullable(text(1_000)),
    notes: nullable(text(100_000)),
    created_at: moment,
    updated_at: moment,
  },
  refersTo: { account_id: 'accounts' },
});

export const CONTACT_CARDS = new Table({
  name: 'contact_cards',
  key: ['number_id'],
  columns: {
    number_id: id('number'),
    first_name: nullable(text(10_000)),
    last_name: nullable(text(10_000)),
    display_name: nullable(text(10_000)),
    avatar_url: nullable(pattern(/^https?:\/\/[\x21-\x7e]{1,8000}$/, 'an http or https URL')),
  },
  refersTo: { number_id: 'numbers' },
});

export const REGISTRATIONS = new Table({
  name: 'registrations',
  key: ['account_id'],
  columns: {
    account_id: id('account'),
    request_json: json(z.record(z.string(), z.unknown()), RegistrationRequest),
    submitted_at: moment,
    decision: nullable(oneOf(['approved', 'rejected'])),
    decided_at: nullable(moment),
    updated_at: nullable(moment),
  },
  refersTo: { account_id: 'accounts' },
});

export const VERIFICATIONS = new Table({
  name: 'verifications',
  key: ['id'],
  columns: {
    id: id('verification'),
    email: text(1_000),
    agent_name: nullable(text(1_000)),
    code: pattern(/^\d{6}$/, 'six digits'),
    attempts: integer(0, 1_000_000),
    expires_at: moment,
    used_at: nullable(moment),
  },
});

export const PHONE_VERIFICATIONS = new Table({
  name: 'phone_verifications',
  key: ['id'],
  columns: {
    id: id('verification'),
    account_id: id('account'),
    phone_number: phoneNumber,
    code: pattern(/^\d{6}$/, 'six digits'),
    attempts: integer(0, 1_000_000),
    created_at: moment,
    expires_at: moment,
    verified_at: nullable(moment),
  },
  refersTo: { account_id: 'accounts' },
});

export const FEEDBACK = new Table({
  name: 'feedback',
  key: ['id'],
  columns: {
    id: id('feedback'),
    account_id: id('account'),
    category: text(100, 1),
    note: text(10_000, 1),
    request_id: nullable(text(255)),
    url: nullable(text(2_083)),
    tags_json: json(z.array(z.string()), z.array(z.string().max(100)).max(20)),
    created_at: moment,
  },
  refersTo: { account_id: 'accounts' },
});

export const LOCATIONS = new Table({
  name: 'locations',
  key: ['address'],
  columns: {
    address,
    latitude: real(-90, 90),
    longitude: real(-180, 180),
    updated_at: moment,
  },
});

export const HANDSETS = new Table({
  name: 'handsets',
  key: ['address'],
  columns: { address, imessage: flag, sms: flag },
});

export const IDEMPOTENT_ANSWERS = new Table({
  name: 'idempotent_answers',
  key: ['account_id', 'key'],
  columns: {
    account_id: id('account'),
    key: text(255, 1),
    endpoint: text(10_000, 1),
    request_sha256: nullable(text(64, 64)),
    status: integer(100, 599),
    body_json: nullable(json(z.unknown())),
    created_at: moment,
  },
  refersTo: { account_id: 'accounts' },
});
