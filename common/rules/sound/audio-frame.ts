import type { AudioFrame } from '../../contract/index.ts';
import { AUDIO_HEADER_BYTES, AUDIO_VERSION } from '../../contract/live.ts';

/** The binary messages of the live socket. `contract/live.ts` has their layout. */

const CALL_PREFIX = 'call_';
const CALL_ID_BYTES = 16;

export function encodeAudioFrame(frame: AudioFrame): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(AUDIO_HEADER_BYTES + frame.samples.length * 2);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, AUDIO_VERSION);
  view.setUint8(1, frame.direction === 'toCaller' ? 0 : 1);
  view.setUint16(2, frame.sampleRateHz / 100, true);
  view.setUint32(4, frame.frame, true);
  const id = frame.callId.slice(CALL_PREFIX.length);
  for (let n = 0; n < CALL_ID_BYTES; n += 1) view.setUint8(8 + n, id.charCodeAt(n) || 0);
  new Int16Array(bytes.buffer, AUDIO_HEADER_BYTES).set(frame.samples);
  return bytes;
}

/** Null unless it is a frame that this version can read. */
export function decodeAudioFrame(buffer: ArrayBuffer): AudioFrame | null {
  if (buffer.byteLength < AUDIO_HEADER_BYTES || buffer.byteLength % 2 !== 0) return null;
  const view = new DataView(buffer);
  if (view.getUint8(0) !== AUDIO_VERSION || view.getUint8(1) > 1) return null;
  const sampleRateHz = view.getUint16(2, true) * 100;
  if (sampleRateHz === 0) return null;
  let id = '';
  for (let n = 0; n < CALL_ID_BYTES; n += 1) {
    const code = view.getUint8(8 + n);
    if (code !== 0) id += String.fromCharCode(code);
  }
  return {
    direction: view.getUint8(1) === 0 ? 'toCaller' : 'toAgent',
    callId: CALL_PREFIX + id,
    frame: view.getUint32(4, true),
    sampleRateHz,
    samples: new Int16Array(buffer, AUDIO_HEADER_BYTES),
  };
}
