import { resolve } from 'node:path';

/** What strace has to look at, for `reachesIn` to find everything. */
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

/** What is no file although it is opened like one: nothing is kept of what goes there. */
const DEVICES = ['/dev/null', '/dev/tty'];

export interface Allowed {
  /** Folders, real and absolute, in which anything may be written. */
  readonly folders: readonly string[];
  /** Where relative paths begin that say nothing of it. */
  readonly cwd: string;
}

/**
 * Finds in the lines of `strace -f -y` what reaches out of the process and of what it may touch: an
 * address that is neither loopback nor a local socket, a file that is changed, or opened so that it
 * could be, outside the folders. An attempt counts, whether it succeeded or not.
 *
 * @returns these lines, without the number of the process
 */
export function reachesIn(trace: string, allowed: Allowed): string[] {
  return trace
    .split('\n')
    .map((line) => line.replace(/^(\[pid +)?\d+\]? +/, ''))
    .filter((call) => doesReach(call, allowed));
}

function doesReach(call: string, allowed: Allowed): boolean {
  // The second half of a call that another thread cut in two; the first has the arguments.
  const name = /^(\w+)\(/.exec(call)?.[1];
  switch (name) {
    case undefined:
      return false;
    case 'bind':
      // A local socket with a name is a file.
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

/** Whether all addresses of the call are of this machine; one that strace could not read is not. */
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

/** Whether one of the paths of the call leads out of the folders. A path that cannot be read does. */
function isOutside(call: string, { folders, cwd }: Allowed): boolean {
  const paths = [...call.matchAll(/(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"/g)].map(
    ([, folder = cwd, path = '']) => resolve(cwd, folder, unescaped(path)),
  );
  const isInside = (path: string) =>
    DEVICES.includes(path) ||
    folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
  return paths.length === 0 || !paths.every(isInside);
}

/** strace writes what is not plain ASCII in octal. */
function unescaped(text: string): string {
  const bytes = text.replace(/\\([0-7]{1,3}|.)/g, (_, code: string) =>
    /^[0-7]/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : code,
  );
  return Buffer.from(bytes, 'latin1').toString();
}
