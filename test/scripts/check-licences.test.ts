import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkDependencies } from '../../scripts/check/dependencies.ts';
import {
  checkLicences,
  isAllowed,
  noticesText,
  shippedPackages,
} from '../../scripts/check/licences.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'agentphone-licences-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, content: unknown): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
}

function project(packages: Record<string, object>): void {
  write('package.json', {
    dependencies: { server: '1' },
    devDependencies: { view: '1', tool: '1' },
  });
  write(
    'renderer/main.tsx',
    "import { a } from 'view/part';\nimport type { T } from 'types-only';",
  );
  write('package-lock.json', { packages });
}

const PACKAGES = {
  'node_modules/server': { version: '1.0.0', license: 'MIT', dependencies: { deep: '1' } },
  'node_modules/deep': { version: '2.0.0', license: 'ISC' },
  'node_modules/server/node_modules/deep': { version: '1.0.0', license: 'BSD-3-Clause' },
  'node_modules/view': { version: '3.0.0', license: 'MIT', dev: true },
  'node_modules/tool': { version: '4.0.0', license: 'GPL-3.0', dev: true },
  'node_modules/types-only': { version: '5.0.0', license: 'GPL-3.0', dev: true },
};

describe('licences', () => {
  it('follows what is shipped: dependencies, and what the window bundles', () => {
    project(PACKAGES);
    expect(shippedPackages(root).map(({ name, version }) => `${name} ${version}`)).toEqual([
      'deep 1.0.0',
      'server 1.0.0',
      'view 3.0.0',
    ]);
  });

  it.each(['GPL-3.0', 'LGPL-2.1-or-later', 'SEE LICENSE IN LICENSE', undefined])(
    'refuses a shipped package under %s',
    (license) => {
      project({ ...PACKAGES, 'node_modules/view': { version: '3.0.0', license } });
      expect(checkLicences(root).map(({ message }) => message)).toContainEqual(
        expect.stringMatching(/^view 3\.0\.0 has the licence/),
      );
    },
  );

  it('asks for new notices when the packages have changed', () => {
    project(PACKAGES);
    write('node_modules/server/LICENSE.md', 'Do as you like.');
    expect(checkLicences(root)).toEqual([expect.objectContaining({ path: 'NOTICES' })]);
    write('NOTICES', noticesText(root, shippedPackages(root)));
    expect(checkLicences(root)).toEqual([]);
    expect(noticesText(root, shippedPackages(root))).toContain('server 1.0.0 (MIT)\n\nDo as you');
  });

  it('reads choices and combinations', () => {
    expect(isAllowed('(MIT OR GPL-3.0)')).toBe(true);
    expect(isAllowed('MIT AND GPL-3.0')).toBe(false);
    expect(isAllowed('(MIT AND ISC) OR GPL-3.0')).toBe(true);
    expect(isAllowed('')).toBe(false);
  });
});

describe('dependencies', () => {
  it('are listed where the main process needs them at run time, and pinned', () => {
    write('package.json', {
      dependencies: { server: '1.0.0' },
      devDependencies: { view: '1.0.0', loose: '^1.0.0' },
    });
    const text = [
      "import { a } from 'server/part';",
      "import type { T } from 'view';",
      "import fs from 'node:fs';",
      "import { app } from 'electron';",
      "import { v } from 'view';",
    ].join('\n');
    expect(checkDependencies(root, [{ path: 'main/app.ts', text }])).toEqual([
      { path: 'main/app.ts', line: 5, message: expect.stringContaining('view is loaded') },
      { path: 'package.json', line: 1, message: expect.stringContaining('loose is "^1.0.0"') },
    ]);
  });
});
