import { z } from 'zod';
import { ID_PREFIX, type IdKind } from '../../../common/contract/index.ts';

/** The value of one column in one row of SQLite; bytes are buffers. */
export type Cell = null | number | string | Buffer;

/** In place of a stored cell that cannot be read. */
export const UNREADABLE = Symbol('unreadable');

/** The values that a column of a table may contain. */
export interface Column {
  /** Why a cell from outside is invalid, in words; null if it is valid. */
  readonly refusal: (cell: Cell) => string | null;
  /**
   * Reads a stored cell: JSON is parsed, everything else stays as it is; `UNREADABLE` if it is
   * invalid. Null if the database's own check of the column type is enough.
   */
  readonly read: ((cell: Cell) => unknown) | null;
  /** The words of a closed list, if the column contains these. */
  readonly words?: readonly string[];
}

/** Dates in the API have four-digit years. */
export const LATEST_MOMENT_MS = Date.UTC(9999, 11, 31);
/** The last year is not accepted from outside, because later events need later dates. */
const LATEST_INCOMING_MS = Date.UTC(9998, 11, 31);
/** A sum of a million larger values would overflow. */
export const LARGEST = 1e12;
/** A recursive writer could not serialise JSON that is nested more deeply. */
export const DEEPEST_JSON = 64;

/** A column validated by a schema. Its type is checked by the database itself. */
function column(schema: z.ZodType, read: Column['read'] = null): Column {
  return { read, refusal: (cell) => refusalOf(schema, cell) };
}

export function nullable({ refusal, read, words }: Column): Column {
  return {
    ...(words === undefined ? {} : { words }),
    refusal: (cell) => (cell === null ? null : refusal(cell)),
    read: read && ((cell) => (cell === null ? null : read(cell))),
  };
}

/** Text of limited length, in UTF-16 units. */
export function text(max: number, min = 0): Column {
  return column(z.string().min(min).max(max));
}

export function pattern(shape: RegExp, what: string): Column {
  return column(z.string().max(1_000).regex(shape, `must be ${what}`));
}

/** An id of ours: its prefix, then letters and digits. */
export function id(kind: IdKind): Column {
  return pattern(
    new RegExp(`^${ID_PREFIX[kind]}[A-Za-z0-9]{1,64}$`),
    `an id (${ID_PREFIX[kind]}…)`,
  );
}

/** An id whose target may be gone, or was made elsewhere. */
export const reference = pattern(/^[\w.:-]{1,200}$/, 'an id');

/** E.164. */
export const phoneNumber = pattern(/^\+[1-9]\d{4,14}$/, 'a phone number in E.164 form');

/**
 * A person as a carrier names them: a number, an e-mail or SIP address, or a word; empty for a
 * hidden caller.
 */
export const address = pattern(/^\P{Cc}{0,320}$/u, 'an address of one line');

/** An http or https address. */
export const url = column(webUrl());

/**
 * Where something was sent: an http or https URL, an empty text if it had no receiver, or the path
 * on which a callback arrived.
 */
export const whereTo = column(
  z.union(
    [
      z.literal(''),
      webUrl(),
      z
        .string()
        .max(8_192)
        .regex(/^\/[\x21-\x7e]*$/),
    ],
    {
      error: 'must be an http or https URL',
    },
  ),
);

export function webUrl() {
  // A URL is validated without its line breaks and surrounding blanks, but the cell is stored as it
  // is.
  return z
    .string()
    .max(8_192)
    .regex(/^(?!\s)\P{Cc}*(?<!\s)$/u, 'must be an http or https URL')
    .pipe(z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }));
}

export function oneOf(values: readonly string[]): Column {
  const known: ReadonlySet<unknown> = new Set(values);
  const read = (cell: Cell) => (known.has(cell) ? cell : UNREADABLE);
  return { ...column(z.enum(values), read), words: values };
}

export function integer(min = 0, max = LARGEST): Column {
  return column(z.number().int().min(min).max(max));
}

export function real(min: number, max: number): Column {
  return column(z.number().min(min).max(max));
}

/** 0 or 1. */
export const flag = integer(0, 1);

/** Milliseconds since the epoch, within the range of a date. */
export const moment = column(z.number().int().min(0).max(LATEST_INCOMING_MS), (cell) =>
  typeof cell === 'number' && cell >= 0 && cell <= LATEST_MOMENT_MS ? cell : UNREADABLE,
);

export function bytes(max: number): Column {
  return {
    read: null,
    refusal(cell) {
      if (!Buffer.isBuffer(cell)) return 'must be bytes';
      return cell.length > max ? `must be at most ${max} bytes` : null;
    },
  };
}

/**
 * JSON in a text column. `schema` is what our code can handle, and is checked at every read;
 * `strict` is checked in addition for what comes from outside.
 */
export function json(schema: z.ZodType, strict: z.ZodType = z.unknown()): Column {
  return {
    read(cell) {
      const value = typeof cell === 'string' ? parsed(cell) : UNREADABLE;
      return value !== UNREADABLE && schema.safeParse(value).success ? value : UNREADABLE;
    },
    refusal(cell) {
      if (typeof cell !== 'string') return 'must be a text that holds JSON';
      if (isDeeperThan(cell, DEEPEST_JSON)) return `nests deeper than ${DEEPEST_JSON} levels`;
      const value = parsed(cell);
      if (value === UNREADABLE) return 'is no JSON';
      if (hasBrokenAddress(value)) return 'has an address with a control character in it';
      return refusalOf(schema, value) ?? refusalOf(strict, value);
    },
  };
}

/** Schemas validate the field `url` without its line breaks, but the cell is stored as it came. */
function hasBrokenAddress(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, field]) =>
    typeof field === 'string'
      ? /url$/i.test(name) && /\p{Cc}/u.test(field)
      : hasBrokenAddress(field),
  );
}

/** The first reason why a value does not match its schema. */
export function refusalOf(schema: z.ZodType, value: unknown): string | null {
  const { error } = schema.safeParse(value);
  const [issue] = error?.issues ?? [];
  if (issue === undefined) return null;
  const where = issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  return `${where}${issue.message}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return UNREADABLE;
  }
}

export function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let inText = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (inText) {
      if (character === '\\') index += 1;
      else if (character === '"') inText = false;
    } else if (character === '"') inText = true;
    else if (character === '{' || character === '[') {
      depth += 1;
      if (depth > limit) return true;
    } else if (character === '}' || character === ']') depth -= 1;
  }
  return false;
}
