import { execFileSync } from 'node:child_process';
import type { Violation } from './sources.ts';

/** The rule applies from the commit that added this file. */
const SELF = 'scripts/check/commits.ts';
const LONGEST_SUBJECT = 72;

/** The faults found, or the reason why the check was not possible. */
export interface CommitCheck {
  readonly violations: readonly Violation[];
  readonly skipped: string | null;
}

export function messageFaults(message: string): string[] {
  const [subject = '', gap, ...body] = message.trimEnd().split('\n');
  const faults: string[] = [];
  if (!/^[a-z][\w./-]*(?:, [a-z][\w./-]*)*: \S/.test(subject)) {
    faults.push('begins without a scope, as in "voice: a cough no longer cuts the agent"');
  }
  if (subject.length > LONGEST_SUBJECT) {
    faults.push(`has a subject of ${subject.length} characters; ${LONGEST_SUBJECT} at most`);
  }
  if (subject.endsWith('.')) faults.push('ends its subject with a full stop');
  if ((gap ?? '') !== '') faults.push('has no blank line after its subject');
  if (body.join('').trim() === '') faults.push('has no body that says why');
  return faults;
}

/**
 * Checks the commits since the one that added this check. Merges are exempt: they only name what
 * they merge.
 */
export function checkCommits(root: string): CommitCheck {
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: root,
      env: withoutGit(process.env),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const skip = (skipped: string) => ({ violations: [], skipped });
  try {
    if (git('rev-parse', '--is-shallow-repository').trim() === 'true') {
      return skip('this clone is shallow; "git fetch --unshallow" brings the history');
    }
    // Without renames: otherwise, a file moved to this path would count from its move on.
    const since = git('log', '--diff-filter=A', '--no-renames', '--format=%H', '--', SELF);
    const first = since.trim().split('\n').at(-1) ?? '';
    if (first === '') return skip('the rule itself is not committed yet');
    const range = ['--no-merges', '--ancestry-path', `${first}..HEAD`];
    const commits = git('log', '-z', '--format=%h%n%B', ...range).split('\0');
    return { violations: commits.flatMap(violationsOf), skipped: null };
  } catch {
    return skip('there is no git history here');
  }
}

/** A git hook sets variables that point to a repository, which might not be this one. */
export function withoutGit(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('GIT_')));
}

function violationsOf(commit: string): Violation[] {
  const [hash = '', ...message] = commit.split('\n');
  if (hash === '') return [];
  return messageFaults(message.join('\n')).map((message) => ({
    path: `commit ${hash}`,
    line: 1,
    message,
  }));
}
