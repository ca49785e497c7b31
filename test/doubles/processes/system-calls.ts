import { resolve } from 'node:path';

/** The calls that strace must watch for `reachesIn` to find everything. */
export const WATCHED_CALLS = [
  'connect',
  'bind',
  'sendto',
  'sendmsg',
  'sendmmsg',
  'open',
  'openat',
  'openat2',
  'creat',
  'truncate',
  'mkdir',
  'mkdirat',
  'mknod',
  'mknodat',
  'rmdir',
  'unlink',
  'unlinkat',
  'rename',
  'renameat',
  'renameat2',
  'link',
  'linkat',
  'symlink',
  'symlinkat',
  'chmod',
  'fchmodat',
  'fchmodat2',
];

/** Devices that are opened like files but keep nothing of what is written to them. */
const DEVICES = ['/dev/null', '/dev/tty'];

export interface Allowed {
  /** The absolute real paths of folders in which anything may be written. */
  readonly folders: readonly string[];
  /** The base of relative paths whose call does not name one. */
  readonly cwd: string;
}

/**
 * Finds, in the lines of `strace -f -y`, attempts to reach beyond what the process may touch: an
 * address that is neither loopback nor a local socket, or a file outside the folders that is
 * changed or opened for writing. An attempt counts whether or not it succeeded.
 *
 * @returns these lines, without the process id
 */
export function reachesIn(trace: string, allowed: Allowed): string[] {
  return trace
    .split('\n')
    .map((line) => line.replace(/^(\[pid +)?\d+\]? +/, ''))
    .filter((call) => doesReach(call, allowed));
}

function doesReach(call: string, allowed: Allowed): boolean {
  // The second half of a call that was interrupted by another thread; the first half has the
  // arguments.
  const name = /^(\w+)\(/.exec(call)?.[1];
  switch (name) {
    case undefined:
      return false;
    case 'bind':
      // A named local socket is a file.
      return !isLocal(call) || (/sun_path="/.test(call) && isOutside(call, allowed));
    case 'connect':
    case 'sendto':
    case 'sendmsg':
    case 'sendmmsg':
      return !isLocal(call);
    case 'open':
    case 'openat':
    case 'openat2':
      return (
        /\bO_(WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)\b/.test(call) && isOutside(call, allowed)
      );
    default:
      return WATCHED_CALLS.includes(name) && isOutside(call, allowed);
  }
}

/**
 * Whether all addresses of the call belong to this machine. An address that strace could not decode
 * does not.
 */
function isLocal(call: string): boolean {
  if (/^(connect|bind)\(/.test(call) && !call.includes('sa_family=')) return false;
  return [...call.matchAll(/sa_family=(\w+)([^}]*)/g)].every(([, family, address = '']) => {
    switch (family) {
      case 'AF_UNIX':
      case 'AF_NETLINK':
      case 'AF_UNSPEC':
        return true;
      case 'AF_INET':
        return /inet_addr\("127\.\d+\.\d+\.\d+"\)/.test(address);
      case 'AF_INET6':
        return /inet_pton\(AF_INET6, "(::1|::ffff:127\.\d+\.\d+\.\d+)"/.test(address);
      default:
        return false;
    }
  });
}

/**
 * Whether one of the call's paths is outside the folders. An undecodable path counts as outside.
 */
function isOutside(call: string, { folders, cwd }: Allowed): boolean {
  const paths = [...call.matchAll(/(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"/g)].map(
    ([, folder = cwd, path = '']) => resolve(cwd, folder, unescaped(path)),
  );
  const isInside = (path: string) =>
    DEVICES.includes(path) ||
    folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
  return paths.length === 0 || !paths.every(isInside);
}

/** strace writes everything but plain ASCII in octal. */
function unescaped(text: string): string {
  const bytes = text.replace(/\\([0-7]{1,3}|.)/g, (_, code: string) =>
    /^[0-7]/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : code,
  );
  return Buffer.from(bytes, 'latin1').toString();
}
