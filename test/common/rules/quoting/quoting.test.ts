import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onOneLine } from '../../../../common/rules/quoting/hidden-characters.ts';
import { jsString } from '../../../../common/rules/quoting/javascript.ts';
import { markdownCode, markdownText } from '../../../../common/rules/quoting/markdown.ts';
import { markupText } from '../../../../common/rules/quoting/markup.ts';
import { pythonString } from '../../../../common/rules/quoting/python.ts';
import { readShellWord, SHELL_WORD, shellWord } from '../../../../common/rules/quoting/shell.ts';
import {
  HOSTILE_TEXTS,
  hostileText,
  hostileTexts,
} from '../../../doubles/handlers/hostile-text.ts';
import { hasProgram } from '../../../doubles/processes/programs.ts';

/** Each text is passed through a real parser of the language; one run has some hundred texts. */
const RUNS = { numRuns: 4 } as const;
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

function output(command: string, args: readonly string[], input: string): string {
  const maxBuffer = 64 * 1024 * 1024;
  return execFileSync(command, args, { input, encoding: 'utf8', maxBuffer });
}

describe('a word for the shell', { skip: process.platform === 'win32' }, () => {
  /** The part of a text that an argument can contain. */
  const asArgument = (text: string) => text.toWellFormed().replaceAll('\0', '\uFFFD');
  const shells = ['sh', 'bash', 'zsh'].filter((shell) => hasProgram(shell, '-c', ':'));

  it.each(shells)('is the very text as one argument to %s', (shell) => {
    fc.assert(
      fc.property(hostileTexts, (texts) => {
        const script = texts.map((text) => `printf '%s\\0' ${shellWord(text)}\n`).join('');
        const shown = output(shell, ['-s'], script).split('\0').slice(0, -1);
        expect(shown).toEqual(texts.map(asArgument));
      }),
      RUNS,
    );
  });

  it('has nothing in it that a terminal acts on', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(shellWord(text).replaceAll('\n', '')).not.toMatch(HIDDEN);
      }),
    );
  });

  it('can be read back', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const word = shellWord(text);
        expect(SHELL_WORD.exec(`${word} next`)?.[0]).toBe(word);
        expect(readShellWord(word)).toBe(asArgument(text));
      }),
    );
  });
});

describe('a string of JavaScript', () => {
  it('is the very text to Node, and shows all that is in it', () => {
    fc.assert(
      fc.property(hostileTexts, (texts) => {
        const literals = texts.map(jsString);
        expect(literals.join('')).not.toMatch(HIDDEN);
        const script = `process.stdout.write(JSON.stringify([${literals.join(',\n')}]))`;
        expect(JSON.parse(output(process.execPath, ['-'], script))).toEqual(texts);
      }),
      RUNS,
    );
  });
});

describe('a string of Python', { skip: !hasProgram('python3', '--version') }, () => {
  it('is the very text to Python, and shows all that is in it', () => {
    fc.assert(
      fc.property(hostileTexts, (texts) => {
        const literals = texts.map(pythonString);
        expect(literals.join('')).not.toMatch(HIDDEN);
        const script = `import json, sys\nsys.stdout.write(json.dumps([${literals.join(',\n')}]))`;
        const shown = JSON.parse(output('python3', ['-'], script));
        expect(shown).toEqual(texts.map((text) => text.toWellFormed()));
      }),
      RUNS,
    );
  });
});

describe('text in markup', { skip: !hasProgram('python3', '--version') }, () => {
  const kept = (text: string) =>
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: it is they that cannot be kept.
      .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\uFFFD');

  it('is the very text to a parser of XML, as content and as an attribute', () => {
    fc.assert(
      fc.property(hostileTexts, (texts) => {
        const items = texts.map((text) => `<i a="${markupText(text)}">${markupText(text)}</i>`);
        const script = `import json, sys, xml.etree.ElementTree as e
sys.stdout.write(json.dumps([[i.text or "", i.get("a")] for i in e.fromstring(json.load(sys.stdin))]))`;
        const xml = `<all>${items.join('')}</all>`;
        const shown = JSON.parse(output('python3', ['-c', script], JSON.stringify(xml)));
        // In attributes, XML itself turns tabs and newlines into spaces.
        const wanted = texts.map(kept).map((text) => [text, text.replace(/[\t\n]/g, ' ')]);
        expect(shown).toEqual(wanted);
      }),
      RUNS,
    );
  });

  it('is text alone to a parser of HTML, with no tag and no comment', () => {
    fc.assert(
      fc.property(hostileTexts, (texts) => {
        const page = texts.map((text) => `<i title='${markupText(text)}'>${markupText(text)}</i>`);
        const script = `import json, sys
from html.parser import HTMLParser
class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = []
    def handle_starttag(self, tag, attributes): self.seen.append([tag, dict(attributes)["title"], ""])
    def handle_data(self, data): self.seen[-1][2] += data
    def handle_comment(self, data): self.seen.append(["comment", data, ""])
    def handle_decl(self, decl): self.seen.append(["declaration", decl, ""])
    def handle_pi(self, data): self.seen.append(["instruction", data, ""])
reader = Reader()
reader.feed(json.load(sys.stdin))
reader.close()
sys.stdout.write(json.dumps(reader.seen))`;
        const shown = JSON.parse(output('python3', ['-c', script], JSON.stringify(page.join(''))));
        expect(shown).toEqual(texts.map(kept).map((text) => ['i', text, text]));
      }),
      RUNS,
    );
  });
});

describe('text in Markdown', () => {
  it('stays on its line and has each mark escaped', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const written = markdownText(text);
        expect(written).not.toMatch(HIDDEN);
        const unescaped = written.replace(/\\[\\`*_{}[\]()<>|#~!&$^]/g, '');
        expect(unescaped).not.toMatch(/[\\`*_{}[\]<>|#~!&$^]/);
      }),
    );
  });

  it('is nothing but an identifier as code', () => {
    expect(markdownCode('call_1`\n<img>')).toBe('`call_1img`');
  });
});

describe('a text for a comment', () => {
  it.each(HOSTILE_TEXTS)('is on one line: %j', (text) => {
    expect(onOneLine(text)).not.toMatch(HIDDEN);
  });
});
