import { posix } from 'node:path';
import { importsOf, type SourceFile, type Violation } from './sources.ts';

/**
 * The floors, bottom first (CONTRIBUTING.md#finding-your-way). A file may import from its own
 * folder and from lower floors; folders on the same floor may not import each other.
 */
export const FLOORS: readonly (readonly string[])[] = [
  ['common/contract'],
  ['common/rules'],
  ['main/platform'],
  ['main/store'],
  ['main/outbound'],
  ['main/carriers', 'main/llm', 'main/speech'],
  ['main/voice'],
  ['main/services'],
  ['main/api', 'main/control'],
  ['main/assembly'],
  ['main/app.ts'],
  ['main/desktop'],
  ['main/electron.ts', 'main/headless.ts'],
];

/**
 * The window's floors: its features, between the ui parts and the shell, may import each other, but
 * not in a circle.
 */
const WINDOW_FLOORS = [
  ['renderer/format'],
  ['renderer/state'],
  ['renderer/audio', 'renderer/ui'],
  'features',
  ['renderer/shell'],
  ['renderer/main.tsx'],
] as const;

/** The only packages that `common` may use: they do no I/O and also run in a browser. */
const COMMON_PACKAGES = ['zod', 'libphonenumber-js', 'diff'];

const FOLDERS = ['common', 'main', 'preload', 'renderer'];

/** Finds imports that run upwards or sideways. */
export function checkFloors(files: readonly SourceFile[]): Violation[] {
  return files
    .filter(({ path }) => FOLDERS.includes(path.split('/')[0] ?? ''))
    .flatMap((file) =>
      importsOf(file).flatMap(({ specifier, line }) => {
        const message = specifier.startsWith('.')
          ? faultOfFile(file.path, posix.join(posix.dirname(file.path), specifier))
          : faultOfPackage(file.path, specifier);
        return message ? [{ path: file.path, line, message }] : [];
      }),
    );
}

function faultOfFile(from: string, to: string): string | null {
  const [fromTop] = from.split('/');
  const [toTop] = to.split('/');
  if (fromTop === 'renderer' || fromTop === 'preload') {
    if (toTop === 'common') return null;
    return toTop === fromTop
      ? faultInWindow(from, to)
      : `${fromTop} imports only common, not ${to}`;
  }
  if (fromTop === 'common' && toTop !== 'common') return `common imports nothing but common: ${to}`;
  // For the version number.
  if (to === 'package.json') return null;
  if (toTop !== 'common' && toTop !== 'main') return `the product does not import ${to}`;
  const own = floorOf(from);
  const other = floorOf(to);
  if (!own) return 'this file is on no floor of the house (scripts/check/floors.ts)';
  if (!other) return `${to} is on no floor of the house (scripts/check/floors.ts)`;
  if (own.name === other.name || other.level < own.level) return null;
  return other.level === own.level
    ? `${own.name} and ${other.name} share a floor and do not import each other`
    : `${own.name} is below ${other.name} and does not import it`;
}

function faultInWindow(from: string, to: string): string | null {
  if (from.split('/')[1] === to.split('/')[1] || windowFloorOf(to) < windowFloorOf(from))
    return null;
  const isFeature = WINDOW_FLOORS[windowFloorOf(from)] === 'features';
  if (isFeature && windowFloorOf(to) === windowFloorOf(from)) return null;
  return `${folderOf(from)} is not above ${folderOf(to)} and does not import it`;
}

function windowFloorOf(path: string): number {
  const level = WINDOW_FLOORS.findIndex(
    (names) =>
      names !== 'features' && names.some((name) => path === name || path.startsWith(`${name}/`)),
  );
  return level === -1 ? WINDOW_FLOORS.indexOf('features') : level;
}

function folderOf(path: string): string {
  return path.split('/').slice(0, 2).join('/');
}

function floorOf(path: string): { level: number; name: string } | null {
  for (const [level, names] of FLOORS.entries()) {
    const name = names.find((name) => path === name || path.startsWith(`${name}/`));
    if (name) return { level, name };
  }
  return null;
}

function faultOfPackage(from: string, specifier: string): string | null {
  const [top] = from.split('/');
  const isNode = specifier.startsWith('node:');
  if (top === 'common') {
    const isKnown = COMMON_PACKAGES.some((name) => isOf(specifier, name));
    return isKnown ? null : `common does no I/O and knows no framework: ${specifier}`;
  }
  if (top === 'renderer' && isNode) return `the window has no Node: ${specifier}`;
  if (specifier === 'electron') {
    const isDesktop = from === 'main/electron.ts' || /^(main\/desktop|preload)\//.test(from);
    return isDesktop ? null : 'only main/electron.ts, main/desktop and preload know Electron';
  }
  if (isOf(specifier, 'better-sqlite3') || isOf(specifier, 'kysely')) {
    // The lock uses SQLite's file lock, not a table.
    const mayUse = from.startsWith('main/store/') || from === 'main/platform/lock.ts';
    return mayUse ? null : 'SQL lives in main/store only';
  }
  return null;
}

function isOf(specifier: string, packageName: string): boolean {
  return specifier === packageName || specifier.startsWith(`${packageName}/`);
}
