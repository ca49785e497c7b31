import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  defaultDataDir,
  prepareDataFolder,
  unwritable,
} from '../../../main/platform/data-folder.ts';
import { readControlFile, writeControlFile } from '../../../main/platform/process/control-file.ts';
import { StartFailure } from '../../../main/platform/start-failure.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agentphone-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const mode = (path: string) => statSync(path).mode & 0o777;

describe('defaultDataDir', () => {
  it("is the platform's application-data folder", () => {
    expect(defaultDataDir('darwin', {}, '/Users/me')).toBe(
      '/Users/me/Library/Application Support/AgentPhone Desktop',
    );
    expect(defaultDataDir('win32', { APPDATA: 'C:\\Data' }, 'C:\\me')).toBe(
      'C:\\Data\\AgentPhone Desktop',
    );
    expect(defaultDataDir('win32', {}, 'C:\\me')).toBe(
      'C:\\me\\AppData\\Roaming\\AgentPhone Desktop',
    );
    expect(defaultDataDir('linux', {}, '/home/me')).toBe(
      '/home/me/.local/share/agentphone-desktop',
    );
    expect(defaultDataDir('linux', { XDG_DATA_HOME: '/xdg' }, '/home/me')).toBe(
      '/xdg/agentphone-desktop',
    );
  });

  it('ignores a relative XDG_DATA_HOME, as the XDG rule asks', () => {
    expect(defaultDataDir('linux', { XDG_DATA_HOME: 'data' }, '/home/me')).toBe(
      '/home/me/.local/share/agentphone-desktop',
    );
  });
});

describe('prepareDataFolder', () => {
  it('makes the folder and its parts for the current user only', () => {
    const made = prepareDataFolder(join(folder, 'deep', 'data'));
    for (const path of [made.root, made.media, made.recordings, made.models, made.tmp]) {
      expect(mode(path)).toBe(0o700);
    }
  });

  it('leaves the mode of an existing folder alone', () => {
    chmodSync(folder, 0o750);
    prepareDataFolder(folder);
    expect(mode(folder)).toBe(0o750);
  });

  it('says in one sentence what is in the way', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    try {
      prepareDataFolder(join(file, 'data'));
      throw new Error('it was accepted');
    } catch (error) {
      expect(error).toBeInstanceOf(StartFailure);
      expect((error as StartFailure).code).toBe('DATA_DIR_UNWRITABLE');
      expect((error as StartFailure).message).toMatch(/a file is in the way.*--data-dir/);
    }
    const readOnlyDisk = Object.assign(new Error('x'), { code: 'EROFS' });
    expect(unwritable('/data', readOnlyDisk).message).toContain('its disk is read-only');
  });
});

describe('the control file', () => {
  it('is readable by its owner only and replaced as a whole', () => {
    writeControlFile(folder, { pid: 1 });
    writeControlFile(folder, { pid: 2 });
    expect(readControlFile(folder)).toEqual({ pid: 2 });
    expect(mode(join(folder, 'control.json'))).toBe(0o600);
    expect(existsSync(join(folder, 'control.json.new'))).toBe(false);
  });

  it('does not write its secrets into a draft that a kill left open to others', () => {
    writeFileSync(join(folder, 'control.json.new'), 'half', { mode: 0o644 });
    writeControlFile(folder, { pid: 3 });
    expect(mode(join(folder, 'control.json'))).toBe(0o600);
  });

  it('reads as null when it is missing or damaged', () => {
    expect(readControlFile(folder)).toBeNull();
    writeFileSync(join(folder, 'control.json'), '{"pid":');
    expect(readControlFile(folder)).toBeNull();
  });
});
