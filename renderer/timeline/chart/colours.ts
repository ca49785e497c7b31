import type { OwnerInfo } from '../../../common/rules/timeline/timeline-parts.ts';
import { hatched, texture } from './textures.ts';

/** The tokens that the chart uses, each with the system colour that replaces it if colours are forced. */
const TOKENS = {
  ink: 'CanvasText',
  'ink-2': 'CanvasText',
  'ink-3': 'CanvasText',
  line: 'color-mix(in srgb, CanvasText 22%, Canvas)',
  'line-strong': 'CanvasText',
  panel: 'Canvas',
  sunk: 'Canvas',
  accent: 'Highlight',
  'accent-soft': 'Canvas',
  bad: 'CanvasText',
  'bad-soft': 'Canvas',
  warn: 'CanvasText',
  ok: 'CanvasText',
  caller: 'CanvasText',
  agent: 'CanvasText',
} as const;
type Token = keyof typeof TOKENS;
type OwnerToken = OwnerInfo['token'];

export interface OwnerColours {
  /** The background of its parts. */
  readonly fill: string;
  /** The text colour on that background. */
  readonly ink: string;
  /** For thin shapes, which have no room for a pattern. */
  readonly mark: string;
  readonly texture: CanvasPattern | null;
}

/** The theme's tokens for the canvas, and a texture for each owner. */
export interface ChartColours {
  readonly of: Readonly<Record<Token, string>>;
  readonly owner: Readonly<Record<OwnerToken, OwnerColours>>;
  /**
   * In forced colours: the outline of parts and the background of their letters, because parts then
   * differ by pattern alone. Null for the app's own themes.
   */
  readonly outline: string | null;
  /** Marks time in which something should have been heard but was not. */
  readonly hatch: CanvasPattern | null;
  readonly font: string;
}

const OWNERS: readonly OwnerToken[] = ['setting', 'stt', 'us', 'server', 'model', 'tts', 'device'];

/**
 * Reads the current colours, because a canvas cannot use custom properties.
 *
 * @param forPaper uses the light theme, whatever is on the screen
 */
export function readColours(element: HTMLElement, forPaper = false): ChartColours {
  const isForced = matchMedia('(forced-colors: active)').matches && !forPaper;
  const probe = document.createElement('span');
  // A transition would return the old colour. Reduced motion shortens all transitions, which gives
  // one even to elements without any.
  probe.style.setProperty('transition', 'none', 'important');
  probe.style.setProperty('forced-color-adjust', 'none');
  if (forPaper) probe.style.colorScheme = 'light';
  element.append(probe);
  const colour = (value: string) => {
    probe.style.color = value;
    return getComputedStyle(probe).color;
  };
  const of = Object.fromEntries(
    Object.entries(TOKENS).map(([token, system]) => [
      token,
      colour(isForced ? system : `var(--${token})`),
    ]),
  );
  const owner = Object.fromEntries(
    OWNERS.map((token) => [token, isForced ? forcedOwner(token, colour) : owned(token, colour)]),
  );
  const outline = isForced ? colour('CanvasText') : null;
  const hatch = hatched(of.bad ?? '');
  const font = getComputedStyle(element).fontFamily;
  probe.remove();
  return { of, owner, outline, hatch, font } as ChartColours;
}

function owned(token: OwnerToken, colour: (value: string) => string): OwnerColours {
  const fill = colour(`var(--own-${token})`);
  const ink = colour(`var(--own-${token}-ink)`);
  return { fill, ink, mark: fill, texture: texture(token, 'rgb(255 255 255 / 39%)') };
}

function forcedOwner(token: OwnerToken, colour: (value: string) => string): OwnerColours {
  const ink = colour('CanvasText');
  return { fill: colour('Canvas'), ink, mark: ink, texture: texture(token, ink) };
}
