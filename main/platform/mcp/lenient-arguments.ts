import type { z } from 'zod';

type Issue = z.core.$ZodIssue;
type Container = Record<PropertyKey, unknown>;

/**
 * A tool's arguments as the assistant meant them. Language models write `"5"` for 5, `"true"` for
 * true, a list as its JSON, and `null` for absent values. Only what the schema rejects is changed,
 * so a value that is valid as it is (`null` to clear, `"5"` as a text) stays.
 */
export function lenientArguments(schema: z.ZodType, given: unknown): unknown {
  const parsed = schema.safeParse(given);
  if (parsed.success) return given;
  const meant = structuredClone(given);
  for (const issue of parsed.error.issues) mend(meant, issue);
  return meant;
}

function mend(meant: unknown, issue: Issue): void {
  const holder = holderOf(meant, issue.path);
  const key = issue.path.at(-1);
  if (holder === null || key === undefined || !Object.hasOwn(holder, key)) return;
  const value = holder[key];
  if (value === null || value === '') {
    if (!Array.isArray(holder)) delete holder[key];
    return;
  }
  holder[key] = meantBy(value, issue);
}

/** The object or list that contains the last key of the path; null if there is none. */
function holderOf(root: unknown, path: readonly PropertyKey[]): Container | null {
  let holder = root;
  for (const key of path.slice(0, -1)) {
    holder = isContainer(holder) ? holder[key] : null;
  }
  return isContainer(holder) ? holder : null;
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

/** The value converted to the expected type, or unchanged. */
function meantBy(value: unknown, issue: Issue): unknown {
  if (issue.code === 'invalid_value') {
    return issue.values.find((allowed) => String(allowed) === String(value)) ?? value;
  }
  if (issue.code !== 'invalid_type') return value;
  switch (issue.expected) {
    case 'number':
    case 'int':
      return typeof value === 'string' && Number.isFinite(Number(value)) ? Number(value) : value;
    case 'boolean':
      return BOOLEANS[String(value).toLowerCase()] ?? value;
    case 'string':
      return typeof value === 'number' ? String(value) : value;
    case 'array':
      return fromJson(value, Array.isArray) ?? [value];
    case 'object':
    case 'record':
      return fromJson(value, isContainer) ?? value;
    default:
      return value;
  }
}

const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, false: false };

function fromJson(value: unknown, fits: (parsed: unknown) => boolean): unknown {
  if (typeof value !== 'string') return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return fits(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
