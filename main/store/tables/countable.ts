import { LARGEST } from './column.ts';

/**
 * A number in a statement, as far as it can be counted with: a sum that overflows, or one more than
 * the largest, ends the statement, so that one damaged row would take all others with it.
 */
export function countable(expression: string): string {
  return `max(0, min(${expression}, ${LARGEST}))`;
}
