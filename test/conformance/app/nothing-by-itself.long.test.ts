import { readdirSync, writeFileSync } from 'node:fs';

import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ControlClient } from '../../doubles/app/control-client.ts';
import { TracedApp, whyNoTrace } from '../../doubles/app/traced-app.ts';
import { reachesIn } from '../../doubles/processes/system-calls.ts';

/** Checks that the app does nothing uninvited, by looking at its system calls. */
const reason = whyNoTrace();
if (reason) process.stderr.write(`The app is not traced: ${reason}.\n`);

describe.skipIf(reason !== null)('the app under strace', { timeout: 120_000 }, () => {
  let app: TracedApp;
  beforeEach(() => {
    app = new TracedApp();
  });
  afterEach(() => app.clear());

  it('talks to this machine alone and writes into its data folder alone', async () => {
    const ready = await app.start();
    const control = new ControlClient(ready);
    const response = await fetch(`${ready.api}/v1/numbers`, {
      headers: { authorization: `Bearer ${ready.apiKey}` },
    });
    const to = (await response.json()).data[0].phoneNumber;
    const from = '+12025550147';
    await control.run('text.receive', { from, to, body: 'Hi' });
    const { callId } = await control.run('call.place', { from, to });
    await control.run('call.waitFor', { callId, event: 'greeted' });
    await control.run('call.say', { callId, text: 'When are you open?' });
    await control.run('call.waitFor', { callId, event: 'agentTurn', turn: 1 });
    await control.run('call.hangUp', { callId });
    await control.run('engines.discover', {});
    await app.stop();
    expect(app.seen()).toBeGreaterThan(100);
    expect(app.reaches()).toEqual([]);
    expect(readdirSync(join(app.dataDir, 'tmp'))).toEqual([]);
  });

  it('is found out when a child of it opens one file elsewhere', async () => {
    const plant = join(app.dataDir, '..', 'plant.mjs');
    const elsewhere = join(app.dataDir, '..', 'elsewhere.txt');
    // Only in the speech process, whose parent is the app.
    writeFileSync(
      plant,
      `import { appendFileSync } from 'node:fs';
       if (process.argv[1]?.includes('speech-process')) appendFileSync(${JSON.stringify(elsewhere)}, 'x');`,
    );
    const ready = await app.start(plant);
    await expect.poll(() => readdirSync(join(app.dataDir, '..'))).toContain('elsewhere.txt');
    expect(ready.ready).toBe(true);
    await app.stop();
    const found = app.reaches();
    expect(found.length).toBeGreaterThan(0);
    for (const call of found) expect(call).toContain(elsewhere);
  });
});

describe('what reaches out of the app', () => {
  const cwd = '/project';
  const found = (...calls: string[]) =>
    reachesIn(calls.map((call) => `4711  ${call}`).join('\n'), {
      folders: ['/data', '/project/out'],
      cwd,
    });

  it.each([
    'connect(21, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("192.0.2.1")}, 16) = 0',
    'connect(21<socket:[9]>, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.1")}, 16 <unfinished ...>',
    'connect(21, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}, 28) = -1 EINPROGRESS (Operation now in progress)',
    'connect(21, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("0.0.0.0")}, 16) = 0',
    'connect(21, 0x7f3a, 16) = -1 EFAULT (Bad address)',
    'bind(21, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("0.0.0.0")}, 16) = 0',
    'sendto(21, "\\1\\0"..., 32, MSG_NOSIGNAL, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("192.0.2.1")}, 16) = 32',
    'sendmsg(21, {msg_name={sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("192.0.2.1")}, msg_namelen=16, msg_iov=[{iov_base="x", iov_len=1}]}, 0) = 1',
    'sendmmsg(21, [{msg_hdr={msg_name={sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("127.0.0.53")}, msg_namelen=16}}, {msg_hdr={msg_name={sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("192.0.2.1")}}}], 2, 0) = 2',
    'openat(AT_FDCWD</project>, "/home/me/.cache/events.db", O_RDWR|O_CREAT, 0644) = 22',
    'openat(AT_FDCWD</project>, "/tmp/debug.log", O_WRONLY|O_CREAT|O_APPEND|O_CLOEXEC, 0666 <unfinished ...>',
    'openat(AT_FDCWD</project>, "/etc/hosts", O_RDWR) = -1 EACCES (Permission denied)',
    'openat(AT_FDCWD</project>, "/data/../home/x", O_WRONLY) = 22',
    'openat(AT_FDCWD</project>, "/database", O_WRONLY) = 22',
    'openat(AT_FDCWD</elsewhere>, "x", O_WRONLY|O_CREAT, 0600) = 22',
    'openat(19</elsewhere>, "x", O_WRONLY|O_CREAT, 0600) = 22',
    'openat(AT_FDCWD</project>, 0x7f3a, O_WRONLY) = 22',
    'open("main/app.ts", O_WRONLY) = 22',
    'creat("/tmp/x", 0600) = 22',
    'mkdir("/home/me/.cache/ort", 0755) = 0',
    'rename("/data/a", "/tmp/a") = 0',
    'renameat2(AT_FDCWD</data>, "a", 19</tmp>, "a", 0) = 0',
    'symlinkat("/etc", AT_FDCWD</data>, "etc") = 0',
    'unlink("/tmp/x") = 0',
  ])('is found: %s', (call) => {
    expect(found('getpid() = 1', call)).toEqual([call]);
    expect(reachesIn(`[pid  4711] ${call}`, { folders: ['/data'], cwd })).toEqual([call]);
  });

  it.each([
    'connect(21, {sa_family=AF_INET, sin_port=htons(4747), sin_addr=inet_addr("127.0.0.1")}, 16) = -1 EINPROGRESS (Operation now in progress)',
    'connect(21, {sa_family=AF_INET6, sin6_port=htons(4747), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}, 28) = 0',
    'connect(21, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT (No such file or directory)',
    'sendto(21<socket:[9]>, "HTTP/1.1 200 OK"..., 300, MSG_NOSIGNAL, NULL, 0) = 300',
    'sendto(21, [{nlmsg_len=20, nlmsg_type=RTM_GETADDR}], 20, 0, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 20',
    'bind(21, {sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr("127.0.0.1")}, 16) = 0',
    'openat(AT_FDCWD</project>, "/etc/hosts", O_RDONLY|O_CLOEXEC) = 22',
    'openat(AT_FDCWD</project>, "/data/agentphone.db", O_RDWR|O_CREAT|O_NOFOLLOW|O_CLOEXEC, 0644) = 22',
    'openat(AT_FDCWD</project>, "/data/w\\303\\266rter.db", O_RDWR) = 22',
    'openat(AT_FDCWD</project>, "out/compile-cache/x", O_RDWR|O_CREAT, 0600) = 22',
    'openat(AT_FDCWD</project>, "/dev/null", O_RDWR) = 22',
    'rename("/data/control.json.new", "/data/control.json") = 0',
    '<... connect resumed>) = 0',
    '+++ exited with 0 +++',
  ])('is not: %s', (call) => {
    expect(found(call)).toEqual([]);
  });
});
