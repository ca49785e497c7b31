import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';

/** A source file: its path relative to the project's root, with forward slashes, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A violation of a rule of the house. */
export interface Violation {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

const FOLDERS = ['common', 'main', 'preload', 'renderer', 'scripts', 'test'];

/** Reads every source file of the project, or every file of another kind in the same folders. */
export function readSources(root: string, kind = /\.(ts|tsx|mjs|css)$/): SourceFile[] {
  return FOLDERS.flatMap((folder) => walk(root, folder, kind)).map((path) => ({
    path,
    text: readFileSync(join(root, path), 'utf8'),
  }));
}

function walk(root: string, folder: string, kind: RegExp): string[] {
  let entries: import('node:fs').Dirent[];
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : walk(root, path, kind);
    return kind.test(entry.name) ? [path] : [];
  });
}

/** An import of a file: its specifier and its place. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
  readonly isTypeOnly: boolean;
  /** True for `import()`, which runs when it is reached. */
  readonly isDynamic: boolean;
}

/** The imports of a file, static and dynamic. Strings and comments are ignored. */
export function importsOf({ path, text }: SourceFile): Import[] {
  if (path.endsWith('.css')) return [];
  const { staticImports, staticExports, dynamicImports } = parseSync(path, text).module;
  const found: Import[] = [];
  const add = (at: number, specifier: string, isTypeOnly: boolean, isDynamic = false) =>
    found.push({ specifier, line: lineAt(text, at), isTypeOnly, isDynamic });
  for (const { moduleRequest, entries } of staticImports) {
    const isTypeOnly = entries.length > 0 && entries.every(({ isType }) => isType);
    add(moduleRequest.start, moduleRequest.value, isTypeOnly);
  }
  for (const { entries } of staticExports) {
    const [first] = entries;
    if (!first?.moduleRequest) continue;
    const isTypeOnly = entries.every(({ isType }) => isType);
    add(first.moduleRequest.start, first.moduleRequest.value, isTypeOnly);
  }
  for (const { moduleRequest } of dynamicImports) {
    const quoted = text.slice(moduleRequest.start, moduleRequest.end);
    // A specifier that is computed at run time is unknown here.
    if (/^(['"])[^'"]*\1$/.test(quoted)) add(moduleRequest.start, quoted.slice(1, -1), false, true);
  }
  return found.sort((a, b) => a.line - b.line);
}

/** `@scope/name/file` → `@scope/name`. */
export function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

/** Replaces comments by blanks, so that words in them break no rule. Line numbers stay the same. */
export function withoutComments({ path, text }: SourceFile): string {
  let code = text;
  for (const { start, end } of parseSync(path, text).comments) {
    code = code.slice(0, start) + code.slice(start, end).replace(/[^\n]/g, ' ') + code.slice(end);
  }
  return code;
}
