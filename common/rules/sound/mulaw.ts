/** G.711 µ-law by tables: one look-up per sample in either direction. */
const BIAS = 0x84;
const CLIP = 32_635;

const DECODED = new Int16Array(256);
for (let byte = 0; byte < 256; byte += 1) DECODED[byte] = decodeSample(byte);

const ENCODED = new Uint8Array(65_536);
for (let sample = -32_768; sample < 32_768; sample += 1) {
  ENCODED[sample & 0xffff] = encodeSample(sample);
}

/** 16-bit samples as µ-law bytes. */
export function encodeMulaw(samples: Int16Array): Uint8Array {
  const bytes = new Uint8Array(samples.length);
  for (let n = 0; n < samples.length; n += 1) bytes[n] = ENCODED[(samples[n] ?? 0) & 0xffff] ?? 0;
  return bytes;
}

/** µ-law bytes as 16-bit samples. */
export function decodeMulaw(bytes: Uint8Array): Int16Array {
  const samples = new Int16Array(bytes.length);
  for (let n = 0; n < bytes.length; n += 1) samples[n] = DECODED[bytes[n] ?? 0] ?? 0;
  return samples;
}

function decodeSample(byte: number): number {
  const code = ~byte & 0xff;
  const exponent = (code >> 4) & 7;
  const magnitude = (((code & 0x0f) << 3) + BIAS) << exponent;
  return code & 0x80 ? BIAS - magnitude : magnitude - BIAS;
}

/**
 * Clipped and biased, then encoded as a sign, three bits of exponent and four of mantissa, all
 * inverted.
 */
function encodeSample(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), CLIP) + BIAS;
  const exponent = 31 - Math.clz32(magnitude) - 7;
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}
