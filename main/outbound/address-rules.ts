import { BlockList, isIP, isIPv4 } from 'node:net';

/**
 * Which addresses our requests may go to, based on IANA's registries of special-purpose addresses.
 * Loopback and the public internet are allowed. Ranges where a request has no business are refused,
 * so that a URL cannot be used to explore what is behind a firewall.
 */

/**
 * How far requests may go: to loopback and the public internet; also to private networks, where
 * people run model servers; also to link-local addresses, except those of clouds.
 */
export type Reach = 'public' | 'lan' | 'link';

interface AddressRule {
  readonly what: string;
  readonly ranges: readonly (readonly [string, number])[];
  /** The reach that is needed to connect there; `never`: refused for everyone. */
  readonly needs: 'lan' | 'link' | 'never';
}

const FORBIDDEN: readonly AddressRule[] = [
  {
    what: 'a cloud metadata address',
    ranges: [
      // AWS, Google, Azure and most others; their container services; Scaleway; Tencent.
      ['169.254.169.0', 24],
      ['169.254.170.0', 24],
      ['169.254.42.42', 32],
      ['169.254.0.23', 32],
      // Alibaba, Azure, Oracle.
      ['100.100.100.200', 32],
      ['168.63.129.16', 32],
      ['192.0.0.192', 32],
      // AWS, Google, Scaleway.
      ['fd00:ec2::', 32],
      ['fd20:ce::', 32],
      ['fd00:42::42', 128],
    ],
    needs: 'never',
  },
  {
    what: 'an address of a private network',
    ranges: [
      ['10.0.0.0', 8],
      ['172.16.0.0', 12],
      ['192.168.0.0', 16],
      ['100.64.0.0', 10],
      ['fc00::', 7],
      ['fec0::', 10],
    ],
    needs: 'lan',
  },
  {
    what: 'a link-local address',
    ranges: [
      ['169.254.0.0', 16],
      ['fe80::', 10],
    ],
    needs: 'link',
  },
  {
    what: 'an address to listen on, not one to send to; write 127.0.0.1 instead',
    ranges: [
      ['0.0.0.0', 8],
      ['::', 128],
    ],
    needs: 'never',
  },
  {
    what: 'an IPv4 address in a form that leads through a gateway; write the IPv4 address',
    ranges: [
      // IPv4-compatible, IPv4-translated, and NAT64 with a network-specific prefix.
      ['::', 96],
      ['::ffff:0:0:0', 96],
      ['64:ff9b:1::', 48],
      // Relays for 6to4.
      ['192.88.99.0', 24],
    ],
    needs: 'never',
  },
  {
    what: 'a multicast or reserved address',
    ranges: [
      ['192.0.0.0', 24],
      ['198.18.0.0', 15],
      ['224.0.0.0', 4],
      ['240.0.0.0', 4],
      // AS112 and AMT, which are for name servers and relays.
      ['192.31.196.0', 24],
      ['192.52.193.0', 24],
      ['192.175.48.0', 24],
      ['2620:4f:8000::', 48],
      // Includes protocol assignments, Teredo, benchmarking and ORCHIDs.
      ['2001::', 23],
      ['100::', 64],
      ['100:0:0:1::', 64],
      ['5f00::', 16],
      ['ff00::', 8],
    ],
    needs: 'never',
  },
  {
    what: 'an address for examples in documents',
    ranges: [
      ['192.0.2.0', 24],
      ['198.51.100.0', 24],
      ['203.0.113.0', 24],
      ['2001:db8::', 32],
      ['3fff::', 20],
    ],
    needs: 'never',
  },
];

const RULES = FORBIDDEN.map(({ what, ranges, needs }) => ({ what, needs, list: listOf(ranges) }));
const LOOPBACK = listOf([
  ['127.0.0.0', 8],
  ['::1', 128],
]);

function listOf(ranges: AddressRule['ranges']): BlockList {
  const list = new BlockList();
  for (const [network, bits] of ranges) list.addSubnet(network, bits, familyOf(network));
  return list;
}

/**
 * Returns why a request may not go to this IP address; null if it may.
 *
 * @param address An IPv4 or IPv6 address without brackets; a zone such as `%eth0` is ignored.
 */
export function whyRefused(address: string, reach: Reach): string | null {
  const plain = address.split('%', 1)[0] ?? '';
  if (isIP(plain) === 0) return 'not an IP address';
  if (LOOPBACK.check(plain, familyOf(plain))) return null;
  const stands = isIPv4(plain) ? null : embeddedIpv4(plain);
  if (stands?.gateway && LOOPBACK.check(stands.address, 'ipv4')) {
    return 'the loopback of a gateway; write 127.0.0.1 instead';
  }
  // Node's lists treat a mapped address as the IPv4 one; other embedded forms are checked here.
  for (const candidate of stands ? [plain, stands.address] : [plain]) {
    for (const { what, needs, list } of RULES) {
      if (list.check(candidate, familyOf(candidate)) && !reaches(reach, needs)) return what;
    }
  }
  return null;
}

function reaches(reach: Reach, needs: AddressRule['needs']): boolean {
  switch (needs) {
    case 'lan':
      return reach !== 'public';
    case 'link':
      return reach === 'link';
    case 'never':
      return false;
  }
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv4(address) ? 'ipv4' : 'ipv6';
}

/**
 * The IPv4 address that an IPv6 address stands for: mapped, which the system itself resolves, or
 * NAT64 or 6to4, which a gateway translates.
 */
function embeddedIpv4(address: string): { address: string; gateway: boolean } | null {
  const groups = ipv6Groups(address);
  const [first, second, third] = groups;
  const upper = groups.slice(0, 5);
  const mapped = upper.every((group) => group === 0) && groups[5] === 0xffff;
  const nat64 =
    first === 0x64 && second === 0xff9b && groups.slice(2, 6).every((group) => group === 0);
  if (mapped || nat64) {
    return { address: dotted(groups[6] ?? 0, groups[7] ?? 0), gateway: nat64 };
  }
  if (first === 0x2002) return { address: dotted(second ?? 0, third ?? 0), gateway: true };
  return null;
}

function dotted(high: number, low: number): string {
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

/** The eight 16-bit groups of a valid IPv6 address. */
function ipv6Groups(address: string): number[] {
  const withoutIpv4 = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_whole, ...bytes) => {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.slice(0, 4).map(Number);
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
  const [head = '', tail] = withoutIpv4.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16));
}
