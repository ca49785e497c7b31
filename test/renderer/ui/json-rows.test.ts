import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JsonNode, jsonNodes } from '../../../renderer/format/json-nodes.ts';
import {
  ancestorsOf,
  foldedAtFirst,
  jsonMatches,
  jsonRows,
} from '../../../renderer/ui/json/json-rows.ts';

function tree(text: string): JsonNode {
  const root = jsonNodes(text);
  if (root === null) throw new Error(`${text} is not JSON.`);
  return root;
}

const NOTHING: ReadonlySet<number> = new Set();
/** The text of a tree, put together from its lines. */
function joined(root: JsonNode): string {
  const brackets = { object: ['{', '}'], array: ['[', ']'] } as const;
  return jsonRows(root, NOTHING)
    .map(({ node, open, closes, isLast }) => {
      const pair = node.kind === 'object' || node.kind === 'array' ? brackets[node.kind] : null;
      const comma = isLast ? '' : ',';
      if (closes) return `${pair?.[1]}${comma}`;
      const key = node.key === null ? '' : `${node.key}:`;
      const value = pair === null ? node.text : open ? pair[0] : pair.join('');
      return `${key}${value}${open ? '' : comma}`;
    })
    .join('');
}

describe('JSON as lines', () => {
  it('says the same as the text, to the digit', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const spaceless = JSON.stringify(JSON.parse(text));
        expect(JSON.parse(joined(tree(text)))).toEqual(JSON.parse(spaceless));
      }),
    );
    const exact = '{"n":12345678901234567890.10,"a":1,"a":2,"10":{},"9":[]}';
    expect(joined(tree(exact))).toBe(exact);
  });

  it('knows the path of everything', () => {
    const root = tree('{"data":{"items":[1,{"odd key":true}]}}');
    expect(
      jsonRows(root, NOTHING).flatMap(({ node, closes }) => (closes ? [] : [node.path])),
    ).toEqual([
      '$',
      '$.data',
      '$.data.items',
      '$.data.items[0]',
      '$.data.items[1]',
      '$.data.items[1]["odd key"]',
    ]);
  });

  it('folds, and keeps the numbers of its lines', () => {
    const root = tree('{"a":[1,2],"b":3}');
    const ids = (folded: ReadonlySet<number>) =>
      jsonRows(root, folded).map(({ id, closes }) => (closes ? -id : id));
    expect(ids(NOTHING)).toEqual([0, 1, 2, 3, -1, 4, -0]);
    expect(ids(new Set([1]))).toEqual([0, 1, 4, -0]);
  });

  it('finds words in keys and values, and what to unfold for them', () => {
    const rows = jsonRows(tree('{"from":"x","data":{"items":["FROM"]}}'), NOTHING);
    expect(jsonMatches(rows, 'from')).toEqual([1, 4]);
    expect(jsonMatches(rows, ' ')).toEqual([]);
    expect(ancestorsOf(rows, 4)).toEqual([3, 2, 0]);
  });

  it('opens a large body folded, and nesting as deep as any', () => {
    const large = tree(JSON.stringify(Array.from({ length: 200 }, () => ({ a: { b: [1] } }))));
    const all = jsonRows(large, NOTHING);
    const folded = foldedAtFirst(all);
    expect(jsonRows(large, folded).length).toBeLessThan(all.length);
    expect(foldedAtFirst(all.slice(0, 10)).size).toBe(0);
    const deep = tree(`${'['.repeat(5_000)}${']'.repeat(5_000)}`);
    expect(jsonRows(deep, NOTHING)).toHaveLength(9_999);
  });

  it('is nothing where the text is not JSON', () => {
    expect(jsonNodes('{"text": "Hello, ')).toBeNull();
    expect(jsonNodes('')).toBeNull();
  });
});
