import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkFolders } from '../../scripts/check/folders.ts';

describe('folders', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'agentphone-folders-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const faultsOf = (folder: string, count: number, ending = 'ts') => {
    const names = Array.from({ length: count }, (_, n) => `${folder}/f${n}.${ending}`);
    return checkFolders(
      root,
      names.map((path) => ({ path, text: '' })),
    )
      .filter(({ path }) => path.startsWith(folder))
      .map(({ path, message }) => `${path}: ${message.split(';')[0]?.split(':')[0]}`);
  };

  it('hold twenty files at most', () => {
    mkdirSync(join(root, 'main/voice/calls'), { recursive: true });
    writeFileSync(join(root, 'main/voice/calls/README.md'), '');
    expect(faultsOf('main/voice/calls', 20)).toEqual([]);
    expect(faultsOf('main/voice/calls', 21)).toEqual(['main/voice/calls: 21 files']);
  });

  it('with more than eight files have a page', () => {
    expect(faultsOf('main/voice/calls', 8)).toEqual([]);
    expect(faultsOf('main/voice/calls', 9)).toEqual(['main/voice/calls/README.md: is missing']);
  });

  it('that are opened first have a page, however small', () => {
    expect(faultsOf('main/store', 1)).toEqual(['main/store/README.md: is missing']);
  });

  it('do not count styles, which stand beside their component', () => {
    expect(faultsOf('renderer/ui/forms', 30, 'css')).toEqual([]);
  });
});
