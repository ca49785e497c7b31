import type { OwnerInfo } from '../../../common/rules/timeline/timeline-parts.ts';

const TOKENS = [
  'ink',
  'ink-2',
  'ink-3',
  'line',
  'line-strong',
  'panel',
  'sunk',
  'accent',
  'accent-soft',
  'bad',
  'bad-soft',
  'warn',
  'ok',
  'caller',
  'agent',
] as const;
type Token = (typeof TOKENS)[number];
type OwnerToken = OwnerInfo['token'];

/** The tokens of the theme as the canvas needs them, and a texture per owner. */
export interface ChartColours {
  readonly of: Readonly<Record<Token, string>>;
  readonly owner: Readonly<
    Record<OwnerToken, { fill: string; ink: string; texture: CanvasPattern | null }>
  >;
  /** Where nothing was heard that should have been. */
  readonly hatch: CanvasPattern | null;
  readonly font: string;
}

const OWNERS: readonly OwnerToken[] = ['setting', 'stt', 'us', 'server', 'model', 'tts', 'device'];

/** Reads the colours as they are now: canvas knows no custom properties. */
export function readColours(element: HTMLElement): ChartColours {
  const probe = document.createElement('span');
  element.append(probe);
  const colour = (token: string) => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const of = Object.fromEntries(TOKENS.map((token) => [token, colour(token)]));
  const owner = Object.fromEntries(
    OWNERS.map((token) => [
      token,
      { fill: colour(`own-${token}`), ink: colour(`own-${token}-ink`), texture: texture(token) },
    ]),
  );
  const hatch = hatched(colour('bad'));
  const font = getComputedStyle(element).fontFamily;
  probe.remove();
  return { of, owner, hatch, font } as ChartColours;
}

function hatched(colour: string): CanvasPattern | null {
  const tile = document.createElement('canvas');
  tile.width = 8;
  tile.height = 8;
  const context = tile.getContext('2d');
  if (context === null) return null;
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  for (const x of [-8, 0, 8]) {
    context.moveTo(x, 8);
    context.lineTo(x + 8, 0);
  }
  context.stroke();
  return context.createPattern(tile, 'repeat');
}

/** Colour alone would leave people out. */
function texture(owner: OwnerToken): CanvasPattern | null {
  if (owner === 'us') return null;
  const tile = document.createElement('canvas');
  tile.width = 12;
  tile.height = 12;
  const context = tile.getContext('2d');
  if (context === null) return null;
  context.strokeStyle = 'rgb(255 255 255 / 38%)';
  context.fillStyle = 'rgb(255 255 255 / 40%)';
  context.lineWidth = 1.6;
  context.beginPath();
  switch (owner) {
    case 'setting':
      context.moveTo(-2, 14);
      context.lineTo(14, -2);
      break;
    case 'server':
      context.arc(3, 3, 1.7, 0, 7);
      context.arc(9, 9, 1.7, 0, 7);
      context.fill();
      return context.createPattern(tile, 'repeat');
    case 'model':
      context.moveTo(-2, -2);
      context.lineTo(14, 14);
      break;
    case 'tts':
      for (const x of [2, 8]) {
        context.moveTo(x, 0);
        context.lineTo(x, 12);
      }
      break;
    case 'stt':
      for (const y of [2, 8]) {
        context.moveTo(0, y);
        context.lineTo(12, y);
      }
      break;
    case 'device':
      context.moveTo(0, 0);
      context.lineTo(12, 12);
      context.moveTo(12, 0);
      context.lineTo(0, 12);
      break;
  }
  context.stroke();
  return context.createPattern(tile, 'repeat');
}
