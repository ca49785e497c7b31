import { describe, expect, it } from 'vitest';
import { initials } from '../../../renderer/format/initials.ts';
import {
  formatPhoneNumber,
  parsePhoneNumber,
  parseSipAddress,
} from '../../../renderer/format/phone-number.ts';
import { formatDuration, formatMs, formatTimer } from '../../../renderer/format/time-format.ts';
import { callerInitials, callerName } from '../../../renderer/state/callers.ts';
import { meterPosition } from '../../../renderer/ui/meter.tsx';
import { maskSecret } from '../../../renderer/ui/secrets/mask-secret.ts';

describe('what the window writes', () => {
  it('spaces North American numbers and leaves others', () => {
    expect(formatPhoneNumber('+12025550147')).toBe('+1 202 555 0147');
    expect(formatPhoneNumber('+442079460000')).toBe('+442079460000');
  });

  it('says that a number is hidden, and shows addresses that are none', () => {
    expect(['', '+266696687'].map(formatPhoneNumber)).toEqual(['Hidden number', 'Hidden number']);
    expect(formatPhoneNumber('sip:bob@example.com')).toBe('sip:bob@example.com');
  });

  it.each([
    ['', 'Hidden number', '?'],
    ['anonymous', 'Hidden number', '?'],
    ['+12025550147', 'Caller 0147', '47'],
    ['74174', 'Caller 4174', '74'],
    ['sip:bob@example.com;transport=tcp', 'bob@example.com', 'BO'],
    ['client:Ada Lovelace', 'Ada Lovelace', 'AL'],
    ['ACME', 'ACME', 'AC'],
    ['grp_k3v9q2', 'Group', 'GR'],
  ])('calls %j %s, in short %s', (address, name, short) => {
    expect([callerName(address), callerInitials(address)]).toEqual([name, short]);
  });

  it.each([
    ['sip:bob@example.com', 'sip:bob@example.com'],
    [' bob@example.com ', 'sip:bob@example.com'],
    ['SIPS:bob@example.com', 'SIPS:bob@example.com'],
    ['bob', null],
    ['', null],
  ])('reads %j as the SIP address %j', (typed, address) => {
    expect(parseSipAddress(typed)).toBe(address);
  });

  it.each([
    ['(202) 555-0147', '+12025550147'],
    ['1 202 555 0147', '+12025550147'],
    ['+44 20 7946 0000', '+442079460000'],
    ['hello', null],
    ['12345', null],
  ])('reads %j as %j', (typed, number) => {
    expect(parsePhoneNumber(typed)).toBe(number);
  });

  it('shows milliseconds up to 9,999, then seconds', () => {
    expect([0, 0.01, 3.21, 356.4, 9_999, 12_400].map(formatMs)).toEqual([
      '0 ms',
      '<0.1 ms',
      '3.2 ms',
      '356 ms',
      '9999 ms',
      '12.4 s',
    ]);
    expect(formatDuration(1_540)).toBe('1540 ms');
  });

  it('counts a call like a telephone', () => {
    expect([0, 14_900, 65_000, 3_725_000].map(formatTimer)).toEqual([
      '0:00',
      '0:14',
      '1:05',
      '1:02:05',
    ]);
  });

  it('hides the middle of a key', () => {
    expect(maskSecret('sk_live_0123456789ab9f2c')).toBe('sk_live_••••9f2c');
    expect(maskSecret('whsec_0123456789ab9f2c')).toBe('whsec_••••9f2c');
    expect(maskSecret('whsec_mine')).toBe('whsec_••••');
  });

  it('makes initials of names', () => {
    expect(['Front desk', 'Support', '?'].map(initials)).toEqual(['FD', 'SU', '?']);
  });

  it('places levels by decibels', () => {
    expect(meterPosition(0)).toBe(0);
    expect(meterPosition(1)).toBe(1);
    expect(meterPosition(0.05)).toBeGreaterThan(0.4);
  });
});
