/**
 * How many segments a text takes on the air: 160 characters in GSM 7-bit, or 153 each if there are
 * several; any other text is UCS-2 with 70, or 67 each (3GPP TS 23.038).
 */
export interface TextSegments {
  readonly encoding: 'gsm7' | 'ucs2';
  /** In septets, or in UTF-16 units. */
  readonly units: number;
  readonly segments: number;
}

const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** Characters that take an escape and a second septet. */
const EXTENDED = '\f^{}\\[~]|€';

const SEPTETS = new Map<string, number>([
  ...[...BASIC].map((char) => [char, 1] as const),
  ...[...EXTENDED].map((char) => [char, 2] as const),
]);

export function textSegments(text: string): TextSegments {
  const units: number[] = [];
  for (const char of text) {
    const septets = SEPTETS.get(char);
    if (septets === undefined) return ucs2(text);
    units.push(septets);
  }
  return counted('gsm7', units, 160, 153);
}

function ucs2(text: string): TextSegments {
  const units = [...text].map((char) => char.length);
  return counted('ucs2', units, 70, 67);
}

/** Counts segments such that no character is split across two. */
function counted(
  encoding: TextSegments['encoding'],
  units: readonly number[],
  single: number,
  each: number,
): TextSegments {
  const total = units.reduce((sum, size) => sum + size, 0);
  if (total <= single) return { encoding, units: total, segments: 1 };
  let segments = 1;
  let filled = 0;
  for (const size of units) {
    if (filled + size > each) {
      segments += 1;
      filled = 0;
    }
    filled += size;
  }
  return { encoding, units: total, segments };
}
