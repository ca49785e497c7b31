import { describe, expect, it } from 'vitest';
import { decodeMulaw, encodeMulaw } from '../../../../common/rules/sound/mulaw.ts';

/** G.711 by its table of segments. Unlike the product's code, it searches, without bit tricks. */
function referenceEncode(sample: number): number {
  const ends = [0x1f, 0x3f, 0x7f, 0xff, 0x1ff, 0x3ff, 0x7ff, 0xfff];
  // 14 bits, as in the recommendation; two's complement loses nothing that matters here.
  const value = Math.min(sample < 0 ? -sample >> 2 : sample >> 2, 8158) + 33;
  const segment = ends.findIndex((end) => value <= 2 * end + 1);
  const code = (segment << 4) | ((value >> (segment + 1)) & 0xf);
  return (code ^ 0x7f) | (sample < 0 ? 0 : 0x80);
}

const ALL = Int16Array.from({ length: 65_536 }, (_, n) => n - 32_768);

describe('µ-law', () => {
  it('codes every one of 65,536 samples as the recommendation says', () => {
    const coded = encodeMulaw(ALL);
    for (const [n, sample] of ALL.entries()) {
      if (coded[n] !== referenceEncode(sample)) {
        expect.fail(`${sample} became ${coded[n]}, not ${referenceEncode(sample)}`);
      }
    }
  });

  it('codes silence as 0xff and the loudest samples as 0x80 and 0x00', () => {
    expect([...encodeMulaw(Int16Array.of(0, 32_767, -32_768))]).toEqual([0xff, 0x80, 0x00]);
  });

  it('decodes the corners of the table', () => {
    expect([...decodeMulaw(Uint8Array.of(0xff, 0x7f, 0x80, 0x00))]).toEqual([
      0, 0, 32_124, -32_124,
    ]);
  });

  it('keeps all its own 256 codes, but for the negative zero', () => {
    const codes = Uint8Array.from({ length: 256 }, (_, n) => n);
    const again = encodeMulaw(decodeMulaw(codes));
    expect([...again]).toEqual([...codes].map((code) => (code === 0x7f ? 0xff : code)));
  });

  it('loses no more than half a step of its scale', () => {
    const decoded = decodeMulaw(encodeMulaw(ALL));
    for (const [n, sample] of ALL.entries()) {
      const error = Math.abs((decoded[n] ?? 0) - Math.max(-32_635, Math.min(32_635, sample)));
      if (error > (Math.abs(sample) + 132) / 32) expect.fail(`${sample} became ${decoded[n]}`);
    }
  });
});
