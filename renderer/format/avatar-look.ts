/** Hues in degrees that can be told apart side by side. None is near the green of agents. */
const HUES = [20, 50, 80, 195, 220, 245, 270, 300, 325, 350] as const;

export interface AvatarLook {
  /** Degrees of the colour circle. */
  readonly hue: number;
  /** Drawn as a ring instead of a disc, which doubles the number of different looks. */
  readonly ring: boolean;
}

/**
 * The look of a person's circle, computed from their whole number or address, so that two people
 * with the same last digits look different.
 */
export function avatarLook(address: string): AvatarLook {
  const look = hash(address) % (HUES.length * 2);
  return { hue: HUES[look >> 1] ?? HUES[0], ring: look % 2 === 1 };
}

/** FNV-1a, then mixed, because consecutive numbers differ only in the last digit. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const letter of text) {
    value = Math.imul(value ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 12)) >>> 0;
}
