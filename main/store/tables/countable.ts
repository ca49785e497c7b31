import { LARGEST } from './column.ts';

/**
 * Limits a number in a statement to a range that can be computed with. An overflow would end the
 * statement, so a single damaged row would take all others with it.
 */
export function countable(expression: string): string {
  return `max(0, min(${expression}, ${LARGEST}))`;
}
