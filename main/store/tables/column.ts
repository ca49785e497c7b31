import { z } from 'zod';
import { ID_PREFIX, type IdKind } from '../../../common/contract/index.ts';

/** What SQLite keeps in one column of one row; bytes are buffers. */
export type Cell = null | number | string | Buffer;

/** Stands for a stored cell that cannot be read. */
export const UNREADABLE = Symbol('unreadable');

/** What one column of a table may hold. */
export interface Column {
  /** Why a cell from outside does not fit, in words; null when it does. */
  readonly refusal: (cell: Cell) => string | null;
  /**
   * Reads a stored cell: JSON is parsed, all else stays as it is; `UNREADABLE` when it makes no
   * sense. Null where the type of the column, which the database keeps, is all there is to it.
   */
  readonly read: ((cell: Cell) => unknown) | null;
  /** The words of a closed list, where that is what it holds. */
  readonly words?: readonly string[];
}

/** Dates on the wire have four-digit years. */
export const LATEST_MOMENT_MS = Date.UTC(9999, 11, 31);
/** From outside none of the last year comes: what happens next needs later ones. */
const LATEST_INCOMING_MS = Date.UTC(9998, 11, 31);
/** Beyond it a sum of a million of them would not fit. */
export const LARGEST = 1e12;
/** JSON that is nested deeper could not be written again by a recursive writer. */
const DEEPEST_JSON = 64;

/** A kind of column by its schema; the type of the column is the database's own matter. */
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

/** Text of at most so many UTF-16 units. */
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

/** An id that names what may be gone, or was made elsewhere. */
export const reference = pattern(/^[\w.:-]{1,200}$/, 'an id');

/** E.164. */
export const phoneNumber = pattern(/^\+[1-9]\d{4,14}$/, 'a phone number in E.164 form');

/** Whom a carrier names: a number, an e-mail or SIP address, a word; empty for who hides. */
export const address = pattern(/^\P{Cc}{0,320}$/u, 'an address of one line');

/** An http or https address. */
export const url = column(webUrl());

/**
 * Where something went: an http or https address, an empty text for nowhere, or the path that a
 * callback came to.
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
  // A URL is checked without its line breaks and the space around it, but the cell is kept as it is.
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

/** Milliseconds since the epoch, within what a date can say. */
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
 * JSON in a column of text. `schema` says what our code can deal with and is asked at every reading;
 * `strict` is asked of what comes from outside besides.
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

/** Schemas check the field `url` without its line breaks; the cell is kept as it came. */
function hasBrokenAddress(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, field]) =>
    typeof field === 'string'
      ? /url$/i.test(name) && /\p{Cc}/u.test(field)
      : hasBrokenAddress(field),
  );
}

/** Why a value does not fit its schema, the first of the reasons. */
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

function isDeeperThan(text: string, limit: number): boolean {
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
