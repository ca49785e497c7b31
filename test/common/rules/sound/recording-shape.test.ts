import { describe, expect, it } from 'vitest';
import { recordingShape } from '../../../../common/rules/sound/recording-shape.ts';

interface Header {
  riff?: string;
  data?: string;
  channels?: number;
  rateHz?: number;
  bits?: number;
  bytes?: number;
}

/** The header of a recording with this many bytes of sound. */
function header({
  riff = 'RIFF',
  data = 'data',
  channels = 2,
  rateHz = 16_000,
  bits = 16,
  bytes = 400,
}: Header = {}): DataView {
  const view = new DataView(new ArrayBuffer(44));
  for (const [n, letter] of [...riff].entries()) view.setUint8(n, letter.charCodeAt(0));
  for (const [n, letter] of [...data].entries()) view.setUint8(36 + n, letter.charCodeAt(0));
  view.setUint16(22, channels, true);
  view.setUint32(24, rateHz, true);
  view.setUint16(34, bits, true);
  view.setUint32(40, bytes, true);
  return view;
}

describe('the shape of a recording', () => {
  it('is read from its header', () => {
    const shape = { channels: 2, sampleRateHz: 16_000, dataBytes: 400 };
    expect(recordingShape(header(), 444)).toEqual(shape);
    expect(recordingShape(header({ channels: 1, rateHz: 1 }), 500)).toEqual({
      channels: 1,
      sampleRateHz: 1,
      dataBytes: 400,
    });
  });

  it('has as much sound as there is in the file', () => {
    const bytes = (file: number, declared: number, channels = 2) =>
      recordingShape(header({ bytes: declared, channels }), file)?.dataBytes;
    expect(bytes(44 + 100, 400)).toBe(100);
    // Not written yet: the call is going on.
    expect(bytes(44 + 100, 0)).toBe(100);
    expect(bytes(44, 0)).toBe(0);
    // Whole samples of all channels.
    expect(bytes(44 + 103, 400)).toBe(100);
    expect(bytes(44 + 103, 400, 1)).toBe(102);
  });

  it.each<[string, Header]>([
    ['no RIFF file', { riff: 'RIFX' }],
    ['data that begins elsewhere', { data: 'LIST' }],
    ['samples of another size', { bits: 8 }],
    ['no channel', { channels: 0 }],
    ['more than two channels', { channels: 3 }],
    ['no sample rate', { rateHz: 0 }],
  ])('is none for %s', (_, wrong) => {
    expect(recordingShape(header(wrong), 444)).toBeNull();
  });

  it('is none for a file that is shorter than the header', () => {
    expect(recordingShape(header(), 43)).toBeNull();
    expect(recordingShape(new DataView(new ArrayBuffer(43)), 444)).toBeNull();
    expect(recordingShape(new DataView(new ArrayBuffer(0)), 0)).toBeNull();
  });
});
