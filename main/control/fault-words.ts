import type { z } from 'zod';

/**
 * What is wrong with a value, and what to give instead, for forms and command lines that show it as it
 * is. Undefined keeps the schema library's own words.
 */
export function faultWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return TYPE_WORDS[issue.expected];
    case 'too_small':
      return issue.origin === 'string'
        ? `Must have ${counted(issue.minimum, 'character')} or more.`
        : isNumber(issue.origin)
          ? `Must be ${said(issue.minimum)} or more.`
          : undefined;
    case 'too_big':
      return issue.origin === 'string'
        ? `Must have ${counted(issue.maximum, 'character')} at most.`
        : isNumber(issue.origin)
          ? `Must be ${said(issue.maximum)} at most.`
          : undefined;
    default:
      return undefined;
  }
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  number: 'Must be a number.',
  int: 'Must be a whole number.',
  string: 'Must be a text.',
  boolean: 'Must be true or false.',
  array: 'Must be a list.',
  object: 'Must be an object.',
};

function isNumber(origin: string): boolean {
  return origin === 'number' || origin === 'int';
}

function counted(count: number | bigint, what: string): string {
  return `${said(count)} ${what}${Number(count) === 1 ? '' : 's'}`;
}

function said(value: number | bigint): string {
  return value.toLocaleString('en');
}
