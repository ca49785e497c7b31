/** Hues in degrees that are told apart side by side; none near the green of agents. */
const HUES = [20, 50, 80, 195, 220, 245, 270, 300, 325, 350] as const;

export interface AvatarLook {
  /** In degrees of the colour circle. */
  readonly hue: number;
  /** Drawn as a ring instead of a disc: twice as many people look different. */
  readonly ring: boolean;
}

/**
 * How somebody's circle looks, from the whole of their number or address: two people whose last
 * digits are the same are not taken for one another.
 */
export function avatarLook(address: string): AvatarLook {
  const look = hash(address) % (HUES.length * 2);
  return { hue: HUES[look >> 1] ?? HUES[0], ring: look % 2 === 1 };
}

/** FNV-1a, then mixed: of numbers in a row, only the last digit differs. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const letter of text) {
    value = Math.imul(value ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 12)) >>> 0;
}
