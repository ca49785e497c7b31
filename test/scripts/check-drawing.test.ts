import { describe, expect, it } from 'vitest';
import { checkDrawing, compareDrawing } from '../../scripts/check/drawing.ts';

const page = (...lines: string[]) => ['# House', '```mermaid', ...lines, '```', ''].join('\n');
const HOUSE = [
  'flowchart TD',
  'subgraph main',
  '  app["main/app.ts<br/>main/assembly"]',
  '  subgraph parts["what it is made of"]',
  '    voice["main/voice"]',
  '    store["main/store"]',
  '  end',
  'end',
  'rules["common/rules"]',
];
const FILES = {
  'main/app.ts': ['./assembly/base.ts'],
  'main/assembly/base.ts': ['../voice/call.ts', '../store/calls.ts', 'node:fs'],
  'main/voice/call.ts': ['./log.ts', '../../common/rules/turns/turn.ts'],
  'main/voice/log.ts': [],
  'main/store/calls.ts': ['../../common/rules/turns/turn.ts', '../../package.json'],
  'common/rules/turns/turn.ts': [],
};

const faultsOf = (drawing: string, files: Readonly<Record<string, readonly string[]>> = FILES) =>
  compareDrawing(
    drawing,
    Object.entries(files).map(([path, imports]) => ({
      path,
      text: imports.map((specifier) => `import type { X } from '${specifier}';\n`).join(''),
    })),
  ).map(({ path, line, message }) => `${path}:${line} ${message}`);

describe('the drawing of the house', () => {
  it('is right where arrows and imports are the same, those of groups too', () => {
    expect(faultsOf(page(...HOUSE, 'app --> parts', 'parts --> rules'))).toEqual([]);
    expect(faultsOf(page(...HOUSE, 'app --> voice & store', 'voice & store --> rules'))).toEqual(
      [],
    );
  });

  it('lacks an arrow where an import runs between two nodes', () => {
    expect(faultsOf(page(...HOUSE, 'app --> parts', 'voice --> rules'))).toEqual([
      'main/store/calls.ts:1 store → rules is not drawn in docs/architecture.md',
    ]);
  });

  it('has an arrow too many where nothing imports it', () => {
    const [message, ...others] = faultsOf(
      page(...HOUSE, 'app --> parts', 'parts --> rules', 'voice --> store'),
    );
    expect(message).toBe(
      'docs/architecture.md:14 draws voice → store, but nothing there imports it',
    );
    expect(others).toEqual([]);
  });

  it('holds an arrow of a group to each node in it', () => {
    const files = { ...FILES, 'main/store/calls.ts': [] };
    expect(faultsOf(page(...HOUSE, 'app --> parts', 'parts --> rules'), files)).toEqual([
      'docs/architecture.md:13 draws store → rules, but nothing there imports it',
    ]);
  });

  it('gives a file to the node with the longest path', () => {
    const drawing = page('flowchart TD', 'all["main"]', 'store["main/store"]', 'all --> store');
    const files = { 'main/a.ts': ['./store/b.ts'], 'main/store/b.ts': [] };
    expect(faultsOf(drawing, files)).toEqual([]);
  });

  it('names files without a node, and nodes without files', () => {
    const drawing = page('flowchart TD', 'voice["main/voice"]', 'cli["cli"]');
    const files = { 'main/voice/a.ts': [], 'main/llm/b.ts': [], 'test/main/voice/a.test.ts': [] };
    expect(faultsOf(drawing, files)).toEqual([
      'main/llm/b.ts:1 belongs to no node of the drawing in docs/architecture.md',
      'docs/architecture.md:1 draws cli, where there are no sources',
    ]);
  });

  it('understands every line, or says which it does not', () => {
    const drawing = page('flowchart TD', 'voice["main/voice"]', 'voice -.-> log', 'voice --> log');
    expect(faultsOf(drawing, { 'main/voice/a.ts': [] })).toEqual([
      'docs/architecture.md:5 this line of the drawing is not understood: voice -.-> log',
      'docs/architecture.md:6 log is no node and no group',
    ]);
  });

  it('has twenty nodes at most', () => {
    const nodes = Array.from({ length: 21 }, (_, n) => `n${n}["main/n${n}"]`);
    const files = Object.fromEntries(nodes.map((_, n) => [`main/n${n}/a.ts`, []]));
    const [message] = faultsOf(page('flowchart TD', ...nodes), files);
    expect(message).toContain('draws 21 nodes');
  });

  it('is missed where there is none', () => {
    expect(faultsOf('# House\n')).toEqual([
      'docs/architecture.md:1 has no Mermaid flowchart with nodes in it',
    ]);
    expect(checkDrawing('/nowhere', [])).toHaveLength(1);
  });
});
