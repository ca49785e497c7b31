export interface HostileAnswer {
  readonly isStream: boolean;
  readonly body: () => string;
}

const MEGABYTE = 1_000_000;
const line = (text: string, interim = true) => `${JSON.stringify({ text, interim })}\n`;
const stream = (body: () => string): HostileAnswer => ({ isStream: true, body });
const filled = (unit: string, bytes: number) => unit.repeat(Math.floor(bytes / unit.length));
const spoken = (unit: string): HostileAnswer => stream(() => line(filled(unit, MEGABYTE), false));

/** Answers of a handler that tries to monopolise the main thread, by name. */
export const HOSTILE_ANSWERS: Readonly<Record<string, HostileAnswer>> = {
  '100,000 tiny lines': stream(() => line('a').repeat(100_000)),
  '100,000 tiny sentences': stream(() => line('A. ').repeat(100_000)),
  '100,000 lines that end nothing': stream(() => line('a.').repeat(100_000)),
  '100,000 lines that are no JSON': stream(() => 'x\n'.repeat(100_000)),
  '100,000 deeds': stream(() => '{"digits":"1","interim":true}\n'.repeat(100_000)),
  'four million line ends': stream(() => '\n'.repeat(4_000_000)),
  'one line of 3.9 MB': stream(() => line(filled('word ', 3_900_000), false)),
  'one object of 3.9 MB': { isStream: false, body: () => line(filled('word ', 3_900_000), false) },
  'a megabyte without a space': spoken('x'),
  'a megabyte of one-letter sentences': spoken('a. '),
  'a megabyte of abbreviations': spoken('z. B. '),
  'a megabyte of spaces': spoken(' '),
  'a megabyte of brackets': spoken('['),
  'a megabyte of tags that are begun': spoken('<'),
  'a megabyte of emphasis': spoken('*a'),
  'a megabyte of rows of tables': spoken('| a |\n'),
  'a megabyte of arrays in arrays': stream(() => `${'['.repeat(MEGABYTE)}\n`),
  'a megabyte of fields': stream(
    () => `{${Array.from({ length: 80_000 }, (_, n) => `"t${n}":1`).join(',')}}\n`,
  ),
};
