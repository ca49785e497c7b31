import { posix } from 'node:path';
import { parseSync } from 'vite';
import { importsOf, lineAt, type SourceFile, type Violation } from './sources.ts';

/** The wire is described to those outside, wherever we ourselves read all of it. */
const DESCRIBED = 'common/contract/';

/** Read by name from a folder of them. */
const LISTED = 'main/store/migrations/';

/**
 * Functions, classes and constants that no other file imports: either nothing needs them, or only
 * their own file does and the word `export` goes. Types may be exported for the sake of signatures
 * that name them. Compared by name: one that is exported twice counts as used when either is. A file
 * that is imported at run time may be read in whole.
 */
export function checkExports(files: readonly SourceFile[]): Violation[] {
  const modules = files.filter(({ path }) => !path.endsWith('.css')).map(read);
  const importers = new Map<string, number>();
  const readInWhole = new Set(modules.flatMap(({ dynamic }) => dynamic));
  for (const { imported } of modules) {
    for (const name of imported) importers.set(name, (importers.get(name) ?? 0) + 1);
  }
  return modules
    .filter(({ path }) => !path.startsWith(DESCRIBED) && !path.startsWith(LISTED))
    .filter(({ path }) => !readInWhole.has(path))
    .flatMap(({ path, exported, imported }) =>
      exported
        .filter(({ name }) => (importers.get(name) ?? 0) <= (imported.has(name) ? 1 : 0))
        .map(({ name, line }) => ({
          path,
          line,
          message: `nobody imports "${name}"; take its "export" away, or all of it`,
        })),
    );
}

function read(file: SourceFile) {
  const { path, text } = file;
  const { staticImports, staticExports } = parseSync(path, text).module;
  const exported: { readonly name: string; readonly line: number }[] = [];
  const imported = new Set<string>();
  for (const { importName } of staticImports.flatMap(({ entries }) => entries)) {
    if (importName.name) imported.add(importName.name);
  }
  for (const entry of staticExports.flatMap(({ entries }) => entries)) {
    const { name } = entry.exportName;
    // What is passed on is no export of this file.
    if (entry.moduleRequest) imported.add(entry.importName.name ?? '');
    else if (name && !entry.isType) exported.push({ name, line: lineAt(text, entry.start) });
  }
  const dynamic = importsOf(file)
    .filter(({ isDynamic }) => isDynamic)
    .map(({ specifier }) => posix.join(posix.dirname(path), specifier));
  return { path, exported, imported, dynamic };
}
