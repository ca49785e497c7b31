import { z } from 'zod';
import {
  OriginationUri,
  TRUNK_CALLER_IDS,
  TRUNK_TRANSFERS,
} from '../../../common/contract/index.ts';
import { id, json, moment, oneOf, pattern, text } from './column.ts';
import { Table } from './table.ts';

export const SIP_TRUNKS = new Table({
  name: 'sip_trunks',
  key: ['id'],
  columns: {
    id: id('sipTrunk'),
    account_id: id('account'),
    name: text(1_000),
    transfers: oneOf(TRUNK_TRANSFERS),
    transfer_caller_id: oneOf(TRUNK_CALLER_IDS),
    origination_json: json(z.array(z.looseObject({})), z.array(OriginationUri).max(100)),
    username: text(200),
    // Empty if it was left out of an export; rotating the password sets a new one.
    password_sha256: pattern(/^(?:[0-9a-f]{64})?$/, 'a SHA-256 in hexadecimal'),
    password_last_four: text(4),
    created_at: moment,
  },
  refersTo: { account_id: 'accounts' },
});
