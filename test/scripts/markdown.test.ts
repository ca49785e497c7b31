import { describe, expect, it } from 'vitest';
import { anchors, fencedBlocks, inlineCode, links } from '../../scripts/check/markdown.ts';

describe('the blocks of a document', () => {
  it('have their line, language and text', () => {
    expect(fencedBlocks('# A\n\n```sh\nls\n\npwd\n```\nand\n```\nplain\n```\n')).toEqual([
      { line: 3, language: 'sh', text: 'ls\n\npwd\n', notRun: null },
      { line: 9, language: '', text: 'plain\n', notRun: null },
    ]);
  });

  it('lose the indentation of the list that they stand in, and no more', () => {
    const [block] = fencedBlocks('1. so:\n\n   ```json\n   {\n     "a": 1\n   }\n   ```\n');
    expect(block).toMatchObject({ line: 3, text: '{\n  "a": 1\n}\n' });
  });

  it('may hold shorter fences', () => {
    const [block, ...more] = fencedBlocks('````md\n```sh\nls\n```\n````\n');
    expect(block).toMatchObject({ language: 'md', text: '```sh\nls\n```\n' });
    expect(more).toEqual([]);
  });

  it('say why they are not run, in a comment right before them', () => {
    const blocks = fencedBlocks(
      '<!-- not run: needs an account -->\n```sh\na\n```\n<!-- not run: no -->\n\n```sh\nb\n```\n',
    );
    expect(blocks.map(({ notRun }) => notRun)).toEqual(['needs an account', null]);
  });

  it('have an end', () => {
    expect(() => fencedBlocks('\n```sh\nls\n')).toThrow('line 2 has no end');
  });
});

const DOCUMENT = [
  '# The *first* `clock.set`, and [more](x.md)!',
  'See [a](b.md#c) and `[no](link)`.',
  '```sh',
  'echo "[none](here)" `either`',
  '```',
  '[d](e.md)',
  '<picture><source media="(x)" srcset="f-dark.png"><img alt="g" src="f.png"></picture>',
].join('\n');

it('links are those of the prose, with their lines, and files of pictures', () => {
  expect(links(DOCUMENT)).toEqual([
    { line: 1, text: 'x.md' },
    { line: 2, text: 'b.md#c' },
    { line: 6, text: 'e.md' },
    { line: 7, text: 'f-dark.png' },
    { line: 7, text: 'f.png' },
  ]);
});

it('inline code is that of the prose', () => {
  expect(inlineCode(DOCUMENT).map(({ text }) => text)).toEqual(['clock.set', '[no](link)']);
});

it('anchors are those that GitHub makes', () => {
  expect(anchors(`${DOCUMENT}\n## More\n### More`)).toEqual(
    new Set(['the-first-clockset-and-more', 'more', 'more-1']),
  );
});
