import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join, relative } from 'node:path';
import { importsOf, packageName, readSources, type Violation } from './sources.ts';

/** Licences that a package of the app may have. GPL and LGPL are not among them. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  // For Flite. Its notice must be shown where its use is advertised, which NOTICES and the README
  // do.
  'BSD-4-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly optional?: boolean;
  readonly link?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** A package that is shipped to users: its place in the tree, and its licence. */
export interface ShippedPackage {
  readonly place: string;
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** It is for a single platform, so it might not be installed here. */
  readonly isOptional: boolean;
}

/**
 * Everything that is shipped to users: the dependencies, and those development dependencies that
 * the window's sources import, because they are bundled; each with its own dependencies.
 */
export function shippedPackages(root: string): ShippedPackage[] {
  const lock = readJson<Lockfile>(join(root, 'package-lock.json'));
  const manifest = readJson<Manifest>(join(root, 'package.json'));
  const wanted = [...Object.keys(manifest.dependencies ?? {}), ...bundledPackages(root)];
  const found = new Map<string, ShippedPackage>();
  const visit = (name: string, from: string) => {
    const place = resolve(lock, name, from);
    if (place === null || found.has(place)) return;
    const locked = lock.packages[place] ?? {};
    // A folder of this project instead of a package: our own code.
    if (locked.link && isOwnFolder(root, place)) return;
    found.set(place, {
      place,
      name,
      version: locked.version ?? '',
      licence: locked.license ?? '',
      isOptional: locked.optional === true,
    });
    const needs = { ...locked.dependencies, ...locked.optionalDependencies };
    for (const next of Object.keys(needs)) visit(next, place);
  };
  for (const name of wanted) visit(name, '');
  return [...found.values()].sort((a, b) =>
    a.name === b.name ? compare(a.version, b.version) : compare(a.name, b.name),
  );
}

/** For overrides, the lockfile is not reliable about where a link points. */
function isOwnFolder(root: string, place: string): boolean {
  const path = join(root, place);
  return (
    existsSync(path) && !relative(realpathSync(root), realpathSync(path)).includes('node_modules')
  );
}

/** Compares by code unit, for the same order on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function bundledPackages(root: string): string[] {
  const names = readSources(root)
    .filter(({ path }) => /^(renderer|preload|common)\//.test(path))
    .flatMap((file) => importsOf(file).filter(({ isTypeOnly }) => !isTypeOnly))
    .map(({ specifier }) => specifier)
    .filter((specifier) => !/^(\.|node:|electron$)/.test(specifier))
    .map(packageName);
  return [...new Set(names)];
}

/** The place where Node would find the package: the nearest `node_modules` first. */
function resolve(lock: Lockfile, name: string, from: string): string | null {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const place = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (lock.packages[place]) return place;
    if (at === '') return null;
    if (!at.includes('/node_modules/')) {
      const top = `node_modules/${name}`;
      return lock.packages[top] ? top : null;
    }
  }
}

/** Packages that must not be part of the app, and why. */
export function checkLicences(root: string): Violation[] {
  const packages = shippedPackages(root);
  const faults = packages
    .filter(({ licence }) => !isAllowed(licence))
    .map(({ name, version, licence }) => ({
      path: 'package-lock.json',
      line: 1,
      message: `${name} ${version} has the licence "${licence || 'none'}", which is not one of those allowed (scripts/check/licences.ts)`,
    }));
  const notices = join(root, 'NOTICES');
  const isCurrent =
    existsSync(notices) && readFileSync(notices, 'utf8') === noticesText(root, packages);
  if (isCurrent) return faults;
  const message = 'is out of date; run "node scripts/write-notices.ts"';
  return [...faults, { path: 'NOTICES', line: 1, message }];
}

/** Parses an SPDX expression of the kinds that packages use: names, OR, AND and brackets. */
export function isAllowed(expression: string): boolean {
  const plain = expression.replace(/[()]/g, ' ').trim();
  return plain
    .split(/\s+OR\s+/)
    .some((choice) => choice.split(/\s+AND\s+/).every((name) => ALLOWED.has(name.trim())));
}

/** The contents of NOTICES: the authors and licences of everything shipped, including models. */
export function noticesText(root: string, packages: readonly ShippedPackage[]): string {
  const byText = new Map<string, string[]>();
  for (const shipped of packages) {
    // The installed packages depend on the platform, but the list must not.
    const text = shipped.isOptional ? '' : licenceText(join(root, shipped.place));
    const title = `${shipped.name} ${shipped.version} (${shipped.licence})`;
    const titles = byText.get(text) ?? [];
    if (!titles.includes(title)) titles.push(title);
    byText.set(text, titles);
  }
  for (const { title, text } of bundledModels(root)) byText.set(text, [title]);
  const sections = [...byText].map(([text, titles]) =>
    [titles.join('\n'), text || 'Its licence text is part of its package.'].join('\n\n'),
  );
  const rule = `\n\n${'-'.repeat(80)}\n\n`;
  const head =
    'AgentPhone Desktop contains the following packages. Electron and Chromium, which the desktop\napp is built on, bring their own notices.';
  return `${[head, ...sections].join(rule)}\n`;
}

/** Models are in `resources/models`, each with its `…-LICENSE.txt`. */
function bundledModels(root: string): { title: string; text: string }[] {
  const folder = join(root, 'resources', 'models');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('-LICENSE.txt'))
    .sort()
    .map((name) => ({
      title: `${name.replace('-LICENSE.txt', '')} (model)`,
      text: readFileSync(join(folder, name), 'utf8').trim(),
    }));
}

function licenceText(folder: string): string {
  if (!existsSync(folder)) return '';
  const file = readdirSync(folder)
    .sort()
    .find((name) => /^(licen[cs]e|copying)(\.|-|$)/i.test(name));
  if (!file) return '';
  return readFileSync(join(folder, file), 'utf8').replace(/\r\n/g, '\n').trim();
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}
