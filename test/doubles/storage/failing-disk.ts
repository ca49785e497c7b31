import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import Sqlite from 'better-sqlite3';

export type DiskFault = 'ENOSPC' | 'EROFS' | 'EIO';

/**
 * The steps at which SQLite meets the fault: a full disk often only at the commit, a read-only one
 * at once.
 */
const IN_SQLITE = {
  ENOSPC: { code: 'SQLITE_FULL', at: ['commit'] },
  EROFS: { code: 'SQLITE_READONLY', at: ['begin', 'write'] },
  EIO: { code: 'SQLITE_IOERR_WRITE', at: ['write'] },
} as const satisfies Record<DiskFault, { code: string; at: readonly Step[] }>;

/** The calls that each fault refuses: a full disk still accepts what needs no room. */
const NEEDS_ROOM = ['openSync', 'mkdirSync', 'mkdtempSync', 'copyFileSync', 'writeFileSync'];
const CHANGES = [...NEEDS_ROOM, 'renameSync', 'rmSync', 'unlinkSync', 'chmodSync', 'cpSync'];
const SYSCALLS: Readonly<Record<string, string>> = {
  openSync: 'open',
  writeFileSync: 'open',
  copyFileSync: 'copyfile',
  unlinkSync: 'unlink',
};

type Method = (...args: unknown[]) => unknown;
type Methods = Record<string, Method>;

/** The path that stands for stderr, where the log is written. */
export const STDERR = '<stderr>';

/**
 * The file layer of this process, both of `node:fs` and of SQLite, which refuses like a real disk
 * that is full, read-only or broken. Threads and other processes bypass it.
 */
export class FailingDisk {
  readonly #originals = new Map<Methods, Methods>();
  readonly #paths = new Map<number, string>([[2, STDERR]]);
  #fault: DiskFault | null = null;
  #where: (path: string) => boolean = () => false;
  /** How often it has refused since the fault began. */
  refused = 0;
  /** What was written to stderr, instead of printing it on the terminal. */
  log = '';

  constructor() {
    this.#layFiles();
    this.#laySqlite();
    syncBuiltinESMExports();
  }

  /** From now on, refuses everything written to these paths. */
  fail(fault: DiskFault, where: (path: string) => boolean): void {
    this.#fault = fault;
    this.#where = where;
    this.refused = 0;
  }

  heal(): void {
    this.#fault = null;
  }

  /** Restores the real file layer. */
  remove(): void {
    this.heal();
    for (const [target, methods] of this.#originals) Object.assign(target, methods);
    syncBuiltinESMExports();
  }

  #pathOf(file: unknown): string {
    return typeof file === 'number' ? (this.#paths.get(file) ?? '') : String(file);
  }

  #refuses(path: string): DiskFault | null {
    if (this.#fault === null || !this.#where(path)) return null;
    this.refused += 1;
    return this.#fault;
  }

  #replace(target: object, name: string, by: (original: Method) => Method): void {
    const methods = target as Methods;
    const original = methods[name] as Method;
    const originals = this.#originals.get(methods) ?? {};
    this.#originals.set(methods, originals);
    originals[name] = original;
    methods[name] = by(original);
  }

  #layFiles(): void {
    const disk = this;
    for (const name of CHANGES) {
      this.#replace(fs, name, (original) => (...args) => {
        const [first, second] = args;
        const isRead = name === 'openSync' && (second === undefined || second === 'r');
        const path = name === 'copyFileSync' || name === 'renameSync' ? second : first;
        const fault = isRead ? null : this.#refuses(this.#pathOf(path));
        if (fault && (fault !== 'ENOSPC' || NEEDS_ROOM.includes(name))) {
          throw refusal(fault, SYSCALLS[name] ?? name.replace('Sync', ''), path);
        }
        const result = original(...args);
        if (name === 'openSync') this.#paths.set(result as number, String(path));
        return result;
      });
    }
    for (const name of ['writeSync', 'fsyncSync', 'ftruncateSync']) {
      this.#replace(fs, name, (original) => (...args) => {
        const path = this.#pathOf(args[0]);
        const fault = this.#refuses(path);
        if (fault) throw refusal(fault, name.replace('Sync', ''), path);
        if (path !== STDERR) return original(...args);
        this.log += String(args[1]);
        return Buffer.byteLength(String(args[1]));
      });
    }
    this.#replace(
      fs,
      'write',
      (original) =>
        function write(...args) {
          const path = disk.#pathOf(args[0]);
          const fault = disk.#refuses(path);
          if (!fault) return original(...args);
          const done = args.at(-1) as (error: Error, written: number) => void;
          setImmediate(() => done(refusal(fault, 'write', path), 0));
        },
    );
  }

  #laySqlite(): void {
    const db = new Sqlite(':memory:');
    const statements = Object.getPrototypeOf(db.prepare('select 1')) as object;
    db.close();
    const originalGet = (statements as Methods).get as Method;
    const exec = Sqlite.prototype.exec;
    /** Runs a step, or refuses it. */
    const take = (db: Sqlite.Database, step: Step | null, run: () => unknown): unknown => {
      const fault = this.#fault && IN_SQLITE[this.#fault];
      if (!fault || step === null || !this.#where(db.name)) return run();
      const at: readonly Step[] = fault.at;
      // Outside of a transaction, each write is a transaction of its own.
      const isAlone = step === 'write' && !db.inTransaction;
      if (!at.includes(step) && !isAlone) return run();
      if (isAlone && at.includes('commit')) {
        exec.call(db, 'begin');
        const before = changesOf(db);
        const result = run();
        const wrote = changesOf(db) > before;
        exec.call(db, wrote ? 'rollback' : 'commit');
        // A statement that changes nothing needs no room.
        if (!wrote) return result;
      }
      this.refused += 1;
      throw new Sqlite.SqliteError(fault.code, fault.code);
    };
    const changesOf = (db: Sqlite.Database) =>
      (originalGet.call(db.prepare('select total_changes() as n')) as { n: number }).n;
    for (const name of ['run', 'get', 'all']) {
      this.#replace(
        statements,
        name,
        (original) =>
          function statement(this: Sqlite.Statement, ...args) {
            const step = stepOf(this.source, !this.readonly);
            return take(this.database, step, () => original.apply(this, args));
          },
      );
    }
    this.#replace(
      Sqlite.prototype,
      'exec',
      (original) =>
        function exec(this: Sqlite.Database, ...args) {
          const step = stepOf(String(args[0]), true);
          return take(this, step, () => original.apply(this, args));
        },
    );
  }
}

type Step = 'begin' | 'write' | 'commit';

function stepOf(source: string, isWrite: boolean): Step | null {
  if (/^\s*begin immediate/i.test(source)) return 'begin';
  if (/^\s*commit/i.test(source)) return 'commit';
  if (/^\s*(begin|rollback|savepoint|release|detach|attach|pragma)/i.test(source)) return null;
  return isWrite ? 'write' : null;
}

function refusal(code: DiskFault, syscall: string, path: unknown): Error {
  return Object.assign(new Error(`${code}: ${syscall} '${path}'`), { code, syscall, path });
}
