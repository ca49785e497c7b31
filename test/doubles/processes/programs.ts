import { execFileSync } from 'node:child_process';

/** Whether this machine has a program that runs with these arguments. */
export function hasProgram(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
