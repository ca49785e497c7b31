import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(resolve(import.meta.dirname, '../../../renderer/ui/tokens.css'), 'utf8');

/** The colour of a token in one theme, as [r, g, b]. */
function colour(token: string, theme: 'light' | 'dark'): [number, number, number] {
  const value = new RegExp(`--${token}: ([^;]+);`).exec(css)?.[1] ?? '';
  const alias = /^var\(--(.+)\)$/.exec(value)?.[1];
  if (alias !== undefined) return colour(alias, theme);
  const pair = /^light-dark\((#\w{6}), (#\w{6})\)$/.exec(value);
  const hex = pair?.[theme === 'light' ? 1 : 2];
  if (hex === undefined) throw new Error(`No colour: --${token}: ${value}`);
  const channel = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  return [channel(1), channel(3), channel(5)];
}

/** WCAG 2 relative luminance. */
function luminance(rgb: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((channel) => {
    const share = channel / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: readonly number[], other: readonly number[]): number {
  const [bright = 0, dim = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (bright + 0.05) / (dim + 0.05);
}

const SURFACES = ['bg', 'panel', 'raised', 'sunk', 'hover'] as const;
const PAIRS: readonly (readonly [string, string])[] = [
  ...SURFACES.flatMap((surface) => ['ink', 'ink-2', 'ink-3'].map((ink) => [ink, surface] as const)),
  ['ink-2', 'accent-soft'],
  ['accent', 'accent-soft'],
  ['accent', 'panel'],
  ['accent-ink', 'accent'],
  ['bad-ink', 'bad'],
  ...['ok', 'bad', 'warn'].flatMap((tone) => [
    [tone, `${tone}-soft`] as const,
    [tone, 'panel'] as const,
    ['ink-2', `${tone}-soft`] as const,
  ]),
  ...['setting', 'stt', 'us', 'server', 'model', 'tts', 'device'].map(
    (owner) => [`own-${owner}-ink`, `own-${owner}`] as const,
  ),
];

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  it.each(SURFACES)('draws the edges of controls on --%s at 3:1 or better', (surface) => {
    expect(contrast(colour('line-control', theme), colour(surface, theme))).toBeGreaterThanOrEqual(
      3,
    );
  });

  it.each(PAIRS)('reads --%s on --%s at 4.5:1 or better', (ink, surface) => {
    expect(contrast(colour(ink, theme), colour(surface, theme))).toBeGreaterThanOrEqual(4.5);
  });
});
