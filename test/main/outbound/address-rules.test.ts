import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Reach, whyRefused } from '../../../main/outbound/address-rules.ts';

/** Only a table: no request is sent to any of these addresses. */
type Verdict = 'fine' | 'lan' | 'link' | 'never';
const TABLE: readonly (readonly [string, Verdict])[] = [
  // Loopback and the public internet, including the neighbours of each special range.
  ['127.0.0.1', 'fine'],
  ['127.8.9.10', 'fine'],
  ['::1', 'fine'],
  ['::ffff:127.0.0.1', 'fine'],
  ['8.8.8.8', 'fine'],
  ['1.0.0.0', 'fine'],
  ['9.255.255.255', 'fine'],
  ['11.0.0.0', 'fine'],
  ['100.63.255.255', 'fine'],
  ['100.128.0.0', 'fine'],
  ['168.63.129.15', 'fine'],
  ['169.253.255.255', 'fine'],
  ['169.255.0.0', 'fine'],
  ['172.15.255.255', 'fine'],
  ['172.32.0.0', 'fine'],
  ['192.0.1.0', 'fine'],
  ['192.0.3.0', 'fine'],
  ['192.88.98.255', 'fine'],
  ['192.167.255.255', 'fine'],
  ['198.17.255.255', 'fine'],
  ['198.20.0.0', 'fine'],
  ['223.255.255.255', 'fine'],
  ['2606:4700::1111', 'fine'],
  ['2001:200::1', 'fine'],
  ['2001:4860:4860::8888', 'fine'],
  ['::ffff:8.8.8.8', 'fine'],
  ['64:ff9b::8.8.8.8', 'fine'],
  ['2002:808:808::1', 'fine'],
  // Private networks.
  ['10.1.2.3', 'lan'],
  ['172.16.0.1', 'lan'],
  ['172.31.255.255', 'lan'],
  ['192.168.1.1', 'lan'],
  ['100.64.0.1', 'lan'],
  ['100.127.255.255', 'lan'],
  ['fc00::1', 'lan'],
  ['fd12:3456::1', 'lan'],
  ['fec0::1', 'lan'],
  ['feff::1', 'lan'],
  ['::ffff:10.0.0.1', 'lan'],
  ['::ffff:a00:1', 'lan'],
  ['64:ff9b::10.0.0.1', 'lan'],
  ['2002:a00:1::1', 'lan'],
  // Link-local addresses.
  ['169.254.1.1', 'link'],
  ['fe80::1%eth0', 'link'],
  ['febf::1', 'link'],
  ['::ffff:169.254.1.1', 'link'],
  // Metadata services of clouds.
  ['169.254.169.254', 'never'],
  ['169.254.169.253', 'never'],
  ['169.254.170.2', 'never'],
  ['169.254.170.23', 'never'],
  ['169.254.42.42', 'never'],
  ['169.254.0.23', 'never'],
  ['100.100.100.200', 'never'],
  ['168.63.129.16', 'never'],
  ['192.0.0.192', 'never'],
  ['fd00:ec2::254', 'never'],
  ['fd00:ec2::23', 'never'],
  ['fd20:ce::254', 'never'],
  ['fd00:42::42', 'never'],
  ['::ffff:169.254.169.254', 'never'],
  ['::ffff:168.63.129.16', 'never'],
  ['64:ff9b::169.254.169.254', 'never'],
  ['2002:a9fe:a9fe::1', 'never'],
  // Unspecified and broadcast addresses.
  ['0.0.0.0', 'never'],
  ['0.1.2.3', 'never'],
  ['::', 'never'],
  ['::ffff:0.0.0.0', 'never'],
  // IPv4 addresses in older and embedded forms.
  ['::8.8.8.8', 'never'],
  ['::10.0.0.1', 'never'],
  ['::127.0.0.1', 'never'],
  ['::2', 'never'],
  ['::ffff:0:10.0.0.1', 'never'],
  ['::ffff:0:8.8.8.8', 'never'],
  ['64:ff9b:1::10.0.0.1', 'never'],
  ['64:ff9b:1:ffff::1', 'never'],
  ['64:ff9b::127.0.0.1', 'never'],
  ['2002:7f00:1::1', 'never'],
  ['192.88.99.1', 'never'],
  ['2001::1', 'never'],
  ['2001:0:a9fe:a9fe::1', 'never'],
  // Reserved, multicast, or for one protocol only.
  ['192.0.0.1', 'never'],
  ['192.31.196.1', 'never'],
  ['192.52.193.1', 'never'],
  ['192.175.48.1', 'never'],
  ['198.18.0.1', 'never'],
  ['198.19.255.255', 'never'],
  ['224.0.0.1', 'never'],
  ['239.255.255.255', 'never'],
  ['240.0.0.1', 'never'],
  ['255.255.255.255', 'never'],
  ['100::1', 'never'],
  ['100:0:0:1::1', 'never'],
  ['2001:2::1', 'never'],
  ['2001:10::1', 'never'],
  ['2001:20::1', 'never'],
  ['2001:1ff::1', 'never'],
  ['2620:4f:8000::1', 'never'],
  ['5f00::1', 'never'],
  ['ff02::1', 'never'],
  // Addresses for documentation.
  ['192.0.2.1', 'never'],
  ['198.51.100.1', 'never'],
  ['203.0.113.1', 'never'],
  ['2001:db8::1', 'never'],
  ['3fff::1', 'never'],
  ['3fff:fff::1', 'never'],
  ['not-an-address', 'never'],
  ['', 'never'],
];

const REACHES: Readonly<Record<Verdict, readonly Reach[]>> = {
  fine: ['public', 'lan', 'link'],
  lan: ['lan', 'link'],
  link: ['link'],
  never: [],
};

describe('address rules', () => {
  it.each(TABLE)('%s: %s', (address, verdict) => {
    const reached = (['public', 'lan', 'link'] as const).filter(
      (reach) => whyRefused(address, reach) === null,
    );
    expect(reached).toEqual(REACHES[verdict]);
  });

  it('say why', () => {
    expect(whyRefused('169.254.169.254', 'link')).toBe('a cloud metadata address');
    expect(whyRefused('169.254.1.1', 'lan')).toBe('a link-local address');
    expect(whyRefused('fec0::1', 'public')).toBe('an address of a private network');
  });

  it('stand before every connection: nothing else opens one', () => {
    const files = readdirSync('main', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => ({ file, text: readFileSync(join('main', file), 'utf8') }));
    const opening = (pattern: RegExp) =>
      files.filter(({ text }) => pattern.test(text)).map(({ file }) => file);
    expect(opening(/new (?:Agent|Client|Pool|ProxyAgent|EnvHttpProxyAgent)\(/)).toEqual([
      join('outbound', 'guarded-agent.ts'),
    ]);
    for (const file of opening(/new WebSocket\(/)) {
      expect(files.find((each) => each.file === file)?.text).toContain('guardedLookup(');
    }
  });
});
