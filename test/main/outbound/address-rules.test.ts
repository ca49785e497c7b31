import { describe, expect, it } from 'vitest';
import { whyRefused } from '../../../main/outbound/address-rules.ts';

describe('address rules', () => {
  it.each(['127.0.0.1', '127.8.9.10', '::1', '8.8.8.8', '2606:4700::1111', '::ffff:8.8.8.8'])(
    'lets %s through',
    (address) => expect(whyRefused(address, false)).toBeNull(),
  );

  it.each([
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    'fd12:3456::1',
    '169.254.1.1',
    'fe80::1%eth0',
    '::ffff:10.0.0.1',
    '::ffff:a00:1',
    '64:ff9b::10.0.0.1',
    '2002:a00:1::1',
  ])('refuses %s unless private addresses are allowed', (address) => {
    expect(whyRefused(address, false)).not.toBeNull();
    expect(whyRefused(address, true)).toBeNull();
  });

  it.each([
    '169.254.169.254',
    '::ffff:169.254.169.254',
    'fd00:ec2::254',
    '100.100.100.200',
    '0.0.0.0',
    '::',
    '224.0.0.1',
    '255.255.255.255',
    'ff02::1',
    'not-an-address',
  ])('refuses %s always', (address) => {
    expect(whyRefused(address, false)).not.toBeNull();
    expect(whyRefused(address, true)).not.toBeNull();
  });
});
