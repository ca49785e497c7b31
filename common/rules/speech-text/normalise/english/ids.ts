import { type EnglishRule, type Scene, spelled } from './english-rule.ts';

/** Words that announce figures to be read one by one. */
const CALLED = String.raw`\b(?:order|invoice|booking|reservation|confirmation|reference|ref|ticket|case|claim|account|acct|policy|tracking|serial|membership|customer|code|passcode|password|pin|otp|id|zip|postcode|extension|ext|ending (?:in|with)|digits?|number|no|imei|ssn|card|routing|flight|license|licence|vin)(?:\.|:|,)?(?: (?:code|number|no\.?|id|is|was))*:? *`;
const IS_CALLED = new RegExp(`${CALLED}$`, 'i');

/** "AB-1234", "A1B2", "SW1A 1AA", "flight BA 117", "3F2504E0-4F89". */
export const codes: EnglishRule = {
  reading: 'ids',
  hasFigures: true,
  pattern:
    /(?<![\w@.$€£/-])#?(?=[A-Z\d-]*[A-Z])(?=[A-Z-]*\d)(?<code>[A-Z\d]+(?:-[A-Z\d]+)*)(?: (?<second>\d[A-Z]{2}|\d[A-Z]\d))?(?<ending>s|'s)?(?![\w@]|[./-]\w)/g,
  say: ({ groups, before }, scene) => {
    const { code = '', second = '', ending = '' } = groups;
    if (/^\d+(?:ST|ND|RD|TH|AM|PM|KG|KM|MB|GB)$/.test(code)) return null;
    const parts = [...code.split('-'), second].filter((part) => part !== '');
    // But these are names.
    const isName = /^(?:[A-Z]{5,}-\d{1,2}|[A-Z]{1,2}-\d{1,3})$/.test(code);
    const words = parts
      .map((part) => (isName && /^[1-9]/.test(part) ? scene.number(part) : codeWords(part, scene)))
      .join(isName ? ' ' : ', ');
    const isNumbered = before.endsWith('#') ? 'number ' : '';
    return `${isNumbered}${words}${ending ? "'s" : ''}`;
  },
};

/** "DE89 3704 0044 0532 0130 00", in groups of four as written. */
export const ibans: EnglishRule = {
  reading: 'ids',
  hasFigures: true,
  pattern:
    /(?<![\w-])[A-Z]{2}\d{2}(?:(?: [A-Z\d]{4}){2,7}(?: [A-Z\d]{1,3})?|[A-Z\d]{11,30})(?![\w-])/g,
  say: ({ written }, scene) =>
    /\d{6}/.test(written.replaceAll(' ', '')) ? inFours(written.replaceAll(' ', ''), scene) : null,
};

/** UUIDs, and hashes of hexadecimal figures: "3f2504e0-4f89-…", "57c2fd6". */
export const hashes: EnglishRule = {
  reading: 'ids',
  hasFigures: true,
  pattern:
    /(?<![\w@.-])(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|(?=(?:[a-f]*\d){2})(?=\d*[a-f])[\da-f]{7,64})(?![\w@-]|\.\w)/gi,
  say: ({ written }, scene) =>
    /^\d+e\d+$/i.test(written)
      ? null
      : written
          .split('-')
          .map((part) => inFours(part.toUpperCase(), scene))
          .join(', '),
};

/** "4 8 2 - 1 5": figures that are written one by one already. */
export const spacedDigits: EnglishRule = {
  reading: 'ids',
  hasFigures: true,
  pattern: /(?<![\w.,$€£-]|\d )\d(?: \d)+(?: ?[-–] ?\d(?: \d)*)+(?! ?[\w%=]|[.,-]\d)/g,
  say: ({ written }, scene) =>
    written
      .split(/ ?[-–] ?/)
      .map((group) => scene.digits(group.replaceAll(' ', '')))
      .join(', '),
};

/** "1 000 000 users", "10 000 km": thousands separated by blanks. */
export const spacedThousands: EnglishRule = {
  reading: 'ids',
  hasFigures: true,
  pattern: /(?<![\w.,+$€£(-]|[\d)] )(?:[1-9]\d{0,2}(?: \d{3}){2,}|[1-9]\d{0,2} 000)(?= [a-z])/g,
  say: ({ written, before }, scene) =>
    IS_CALLED.test(before) || /\b(?:call|dial|phone|text|ring|reach)\b[^.]{0,20}$/i.test(before)
      ? written
          .split(' ')
          .map((group) => scene.digits(group))
          .join(', ')
      : scene.number(written.replaceAll(' ', ',')),
};

/** "flight UA 123": the letters of the airline are separate. */
export const flights: EnglishRule = {
  reading: 'ids',
  hasFigures: true,
  pattern: /(?<=\b[Ff]light )(?<line>[A-Z][A-Z\d]) (?<digits>\d{1,4})(?!\w)/g,
  say: ({ groups: { line = '', digits = '' } }, scene) =>
    `${codeWords(line, scene)} ${scene.digits(digits)}`,
};

/** "order 123456", "ending in 4242", "the code is 0042". */
export const calledNumbers: EnglishRule = {
  reading: 'ids',
  hasFigures: true,
  pattern: new RegExp(
    `(?<=${CALLED})(?<digits>\\d{2,4}(?:-\\d{2,4})+|\\d{4,}(?:[ -]\\d{2,})*|\\d{3})(?![\\w%]|[.,:/]\\d)`,
    'gi',
  ),
  say: ({ groups: { digits = '' }, before }, scene) => {
    // But not the range in "order 10-12 pizzas".
    const isShort = digits.replaceAll('-', '').length < 5 && !/^\d{4,}/.test(digits);
    if (isShort && !/\b(?:code|pin|ext|extension|digits?)\b[^.]{0,8}$/i.test(before)) return null;
    return digits
      .split(/[ -]/)
      .flatMap((group) => chunks(group))
      .map((group) => scene.digits(group))
      .join(', ');
  },
};

/** "#12345", "#5", "No. 5", "№ 5". */
export const numberSigns: EnglishRule = {
  reading: 'ids',
  hasFigures: true,
  pattern:
    /(?<![\w#*&])(?:(?:#|№) ?|\b(?:No|Nos|Nr)\. ?(?=\d)|\bno\. (?=\d))(?<digits>\d+)(?![\w#*]|[.,]\d)/g,
  say: ({ groups: { digits = '' }, before }, scene) => {
    const words =
      digits.length > 4 || (digits.length > 2 && IS_CALLED.test(before))
        ? chunks(digits)
            .map((group) => scene.digits(group))
            .join(', ')
        : scene.number(digits);
    return `number ${words}`;
  },
};

/** Numbers too long to be a quantity. */
export const longNumbers: EnglishRule = {
  reading: 'ids',
  hasFigures: true,
  pattern:
    /(?<![\w.,$€£-])(?<digits>\d{8,}|\d{4}(?:[ -]\d{4}){2,3}|\d+(?:-\d+){2,})(?![\w%]|[.,-]\d)/g,
  say: ({ groups: { digits = '' } }, scene) =>
    digits
      .split(/[ -]/)
      .flatMap(chunks)
      .map((group) => scene.digits(group))
      .join(', '),
};

/** Character by character, with a pause after every four. */
function inFours(code: string, scene: Scene): string {
  return (code.match(/.{1,4}/g) ?? [])
    .map((group) => {
      const runs = group.match(/[A-Z]+|\d+/g) ?? [];
      return runs.map((run) => (/\d/.test(run) ? scene.digits(run) : spelled(run, '0'))).join(' ');
    })
    .join(', ');
}

function codeWords(part: string, scene: Scene): string {
  // In "COVID-19" and "ROOM101" it is a word, not letters.
  const isWord = (run: string) => run.length > 4 && /[AEIOUY]/.test(run);
  const runs = part.match(/[A-Z]+|\d+/g) ?? [];
  return runs
    .map((run, n) => {
      if (/\d/.test(run)) return digitsOrNumber(run, scene);
      return isWord(run) ? run[0] + run.slice(1).toLowerCase() : spelled(run, runs[n + 1] ?? '');
    })
    .join(' ');
}

function digitsOrNumber(digits: string, scene: Scene): string {
  return digits.length < 3 && !digits.startsWith('0')
    ? scene.number(digits)
    : chunks(digits)
        .map((group) => scene.digits(group))
        .join(', ');
}

/** Long rows of figures are grouped by three or four. */
function chunks(digits: string): string[] {
  if (digits.length <= 5) return [digits];
  const size = digits.length % 4 === 0 ? 4 : 3;
  return digits.match(new RegExp(`\\d{1,${size}}`, 'g')) ?? [];
}
