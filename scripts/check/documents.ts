import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { anchors, links, type Mention } from './markdown.ts';
import type { Violation } from './sources.ts';

/** The folders that contain documents, besides the root. */
const FOLDERS = ['common', 'docs', 'examples', 'main', 'preload', 'renderer', 'scripts', 'test'];

/** What commands in documents may refer to. */
interface Project {
  readonly scripts: ReadonlySet<string>;
  exists(path: string): boolean;
  read(path: string): string;
}

/** Finds links, `npm run` scripts and runnable files in documents that do not exist. */
export function checkDocuments(root: string): Violation[] {
  const project = {
    scripts: npmScripts(root),
    exists: (path: string) => existsSync(join(root, path)),
    read: (path: string) => readFileSync(join(root, path), 'utf8'),
  };
  return documents(root).flatMap((path) => faultsOf(path, project));
}

function npmScripts(root: string): Set<string> {
  const file = join(root, 'package.json');
  if (!existsSync(file)) return new Set();
  const { scripts = {} } = JSON.parse(readFileSync(file, 'utf8')) as { scripts?: object };
  return new Set(Object.keys(scripts));
}

/** The paths of all Markdown files, relative to the root. */
export function documents(root: string): string[] {
  const below = (folder: string): string[] =>
    !existsSync(join(root, folder))
      ? []
      : readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
          const path = posix.join(folder, entry.name);
          if (entry.isDirectory())
            return /^(node_modules|\..*)$/.test(entry.name) ? [] : below(path);
          return entry.name.endsWith('.md') ? [path] : [];
        });
  const top = readdirSync(root).filter((name) => name.endsWith('.md'));
  return [...top, ...FOLDERS.flatMap(below)];
}

function faultsOf(path: string, project: Project): Violation[] {
  const text = project.read(path);
  const at = ({ line }: Mention, message: string) => ({ path, line, message });
  const broken = links(text).flatMap((link) => {
    const why = faultOfLink(path, link.text, project);
    return why ? [at(link, why)] : [];
  });
  return [...broken, ...faultsOfCommands(path, text, project)];
}

function faultOfLink(from: string, link: string, project: Project): string | null {
  if (/^[a-z]+:/.test(link)) return null;
  const [file = '', anchor] = link.split('#');
  const path = file === '' ? from : posix.join(posix.dirname(from), file);
  if (!project.exists(path)) return `links to ${link}, and there is no ${path}`;
  if (anchor === undefined || !path.endsWith('.md')) return null;
  if (anchors(project.read(path)).has(anchor)) return null;
  return `links to ${link}, and ${path} has no such heading`;
}

/** Checks commands in prose and in code blocks. */
function faultsOfCommands(path: string, text: string, project: Project): Violation[] {
  return text.split('\n').flatMap((line, index) => {
    const at = (message: string) => ({ path, line: index + 1, message });
    const scripts = [...line.matchAll(/\bnpm run (?:-\S+ )*([\w:.-]*\w)/g)]
      .map(([, name = '']) => name)
      .filter((name) => !project.scripts.has(name))
      .map((name) => at(`runs "npm run ${name}", and package.json has no such script`));
    const files = [...line.matchAll(/(?:\bnode|(?:^|[`\s])\.) ((?:[\w-]+\/)+[\w.-]+\.\w+)/g)]
      .map(([, file = '']) => file)
      .filter((file) => !project.exists(file))
      .map((file) => at(`runs ${file}, and there is no such file`));
    return [...scripts, ...files];
  });
}
