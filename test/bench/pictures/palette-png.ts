import { crc32, deflateSync } from 'node:zlib';

const MOST_COLOURS = 256;
/** Colours that differ in their last bits only count as one. */
const KEPT_BITS = 5;
const BITS_AWAY = 8 - KEPT_BITS;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Four bytes a pixel: red, green, blue, and how opaque, which is left out. */
  readonly rgba: Uint8Array;
}

/**
 * A PNG of at most 256 colours, the most frequent ones: pictures of windows have few besides those of
 * the edges of letters, and are a third as large like that.
 */
export function palettePng({ width, height, rgba }: Pixels): Buffer {
  const groups = new Map<number, { count: number; red: number; green: number; blue: number }>();
  for (let at = 0; at < rgba.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = rgba.subarray(at, at + 3);
    const key = keyOf(red, green, blue);
    const group = groups.get(key) ?? { count: 0, red: 0, green: 0, blue: 0 };
    group.count += 1;
    group.red += red;
    group.green += green;
    group.blue += blue;
    groups.set(key, group);
  }
  const palette = [...groups.values()]
    .sort((one, other) => other.count - one.count)
    .slice(0, MOST_COLOURS)
    .map(({ count, red, green, blue }) => [red, green, blue].map((sum) => Math.round(sum / count)));
  const nearest = new Map<number, number>();
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = 4 * (y * width + x);
      const colour = [...rgba.subarray(at, at + 3)];
      const key = keyOf(colour[0] ?? 0, colour[1] ?? 0, colour[2] ?? 0);
      const index = nearest.get(key) ?? nearestOf(palette, colour);
      nearest.set(key, index);
      // The first byte of a line says that it is not filtered.
      lines[y * (width + 1) + 1 + x] = index;
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // Eight bits a pixel, each an index into the palette.
  head.set([8, 3], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('PLTE', Buffer.from(palette.flat())),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function keyOf(red: number, green: number, blue: number): number {
  return (
    ((red >> BITS_AWAY) << (2 * KEPT_BITS)) |
    ((green >> BITS_AWAY) << KEPT_BITS) |
    (blue >> BITS_AWAY)
  );
}

function nearestOf(palette: readonly (readonly number[])[], colour: readonly number[]): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, entry] of palette.entries()) {
    const distance = entry.reduce(
      (sum, value, part) => sum + (value - (colour[part] ?? 0)) ** 2,
      0,
    );
    if (distance >= least) continue;
    least = distance;
    best = index;
  }
  return best;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
