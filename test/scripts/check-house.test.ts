import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkFloors } from '../../scripts/check/floors.ts';
import { checkFiles, checkHouse } from '../../scripts/check/house.ts';
import { importsOf } from '../../scripts/check/sources.ts';

const faultOf = (path: string, text: string) =>
  checkFloors([{ path, text }]).map(({ message }) => message);
const faultsOf = (path: string, text: string) =>
  checkFiles([{ path, text }]).map(({ message }) => message);

describe('import directions', () => {
  it.each([
    ['main/services/calls/calls.ts', '../../voice/session.ts'],
    ['main/services/messages.ts', '../../common/contract/index.ts'],
    ['main/services/messages.ts', './numbers/numbers.ts'],
    ['main/app.ts', './api/server.ts'],
    ['main/headless.ts', './app.ts'],
    ['main/electron.ts', './desktop/tray.ts'],
    ['main/desktop/tray.ts', 'electron'],
    ['main/store/database/database.ts', 'better-sqlite3'],
    ['renderer/ui/button.tsx', '../../common/contract/index.ts'],
    ['renderer/ui/copy.tsx', '../state/toast-store.ts'],
    ['renderer/welcome/welcome.tsx', '../agents/agents-screen.tsx'],
    ['renderer/shell/shell.tsx', '../settings/settings-screen.tsx'],
    ['common/contract/ids.ts', 'zod'],
  ])('lets %s import %s', (path, specifier) => {
    expect(faultOf(path, `import { x } from '${specifier}';`)).toEqual([]);
  });

  it.each([
    ['main/store/calls/calls.ts', '../../services/calls/calls.ts', 'is below main/services'],
    ['main/carriers/simulated/line.ts', '../../speech/tts.ts', 'share a floor'],
    ['main/api/v1/calls.ts', '../../control/guards.ts', 'share a floor'],
    ['main/services/calls/calls.ts', '../../api/server.ts', 'is below main/api'],
    ['main/control/server.ts', '../app.ts', 'is below main/app.ts'],
    ['main/app.ts', './headless.ts', 'is below main/headless.ts'],
    ['common/contract/ids.ts', '../rules/phone-number.ts', 'is below common/rules'],
    [
      'common/rules/turn.ts',
      '../../main/platform/time/clock.ts',
      'common imports nothing but common',
    ],
    ['common/rules/turn.ts', '../../examples/hono/server.mjs', 'common imports nothing but common'],
    ['common/rules/turn.ts', 'node:crypto', 'common does no I/O'],
    ['common/contract/ids.ts', 'fastify', 'knows no framework'],
    ['renderer/ui/button.tsx', '../../main/platform/random.ts', 'imports only common'],
    ['preload/index.ts', '../renderer/state/connection/session.ts', 'imports only common'],
    ['renderer/ui/button.tsx', 'node:fs', 'the window has no Node'],
    ['renderer/state/callers.ts', '../ui/labels.tsx', 'is not above renderer/ui'],
    ['renderer/ui/copy.tsx', '../agents/agent-editor.tsx', 'is not above renderer/agents'],
    ['renderer/agents/agents-screen.tsx', '../shell/rail.tsx', 'is not above renderer/shell'],
    ['main/services/agents/agents.ts', 'electron', 'know Electron'],
    ['main/services/agents/agents.ts', 'better-sqlite3', 'SQL lives in main/store'],
    ['main/voice/session.ts', '../../test/doubles/clock.ts', 'the product does not import test'],
    ['main/unknown/thing.ts', '../store/database.ts', 'on no floor'],
  ])('does not let %s import %s', (path, specifier, message) => {
    expect(faultOf(path, `import { x } from '${specifier}';`)).toEqual([
      expect.stringContaining(message),
    ]);
  });

  it('sees every form of import, and on which line', () => {
    const file = {
      path: 'main/x.ts',
      text: `import a from './a.ts';
import type { B } from './b.ts';
import {
  c,
} from './c.ts';
import './d.css';
export * from './e.ts';
// import { g } from './g.ts';
const snippet = \`
import { h } from './h.ts';
\`;
const f = await import('./f.ts');`,
    };
    expect(importsOf(file).map(({ specifier, line }) => `${specifier}:${line}`)).toEqual([
      './a.ts:1',
      './b.ts:2',
      './c.ts:5',
      './d.css:6',
      './e.ts:7',
      './f.ts:12',
    ]);
    expect(importsOf(file).filter(({ isTypeOnly }) => isTypeOnly)).toHaveLength(1);
  });
});

describe('rules of a file', () => {
  it('has at most 400 lines', () => {
    expect(faultsOf('main/voice/session.ts', 'x;\n'.repeat(400))).toEqual([]);
    expect(faultsOf('main/voice/session.ts', 'x;\n'.repeat(401))[0]).toContain('401 lines');
  });

  it('has a name that says something', () => {
    for (const path of ['main/utils.ts', 'renderer/helpers/a.ts', 'main/voice/call-manager.ts']) {
      expect(faultsOf(path, 'x;')[0]).toContain('says nothing');
    }
    expect(faultsOf('main/voice/permissions.ts', 'x;')).toEqual([]);
  });

  it('is no barrel, but for the contract', () => {
    const text = "/** All. */\nexport * from './a.ts';\nexport { b } from './b.ts';\n";
    expect(faultsOf('main/voice/index.ts', text)[0]).toContain('a barrel');
    expect(faultsOf('common/contract/index.ts', text)).toEqual([]);
    expect(faultsOf('main/voice/index.ts', `${text}export const c = 1;\n`)).toEqual([]);
  });

  it('imports with the extension', () => {
    expect(faultsOf('main/app.ts', "import { a } from './a';")[0]).toContain('with its extension');
    expect(faultsOf('renderer/a.ts', "import url from './w.worklet.ts?worker&url';")).toEqual([]);
  });

  it('takes its time from the Clock', () => {
    const code = 'const now = Date.now();\n// setTimeout( is not called here\n';
    expect(checkFiles([{ path: 'main/voice/a.ts', text: code }])).toEqual([
      { path: 'main/voice/a.ts', line: 1, message: expect.stringContaining('past the Clock') },
    ]);
    expect(faultsOf('main/platform/time/clock.ts', code)).toEqual([]);
    expect(faultsOf('renderer/a.ts', code)).toEqual([]);
  });
});

describe('the whole project', () => {
  it('is read from disk, pages included', () => {
    const root = mkdtempSync(join(tmpdir(), 'agentphone-house-'));
    const write = (path: string, text: string) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    };
    try {
      write('main/store/a.ts', "import { b } from '../services/b.ts';\n");
      write('main/services/README.md', '');
      const paths = checkHouse(root).map(({ path }) => path);
      expect(paths).toContain('main/store/README.md');
      expect(paths).not.toContain('main/services/README.md');
      expect(checkHouse(root)).toContainEqual({
        path: 'main/store/a.ts',
        line: 1,
        message: 'main/store is below main/services and does not import it',
      });
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});
