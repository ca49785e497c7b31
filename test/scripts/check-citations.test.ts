import { describe, expect, it } from 'vitest';
import { checkComments, type Library } from '../../scripts/check/citations.ts';
import { anchors } from '../../scripts/check/markdown.ts';

const PAGES: Record<string, string> = {
  'README.md': '# Product\n',
  'docs/calls.md':
    '# Calls\n\n## Which number calls\n\n## Ends, and `status`\n\n## Ends\n\n## Ends\n',
  'main/voice/README.md': '# voice\n',
  'main/voice/call.ts': '',
};

function library(more: Record<string, string> = {}): Library {
  const all = { ...PAGES, ...more };
  return {
    documents: Object.entries(all)
      .filter(([path]) => path.endsWith('.md'))
      .map(([path, text]) => ({ path, text })),
    has: (path) => path in all,
  };
}

const faults = (text: string, path = 'main/voice/call.ts') =>
  checkComments([{ path, text }], library()).map(({ line, message }) => `${line} ${message}`);

describe('a comment', () => {
  it.each([
    '// As docs/calls.md says.',
    '/** The first (docs/calls.md#which-number-calls). */',
    '/** What ends it (docs/calls.md#ends-and-status, docs/calls.md#ends-1). */',
    '// See README.md, ./README.md and ../../docs/calls.md.',
    '// https://example.com/guide/README.md#nowhere is not ours.',
    '/* Every *.md, and S69: there is no such rule. */',
    '// nodejs/node#64500, and an issue of 3 s.',
    "const text = 'see nowhere.md and S16';",
  ])('may say %j', (text) => {
    expect(faults(text)).toEqual([]);
  });

  it.each([
    ['// As behaviour.md 2.4 says.', '1 behaviour.md is not in the repository'],
    ['x;\n// docs/calls.md#nowhere', '2 docs/calls.md has no heading "#nowhere"'],
    ['/**\n * One number\n * calls (S18).\n */', '3 "S18" says nothing'],
    ['// Ports (design, section 3).', '1 "design, section 3" says nothing'],
    ['/** (design,\n * section 3) */', '1 "design,'],
    ['// section 4.1 of the design', '1 "section 4.1 of the design" says nothing'],
    ['// Within a second (issue 2).', '1 "issue 2" says nothing'],
    ['/** Of issues 5 and 13. */', '1 "issues 5" says nothing'],
    ['// Where is ./lost.md?', '1 ./lost.md is not in the repository'],
  ])('may not say %j', (text, fault) => {
    expect(faults(text)).toEqual([expect.stringContaining(fault)]);
  });

  it('is read in styles and scripts, too', () => {
    expect(faults('a {}\n/* gone.md */', 'renderer/a.css')[0]).toContain('2 gone.md');
    expect(faults('x = "gone.md"\n# gone.md', 'test/a.py')).toHaveLength(1);
  });
});

describe('headings', () => {
  it('are named as GitHub names them', () => {
    const text =
      '# A *b* `c_d`, (e)!\n## [F](g.md) h\n## Ü — i\n```\n# no\n```\n| <a id="s1"></a>S1 |\n';
    expect([...anchors(text)]).toEqual(['a-b-c_d-e', 'f-h', 'ü--i', 's1']);
  });
});
