import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HostName } from '../../../common/contract/index.ts';
import { hostWithoutPort, isAllowedHost } from '../../../common/rules/loopback-host.ts';

describe('a host that somebody allows', () => {
  it.each([
    ['host.docker.internal', 'host.docker.internal'],
    ['Host.Docker.Internal', 'host.docker.internal'],
    ['  nas.local ', 'nas.local'],
    ['my_service', 'my_service'],
    ['web-1', 'web-1'],
    // Copied from the header of a refused request.
    ['host.docker.internal:4747', 'host.docker.internal'],
    ['192.168.1.20', '192.168.1.20'],
    ['192.168.1.20:4747', '192.168.1.20'],
    ['fe80::1', '[fe80::1]'],
    ['FE80:0:0:0:0:0:0:1', '[fe80::1]'],
    ['[fe80::1]:4747', '[fe80::1]'],
    ['münchen.example', 'xn--mnchen-3ya.example'],
  ])('is kept as clients send it: %s', (given, kept) => {
    expect(HostName.parse(given)).toBe(kept);
  });

  it.each([
    '',
    ' ',
    '*',
    '*.example.com',
    'http://nas.local',
    'nas.local/',
    'nas.local/path',
    'user@nas.local',
    'a b',
    'a,b',
    'nas..local',
    '.nas.local',
    'nas.local.',
    '-nas.local',
    'nas-.local',
    '127.1',
    '0x7f.1',
    '256.1.1.1',
    '1234',
    'nas.local:port',
    'nas.local:',
    'nas.local:99999',
    'fe80::1%eth0',
    '[fe80::1',
    'na\nme',
    'a'.repeat(64),
    `${'a.'.repeat(140)}a`,
  ])('is no garbage: %j', (given) => {
    const { error } = HostName.safeParse(given);
    expect(error?.issues[0]?.message).toMatch(/is no host\. Give one name|<=300/);
  });

  it('stays what it is once it was kept', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6(), fc.string()), (given) => {
        const kept = HostName.safeParse(given);
        if (!kept.success) return;
        expect(HostName.parse(kept.data)).toBe(kept.data);
        expect(isAllowedHost(kept.data, [kept.data])).toBe(true);
        expect(isAllowedHost(`${kept.data}:4747`, [kept.data])).toBe(true);
      }),
    );
  });
});

describe('a Host header', () => {
  const names = ['host.docker.internal', '192.168.1.20', '[fe80::1]'];

  it.each([
    '127.0.0.1',
    'localhost:4747',
    '[::1]:80',
    'host.docker.internal',
    'HOST.docker.internal:4747',
    '192.168.1.20:1',
    '[FE80::1]:4747',
  ])('is let in: %s', (host) => {
    expect(isAllowedHost(host, names)).toBe(true);
  });

  it.each([
    undefined,
    '',
    'docker.internal',
    'evil.host.docker.internal',
    'host.docker.internal.evil.example',
    'host.docker.internal.',
    'host.docker.internal:',
    'host.docker.internal:4747:1',
    'host.docker.internal:abc',
    'host.docker.internal@evil.example',
    'evil.example#host.docker.internal',
    'host.docker.internal/..',
    '192.168.1.2',
    '[fe80::1]evil',
    'fe80::1',
    '*',
  ])('is kept out: %s', (host) => {
    expect(isAllowedHost(host, names)).toBe(false);
  });

  it('is kept out without a list, loopback aside', () => {
    expect(isAllowedHost('host.docker.internal', [])).toBe(false);
    expect(isAllowedHost('localhost', [])).toBe(true);
  });

  it('is told without its port', () => {
    expect(hostWithoutPort('Nas.Local:4747')).toBe('nas.local');
    expect(hostWithoutPort('a:b:c')).toBeNull();
  });
});
