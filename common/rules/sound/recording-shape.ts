/** Our own recordings are 16-bit PCM WAV files whose data begins at this byte. */
export const RECORDING_HEADER_BYTES = 44;

export interface RecordingShape {
  /** 2: the caller (left) and the agent. */
  readonly channels: number;
  readonly sampleRateHz: number;
  /** Bytes of sound within the file's `fileBytes`. */
  readonly dataBytes: number;
}

/** Reads the header of a recording of ours; null for anything else. */
export function recordingShape(header: DataView, fileBytes: number): RecordingShape | null {
  if (header.byteLength < RECORDING_HEADER_BYTES || fileBytes < RECORDING_HEADER_BYTES) return null;
  const tag = (at: number) =>
    String.fromCharCode(...[0, 1, 2, 3].map((n) => header.getUint8(at + n)));
  if (tag(0) !== 'RIFF' || tag(36) !== 'data' || header.getUint16(34, true) !== 16) return null;
  const channels = header.getUint16(22, true);
  const sampleRateHz = header.getUint32(24, true);
  if (channels < 1 || channels > 2 || sampleRateHz < 1) return null;
  const there = fileBytes - RECORDING_HEADER_BYTES;
  // During the call the size is not written yet, so everything in the file counts.
  const declared = header.getUint32(40, true) || there;
  const dataBytes = Math.min(declared, there);
  return { channels, sampleRateHz, dataBytes: dataBytes - (dataBytes % (channels * 2)) };
}
