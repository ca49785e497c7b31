import type { EnglishRule, Scene } from './english-rule.ts';
import { DOMAIN_LETTERS, DOMAIN_WORDS, FILE_ENDINGS } from './words/top-level-domains.ts';

const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const HOST = `${LABEL}(?:\\.${LABEL})+`;
const PATH = String.raw`(?:[/?#][^\s<>"'“”]*[^\s<>"'“”.,;:!?)\]}…])?\/?`;

/** "ada@example.com", "<ada@example.com>", "mailto:ada@example.com". */
export const emails: EnglishRule = {
  reading: 'addresses',
  pattern: new RegExp(
    `(?<space> ?)(?<open><?)(?:mailto:)?(?<![\\w.+-])(?<local>[A-Za-z0-9_](?:[\\w.+%-]*[\\w+%-])?)@(?<host>${HOST})(?<close>>?)`,
    'g',
  ),
  say: ({ groups, before, after }, scene) => {
    const { space = '', open, local = '', host = '' } = groups;
    return aside(
      `${spell(local, scene)} at ${hostWords(host, scene)}`,
      space,
      open !== '',
      before,
      after,
    );
  },
};

/** "https://acme.io/a", "www.acme.com", "<https://example.com>". */
export const links: EnglishRule = {
  reading: 'addresses',
  pattern: new RegExp(
    `(?<space> ?)(?<open><?)(?:https?|ftp|wss?)://(?<host>${LABEL}(?:\\.${LABEL})*)(?::(?<port>\\d{2,5}))?(?<path>${PATH})(?<close>>?)`,
    'gi',
  ),
  say: ({ groups, before, after }, scene) => {
    const { space = '', open, host = '', port, path = '' } = groups;
    const words = hostWords(host, scene) + portWords(port, scene) + pathWords(path, scene);
    return aside(words, space, open !== '', before, after);
  },
};

/** "acme.io", "acme.io/a", "report.pdf". */
export const bareHosts: EnglishRule = {
  reading: 'addresses',
  pattern: new RegExp(
    `(?<![\\w@.-])(?<host>${HOST}|localhost)(?::(?<port>\\d{2,5}))?(?<path>${PATH})(?![\\w@])`,
    'g',
  ),
  say: ({ groups }, scene) => {
    const { host = '', port, path = '' } = groups;
    const last = host.slice(host.lastIndexOf('.') + 1).toLowerCase();
    const isHost = DOMAIN_WORDS.has(last) || DOMAIN_LETTERS.has(last) || /^www\./i.test(host);
    const isFile = FILE_ENDINGS.has(last) && path === '';
    // "5.in", "e.g" and "Ph.D" are not host names, and "there.Is" is a sentence end without its
    // space.
    if (!(isHost || isFile) || /^\d[\d.]*$/.test(host) || !/[a-z]{2}/i.test(host)) return null;
    if (/^[a-z]+\.[A-Z][a-z]*$/.test(host)) return null;
    return hostWords(host, scene) + portWords(port, scene) + pathWords(path, scene);
  },
};

/** "/etc/hosts", "~/notes.txt", "/help". */
export const paths: EnglishRule = {
  reading: 'addresses',
  pattern: /(?<![^\s"'(])~?\/(?!or\b)[A-Za-z][\w.-]*(?:\/[\w.-]*\w)*\/?(?![\w/])/g,
  say: ({ written }, scene) => {
    const [, path = '', dots = ''] = /^(.*?)(\.*)$/.exec(written.replace(/\/$/, '')) ?? [];
    return spell(path, scene) + dots;
  },
};

/** An address in brackets after a name is set off by commas. */
function aside(
  words: string,
  space: string,
  inBrackets: boolean,
  before: string,
  after: string,
): string {
  if (!inBrackets || !/\b\p{Lu}[\p{L}'’.-]*$/u.test(before)) return space + words;
  return `, ${words}${/^ [\p{L}\p{N}]/u.test(after) ? ',' : ''}`;
}

function hostWords(host: string, scene: Scene): string {
  const labels = host.split('.');
  return labels
    .map((label, n) => {
      const isLast = n > 0 && n >= labels.length - 2;
      if (isLast && DOMAIN_WORDS.has(label.toLowerCase())) return label.toLowerCase();
      if (isLast && /^[a-z]{2}$/i.test(label)) return spelled(label);
      return spell(label, scene);
    })
    .join(' dot ');
}

function portWords(port: string | undefined, scene: Scene): string {
  return port ? ` colon ${scene.digits(port)}` : '';
}

function pathWords(path: string, scene: Scene): string {
  const text = path.replace(/\/$/, '');
  return text === '' ? '' : ` ${spell(decoded(text), scene)}`;
}

/** The parts of an address, with its punctuation in words. */
function spell(text: string, scene: Scene): string {
  return (
    text
      .replace(/[^A-Za-z0-9]/g, (mark) => ` ${MARKS[mark] ?? ''} `)
      .replace(/([A-Za-z])(?=\d)|(\d)(?=[A-Za-z])/g, '$1$2 ')
      .replace(/\d+/g, (digits) =>
        digits.length > 2 ? scene.digits(digits) : scene.number(digits),
      )
      .replace(/\b(?:www|[b-df-hj-np-tv-xz]{2,4})\b/gi, spelled)
      .replace(/\s+/g, ' ')
      .trim()
      // A lone "a" would be read as the article.
      .replace(/(?<![^ ])a(?= )/g, 'ay')
  );
}

/** Letters without a vowel are spelled out. */
function spelled(letters: string): string {
  return [...letters.toUpperCase()].join(' ');
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

// biome-ignore format: a table is read in rows
const MARKS: Readonly<Record<string, string>> = {
  '.': 'dot', '-': 'dash', _: 'underscore', '+': 'plus', '/': 'slash', '?': 'question mark',
  '=': 'equals',
    '&': 'and',
    '#': 'hash',
    '%': 'percent',
    '~': 'tilde',
    '@': 'at',
    ':': 'colon',
  ',': 'comma', ';': 'semicolon', '*': 'star', '!': 'exclamation mark',
};
