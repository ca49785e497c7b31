import { checkCircles } from './circles.ts';
import { checkDocuments } from './documents.ts';
import { checkDrawing } from './drawing.ts';
import { checkFloors } from './floors.ts';
import { checkFolders } from './folders.ts';
import {
  importsOf,
  lineAt,
  readSources,
  type SourceFile,
  type Violation,
  withoutComments,
} from './sources.ts';

const MAX_LINES = 400;
/** The only file that merely re-exports. */
const BARREL = 'common/contract/index.ts';
/** Names that say nothing about the contents. */
const EMPTY_NAME = /(^|[/.-])(utils?|helpers?|managers?|misc)([/.-]|$)/;
/** The only file that may read the system clock; everything else is passed a Clock. */
const CLOCK = 'main/platform/time/clock.ts';
const OWN_TIME =
  /\bDate\.now\(|\bnew Date\(\)|\bsetTimeout\(|\bsetInterval\(|\bperformance\.now\(|\bAbortSignal\.timeout\(|node:timers/g;

/** Runs all rules of the house on the project. */
export function checkHouse(root: string): Violation[] {
  const files = readSources(root);
  return [
    ...checkFloors(files),
    ...checkCircles(files),
    ...checkDrawing(root, files),
    ...checkFiles(files),
    ...checkFolders(root, files),
    ...checkDocuments(root),
  ];
}

/** Rules that concern each file by itself. */
export function checkFiles(files: readonly SourceFile[]): Violation[] {
  return files.flatMap((file) => [
    ...tooLong(file),
    ...emptyName(file),
    ...barrel(file),
    ...missingExtensions(file),
    ...ownTime(file),
  ]);
}

function tooLong({ path, text }: SourceFile): Violation[] {
  const lines = text.split('\n').length - 1;
  if (lines <= MAX_LINES) return [];
  const message = `${lines} lines; no file has more than ${MAX_LINES}. Find the second idea in it`;
  return [{ path, line: MAX_LINES, message }];
}

function emptyName({ path }: SourceFile): Violation[] {
  const found = EMPTY_NAME.exec(path);
  if (!found) return [];
  return [{ path, line: 1, message: `"${found[2]}" says nothing; name it by what it does` }];
}

function barrel(file: SourceFile): Violation[] {
  const { path, text } = file;
  if (path === BARREL || path.endsWith('.css')) return [];
  const rest = withoutComments(file).replace(
    /export\s+(?:type\s+)?[\w$*{},\s]+?from\s*'[^']+';/g,
    '',
  );
  if (rest.trim() !== '' || text.trim() === '') return [];
  return [{ path, line: 1, message: `a barrel; the only one is ${BARREL}` }];
}

function missingExtensions(file: SourceFile): Violation[] {
  const { path } = file;
  return importsOf(file)
    .filter(({ specifier }) => specifier.startsWith('.'))
    .filter(({ specifier }) => !/\.(ts|tsx|mjs|css|json|svg|wasm)(\?[\w&]+)?$/.test(specifier))
    .map(({ specifier, line }) => ({
      path,
      line,
      message: `import '${specifier}' with its extension, so that Node can run the source`,
    }));
}

function ownTime(file: SourceFile): Violation[] {
  const { path } = file;
  if (!path.startsWith('main/') && !path.startsWith('common/')) return [];
  if (path === CLOCK) return [];
  const code = withoutComments(file);
  return [...code.matchAll(OWN_TIME)].map((match) => ({
    path,
    line: lineAt(code, match.index),
    message: `"${match[0]}" goes past the Clock; take the time from the one handed in`,
  }));
}
