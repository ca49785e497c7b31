import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { importsOf, packageName, type SourceFile, type Violation } from './sources.ts';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Packages that Electron provides, although they are development dependencies. */
const BROUGHT = new Set(['electron']);

/**
 * Packages that the main process loads at run time must be dependencies. The window's packages need
 * not be, because they are bundled. All are pinned to one version.
 */
export function checkDependencies(root: string, files: readonly SourceFile[]): Violation[] {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
  return [...unlisted(manifest, files), ...unpinned(manifest)];
}

function unlisted(manifest: Manifest, files: readonly SourceFile[]): Violation[] {
  return files
    .filter(({ path }) => path.startsWith('main/'))
    .flatMap((file) =>
      importsOf(file)
        .filter(({ specifier, isTypeOnly }) => !isTypeOnly && !/^(\.|node:)/.test(specifier))
        .map(({ specifier, line }) => ({ path: file.path, line, name: packageName(specifier) })),
    )
    .filter(({ name }) => !BROUGHT.has(name) && !builtinModules.includes(name))
    .filter(({ name }) => !Object.hasOwn(manifest.dependencies ?? {}, name))
    .map(({ path, line, name }) => ({
      path,
      line,
      message: `${name} is loaded at run time but not listed in "dependencies" of package.json`,
    }));
}

function unpinned(manifest: Manifest): Violation[] {
  const all = {
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  };
  return (
    Object.entries(all)
      // A package of our own, in the repository: it has no version that could drift.
      .filter(([, range]) => !/^(\d+\.\d+\.\d+(-[\w.]+)?|file:\.\/resources\/[\w-]+)$/.test(range))
      .map(([name, range]) => ({
        path: 'package.json',
        line: 1,
        message: `${name} is "${range}"; pin one exact version`,
      }))
  );
}
