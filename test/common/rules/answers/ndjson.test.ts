import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter } from '../../../../common/rules/answers/ndjson.ts';

const LONGEST = 1_000_000;
const bytes = (text: string) => new TextEncoder().encode(text);

function splitWhole(stream: Uint8Array): (string | null)[] {
  const splitter = new LineSplitter(LONGEST);
  return [...splitter.push(stream), ...splitter.end()];
}

function splitTorn(stream: Uint8Array, cuts: readonly number[]): (string | null)[] {
  const splitter = new LineSplitter(LONGEST);
  const lines: (string | null)[] = [];
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    lines.push(...splitter.push(stream.subarray(from, Math.min(cut, stream.length))));
    from = Math.max(from, Math.min(cut, stream.length));
  }
  return [...lines, ...splitter.push(stream.subarray(from)), ...splitter.end()];
}

describe('the line splitter', () => {
  it('gives the same lines however the bytes are torn', () => {
    const piece = fc.oneof(
      fc.constantFrom('\n', '\r\n', '\n\n', ' ', '{"text":"é 👋 中"}', '\u2028'),
      fc.string({ maxLength: 8 }),
    );
    const stream = fc.array(piece).map((pieces) => bytes(pieces.join('')));
    fc.assert(
      fc.property(stream, fc.array(fc.nat(200)), (whole, cuts) => {
        expect(splitTorn(whole, cuts)).toEqual(splitWhole(whole));
      }),
    );
  });

  it('gives the same lines for bytes that are no UTF-8 at all', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.array(fc.nat(50)), (whole, cuts) => {
        expect(splitTorn(whole, cuts)).toEqual(splitWhole(whole));
      }),
    );
  });

  it('gives a line as soon as its end is there', () => {
    const splitter = new LineSplitter(LONGEST);
    expect(splitter.push(bytes('{"a":1}\n{"b"'))).toEqual(['{"a":1}']);
    expect(splitter.push(bytes(':2}'))).toEqual([]);
    expect(splitter.push(bytes('\n'))).toEqual(['{"b":2}']);
    expect(splitter.end()).toEqual([]);
  });

  it('accepts CRLF, blank lines, a byte order mark and a last line without an end', () => {
    expect(splitWhole(bytes('\ufeff{"a":1}\r\n\r\n  \n{"b":2}'))).toEqual(['{"a":1}', '{"b":2}']);
  });

  it('reads a long line that drips in byte by byte in linear time', () => {
    const splitter = new LineSplitter(LONGEST);
    const one = bytes('x');
    for (let n = 0; n < 200_000; n += 1) splitter.push(one);
    expect(splitter.end()[0]).toHaveLength(200_000);
  });

  it('keeps nothing of a line that is too long, however it is torn, and reads on behind it', () => {
    const stream = bytes(`ab\n${'x'.repeat(30)}\ncd\n12345\n123456\n`);
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 6 }), (cuts) => {
        const splitter = new LineSplitter(5);
        const lines: (string | null)[] = [];
        let from = 0;
        for (const cut of [...cuts].sort((a, b) => a - b)) {
          lines.push(...splitter.push(stream.subarray(from, cut)));
          from = Math.max(from, cut);
        }
        lines.push(...splitter.push(stream.subarray(from)), ...splitter.end());
        expect(lines).toEqual(['ab', null, 'cd', '12345', null]);
      }),
    );
    const unended = new LineSplitter(5);
    expect([...unended.push(bytes('123456')), ...unended.end()]).toEqual([null]);
  });
});
