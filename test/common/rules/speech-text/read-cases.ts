import { readFileSync } from 'node:fs';

/**
 * Parses a table of inputs and expected results, one per line: `given => wanted`. Lines that begin
 * with `# ` and contain no arrow are comments. ⏎ stands for a line break, ∅ for nothing.
 */
export function readCases(name: string): readonly (readonly [given: string, wanted: string])[] {
  const table = readFileSync(new URL(`cases/${name}`, import.meta.url), 'utf8');
  return table
    .split('\n')
    .filter((line) => line.includes(' => ') && !line.startsWith('# What '))
    .map((line) => {
      const at = line.lastIndexOf(' => ');
      return [text(line.slice(0, at)), text(line.slice(at + 4))];
    });
}

function text(written: string): string {
  return written.replaceAll('⏎', '\n').replaceAll('∅', '');
}
