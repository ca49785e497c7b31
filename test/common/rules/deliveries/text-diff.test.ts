import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparableText, diffLines } from '../../../../common/rules/deliveries/text-diff.ts';

const side = (lines: ReturnType<typeof diffLines>, kind: 'removed' | 'added') =>
  lines.filter((line) => line.kind === 'same' || line.kind === kind).map(({ text }) => text);

describe('diffLines', () => {
  it('shows both texts whole, with numbers in order, for any two', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', '{', '}'), { maxLength: 30 });
    fc.assert(
      fc.property(text, text, (left, right) => {
        const lines = diffLines(left.join('\n'), right.join('\n'));
        expect(side(lines, 'removed')).toEqual(left);
        expect(side(lines, 'added')).toEqual(right);
        const numbers = lines.flatMap(({ leftNumber }) => leftNumber ?? []);
        expect(numbers).toEqual(left.map((_line, index) => index + 1));
      }),
    );
  });

  it('finds the shortest edit', () => {
    const changed = diffLines('a\nb\nc\nd', 'a\nx\nc\ny\nd').filter(({ kind }) => kind !== 'same');
    expect(changed.map(({ kind, text }) => kind[0] + text)).toEqual(['rb', 'ax', 'ay']);
  });

  it('numbers the lines of each side, and only of the side that has them', () => {
    expect(diffLines('a\nb\nd', 'a\nc\nd')).toEqual([
      { kind: 'same', text: 'a', leftNumber: 1, rightNumber: 1 },
      { kind: 'removed', text: 'b', leftNumber: 2, rightNumber: null },
      { kind: 'added', text: 'c', leftNumber: null, rightNumber: 2 },
      { kind: 'same', text: 'd', leftNumber: 3, rightNumber: 3 },
    ]);
    expect(diffLines('', 'a')).toMatchObject([{ kind: 'added', rightNumber: 1 }]);
    expect(diffLines('', '')).toEqual([]);
  });

  it('counts no line twice where one large text is the beginning and the end of the other', () => {
    const lines = (count: number, mark: string) =>
      Array.from({ length: count }, (_x, n) => `${mark}${n}`);
    const short = ['a', 'a'];
    const long = ['a', ...lines(1_200, 'x'), 'a', 'a'];
    const other = ['a', ...lines(1_200, 'y'), 'a', 'a'];
    const texts = (all: string[]) => all.join('\n');
    for (const [left, right] of [
      [long, other],
      [[...short, ...lines(2_100, 'z')], short],
      [short, [...lines(2_100, 'z'), ...short]],
    ] as const) {
      const found = diffLines(texts([...left]), texts([...right]));
      expect(side(found, 'removed')).toEqual(left);
      expect(side(found, 'added')).toEqual(right);
    }
    const same = diffLines(texts(long), texts(other)).filter(({ kind }) => kind === 'same');
    expect(same.map(({ text }) => text)).toEqual(['a', 'a', 'a']);
  });

  it('has no difference exactly where the texts are equal', () => {
    const text = fc.array(fc.constantFrom('a', 'b', '{', ''), { maxLength: 12 });
    fc.assert(
      fc.property(text, text, (left, right) => {
        const [before, after] = [left.join('\n'), right.join('\n')];
        const same = diffLines(before, after).every(({ kind }) => kind === 'same');
        expect(same).toBe(before === after);
      }),
    );
  });

  it('tells the beginning and end that large texts have in common', () => {
    const large = (mark: string) =>
      ['{', ...Array.from({ length: 20_000 }, (_x, n) => mark + n), '}'].join('\n');
    const lines = diffLines(large('a'), large('b'));
    expect(lines.filter(({ kind }) => kind === 'same').map(({ text }) => text)).toEqual(['{', '}']);
    expect(side(lines, 'removed').join('\n')).toBe(large('a'));
    expect(side(lines, 'added').join('\n')).toBe(large('b'));
  });

  it('does not freeze on large texts', () => {
    const large = (mark: string) => Array.from({ length: 20_000 }, (_x, n) => mark + n).join('\n');
    expect(diffLines(large('a'), large('b'))).toHaveLength(40_000);
  });
});

it('comparableText puts each member of JSON on a line of its own', () => {
  expect(comparableText('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(comparableText('no json')).toBe('no json');
});
