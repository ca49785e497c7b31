import {
  AUDIO_HEADER_BYTES,
  AUDIO_VERSION,
  type AudioFrame,
} from '../../../common/contract/index.ts';

/** Reads one binary message of the live socket; null when it is not a frame this window knows. */
export function decodeAudioFrame(message: ArrayBuffer): AudioFrame | null {
  if (message.byteLength < AUDIO_HEADER_BYTES) return null;
  const header = new DataView(message, 0, AUDIO_HEADER_BYTES);
  if (header.getUint8(0) !== AUDIO_VERSION) return null;
  const sampleRateHz = header.getUint16(2, true) * 100;
  if (sampleRateHz === 0) return null;
  const idBytes = new Uint8Array(message, 8, 16);
  const idEnd = idBytes.indexOf(0);
  const id = String.fromCharCode(...idBytes.subarray(0, idEnd < 0 ? 16 : idEnd));
  return {
    direction: header.getUint8(1) === 0 ? 'toCaller' : 'toAgent',
    callId: `call_${id}`,
    frame: header.getUint32(4, true),
    sampleRateHz,
    samples: new Int16Array(
      message,
      AUDIO_HEADER_BYTES,
      Math.floor((message.byteLength - AUDIO_HEADER_BYTES) / 2),
    ),
  };
}

/** Root mean square of 16-bit samples, 0 to 1. */
export function rmsOf(samples: Int16Array): number {
  if (samples.length === 0) return 0;
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.sqrt(sum / samples.length) / 32_768;
}
