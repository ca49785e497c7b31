import fc from 'fast-check';

/** Texts that have broken out of some context into which they were inserted. */
export const HOSTILE_TEXTS: readonly string[] = [
  'POST; touch x #',
  '@/etc/hostname',
  '-o/tmp/x',
  "it's",
  "'; touch x; '",
  '$(touch x) `touch x` \x24{HOME} $HOME !! ~',
  '\\',
  "\\'",
  '\\"',
  '\\n',
  'one\ntwo',
  'one\r\ntwo\rthree',
  'one\u2028two\u2029three\u0085four',
  '\u202Eback to front\u202C',
  '\0',
  'a\0b',
  '\x1b[31m\x03\t\x7f',
  '\uD800',
  '\uDC00\uD800',
  '👋\u{E0067}👨\u200D👩',
  "'''",
  '"""',
  '`\x24{process.exit(1)}`',
  '*/ process.exit(1) /*',
  '</script><script>x</script>',
  '<img src=x onerror="x">',
  '&amp;&lt;',
  '--><!--',
  ']]>',
  '| a | b |',
  '[x](javascript:x)',
  '# head',
  '%s%n{0}{x}',
  '[1-3]{a,b}',
  '',
  ' ',
  '\n',
  '\ufeff',
];

/** Any text, including those above and mixtures of characters that are special somewhere. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS),
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(...'\'"`\\$(){}[]<>&|;#!*?~@=%-+ \n\r\t\0\u2028\u2029\ud800x'),
  }),
  fc.array(fc.constantFrom(...HOSTILE_TEXTS), { maxLength: 4 }).map((parts) => parts.join('')),
);

/** Many at once, so that one process can handle all of them. */
export const hostileTexts: fc.Arbitrary<string[]> = fc
  .array(hostileText, { minLength: 50, maxLength: 150 })
  .map((texts) => [...HOSTILE_TEXTS, ...texts]);
