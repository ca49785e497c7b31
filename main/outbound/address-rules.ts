import { BlockList, isIP, isIPv4 } from 'node:net';

/**
 * Which addresses our requests may go to. Loopback and the public internet are fine; addresses of
 * the local network, of the link and of cloud metadata services are refused unless a setting allows
 * them, so that a webhook URL cannot be used to look around behind a firewall.
 */

const FORBIDDEN: readonly {
  readonly what: string;
  readonly ranges: readonly (readonly [string, number])[];
  /** The setting that allows private addresses also allows these. */
  readonly allowable: boolean;
}[] = [
  {
    what: 'a cloud metadata address',
    ranges: [
      ['169.254.169.254', 32],
      ['169.254.170.2', 32],
      ['100.100.100.200', 32],
      ['fd00:ec2::254', 128],
    ],
    allowable: false,
  },
  {
    what: 'an address of a private network',
    ranges: [
      ['10.0.0.0', 8],
      ['172.16.0.0', 12],
      ['192.168.0.0', 16],
      ['100.64.0.0', 10],
      ['fc00::', 7],
    ],
    allowable: true,
  },
  {
    what: 'a link-local address',
    ranges: [
      ['169.254.0.0', 16],
      ['fe80::', 10],
    ],
    allowable: true,
  },
  {
    what: 'an address to listen on, not one to send to; write 127.0.0.1 instead',
    ranges: [
      ['0.0.0.0', 8],
      ['::', 128],
    ],
    allowable: false,
  },
  {
    what: 'a multicast or reserved address',
    ranges: [
      ['192.0.0.0', 24],
      ['198.18.0.0', 15],
      ['224.0.0.0', 4],
      ['240.0.0.0', 4],
      ['ff00::', 8],
    ],
    allowable: false,
  },
];

const RULES = FORBIDDEN.map(({ what, ranges, allowable }) => {
  const list = new BlockList();
  for (const [network, bits] of ranges) {
    list.addSubnet(network, bits, isIPv4(network) ? 'ipv4' : 'ipv6');
  }
  return { what, allowable, list };
});

/**
 * Says why a request may not go to this IP address; null when it may.
 *
 * @param address An IPv4 or IPv6 address without brackets; a zone such as `%eth0` is ignored.
 */
export function whyRefused(address: string, allowPrivate: boolean): string | null {
  const plain = address.split('%', 1)[0] ?? '';
  if (isIP(plain) === 0) return 'not an IP address';
  for (const candidate of [plain, embeddedIpv4(plain)]) {
    if (candidate === null) continue;
    const family = isIPv4(candidate) ? 'ipv4' : 'ipv6';
    for (const rule of RULES) {
      if (rule.allowable && allowPrivate) continue;
      if (rule.list.check(candidate, family)) return rule.what;
    }
  }
  return null;
}

/** The IPv4 address that an IPv6 one stands for: mapped, NAT64 or 6to4. */
function embeddedIpv4(address: string): string | null {
  if (isIPv4(address)) return null;
  const groups = ipv6Groups(address);
  const [first, second, third] = groups;
  const upper = groups.slice(0, 5);
  const mapped = upper.every((group) => group === 0) && groups[5] === 0xffff;
  const nat64 =
    first === 0x64 && second === 0xff9b && groups.slice(2, 6).every((group) => group === 0);
  if (mapped || nat64) return dotted(groups[6] ?? 0, groups[7] ?? 0);
  if (first === 0x2002) return dotted(second ?? 0, third ?? 0);
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
