import { expect, it } from 'vitest';
import { exportedCells } from '../../../main/store/tables/exported-cells.ts';
import { SIP_TRUNKS } from '../../../main/store/tables/trunk-tables.ts';

const TRUNK = {
  id: 'trunk_a',
  account_id: 'acct_a',
  name: 'Model',
  transfers: 'all',
  transfer_caller_id: 'transferee',
  origination_json: '[{"sip_uri":"sip:a.example"}]',
  username: 'ap_a',
  password_sha256: 'a'.repeat(64),
  password_last_four: 'abcd',
  created_at: 1,
};

it('leaves the password of a SIP trunk out of an export without secrets, which comes in again', () => {
  expect(exportedCells(SIP_TRUNKS, TRUNK, true)).toEqual(TRUNK);
  const cells = exportedCells(SIP_TRUNKS, TRUNK, false);
  expect(cells).toEqual({ ...TRUNK, password_sha256: '', password_last_four: '' });
  expect(SIP_TRUNKS.refusal(cells as typeof TRUNK)).toBeNull();
});

it.each([
  { transfers: 'some' },
  { password_sha256: 'secret' },
  { origination_json: '[{"sip_uri":"http://a.example"}]' },
])('refuses a trunk from outside that is wrong: %j', (cells) => {
  expect(SIP_TRUNKS.refusal({ ...TRUNK, ...cells })).not.toBeNull();
});
