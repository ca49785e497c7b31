import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkCommits, messageFaults, withoutGit } from '../../scripts/check/commits.ts';

const WHY = '\n\nBecause nobody could tell.\n';

describe('the message of a commit', () => {
  it.each([
    `voice: a cough no longer cuts the agent${WHY}`,
    `api, test: one error for both${WHY}`,
    `main/store: ids are counted${WHY}`,
  ])('may be %j', (message) => {
    expect(messageFaults(message)).toEqual([]);
  });

  it.each([
    [`Fix the cough${WHY}`, 'without a scope'],
    [`Voice: a cough${WHY}`, 'without a scope'],
    [`voice: ${'x'.repeat(70)}${WHY}`, '77 characters'],
    [`voice: a cough.${WHY}`, 'full stop'],
    ['voice: a cough', 'no body'],
    ['voice: a cough\nwhich was heard\nby all', 'no blank line'],
  ])('may not be %j', (message, fault) => {
    expect(messageFaults(message)).toEqual([expect.stringContaining(fault)]);
  });
});

describe('the commits of a clone', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });
  const folder = () => {
    const made = mkdtempSync(join(tmpdir(), 'agentphone-commits-'));
    folders.push(made);
    return made;
  };
  const OURS = ['user.name=t', 'user.email=t@t.example', 'commit.gpgsign=false'];
  const git = (cwd: string, ...args: string[]) =>
    execFileSync('git', [...OURS.flatMap((setting) => ['-c', setting]), ...args], {
      cwd,
      env: withoutGit(process.env),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const commit = (cwd: string, message: string) =>
    git(cwd, 'commit', '--allow-empty', '-q', '-m', message);

  function history(): string {
    const root = folder();
    git(root, 'init', '-q', '-b', 'main');
    commit(root, 'Old ways');
    git(root, 'branch', 'aside');
    mkdirSync(join(root, 'scripts', 'check'), { recursive: true });
    writeFileSync(join(root, 'scripts', 'check', 'commits.ts'), '');
    git(root, 'add', '-A');
    commit(root, 'The rule itself');
    return root;
  }

  it('are looked at from the rule on, and not those that were begun before it', () => {
    const root = history();
    git(root, 'checkout', '-q', 'aside');
    commit(root, 'Old ways aside');
    git(root, 'checkout', '-q', 'main');
    git(root, 'merge', '-q', '--no-ff', '-m', "Merge branch 'aside'", 'aside');
    commit(root, `voice: a cough${WHY}`);
    expect(checkCommits(root)).toEqual({ violations: [], skipped: null });
    commit(root, 'Whatever');
    expect(checkCommits(root).violations.map(({ message }) => message)).toEqual([
      expect.stringContaining('without a scope'),
      expect.stringContaining('no body'),
    ]);
  });

  it('are not looked at where there is no history, and that is said', () => {
    const shallow = join(folder(), 'clone');
    git('.', 'clone', '-q', '--depth', '1', `file://${history()}`, shallow);
    expect(checkCommits(shallow).skipped).toContain('shallow');
    expect(checkCommits(folder()).skipped).toContain('no git history');
  });
});
