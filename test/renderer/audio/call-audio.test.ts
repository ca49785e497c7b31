import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { encodeAudioFrame } from '../../../common/rules/sound/audio-frame.ts';
import { CallAudio } from '../../../renderer/audio/call-audio.ts';
import type { FromWorklet, ToWorklet } from '../../../renderer/audio/worklet-messages.ts';

/** What went to the worklet, and how it answers. */
let posted: ToWorklet[];
let tell: (message: FromWorklet) => void;
let sent: unknown[];

beforeEach(() => {
  posted = [];
  sent = [];
  class FakeNode {
    readonly gain = { value: 1 };
    readonly port = {
      postMessage: (message: ToWorklet) => void posted.push(message),
      set onmessage(listen: (event: { data: FromWorklet }) => void) {
        tell = (data) => listen({ data });
      },
    };
    connect(next: FakeNode): FakeNode {
      return next;
    }
  }
  vi.stubGlobal(
    'AudioContext',
    class {
      readonly destination = new FakeNode();
      readonly currentTime = 1;
      readonly outputLatency = 0;
      readonly audioWorklet = { addModule: () => Promise.resolve() };
      getOutputTimestamp() {
        return {};
      }
      resume() {
        return Promise.resolve();
      }
    },
  );
  vi.stubGlobal('AudioWorkletNode', FakeNode);
  vi.stubGlobal('GainNode', FakeNode);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

function frame(callId: string, number: number): ArrayBuffer {
  const samples = new Int16Array(320).fill(1_000);
  return encodeAudioFrame({
    direction: 'toCaller',
    callId,
    frame: number,
    sampleRateHz: 16_000,
    samples,
  }).buffer;
}

const played = () => posted.flatMap((message) => (message.type === 'frame' ? [message.frame] : []));
const CALLS = ['call_aaaaaaaaaaaaaaaa', 'call_bbbbbbbbbbbbbbbb'] as const;

describe('the sound of several calls at once', () => {
  it('is that of the chosen one; what was left over of the other is dropped', async () => {
    const [first, second] = CALLS;
    const audio = new CallAudio({ send: (message) => sent.push(message) > 0 });
    audio.receive(frame(first, 1));
    audio.receive(frame(second, 50));
    await vi.waitFor(() => expect(played()).toEqual([1]));
    audio.listenTo(second);
    audio.receive(frame(first, 2));
    audio.receive(frame(second, 51));
    expect(played()).toEqual([1, 51]);
    expect(posted.filter(({ type }) => type === 'clear')).toHaveLength(1);
    // A cut of the call that nobody hears is none here.
    audio.clear(first);
    expect(posted.filter(({ type }) => type === 'clear')).toHaveLength(1);
    audio.clear(second);
    expect(posted.filter(({ type }) => type === 'clear')).toHaveLength(2);
    tell({ type: 'started', frame: 51, contextTime: 0.5 });
    expect(sent).toEqual([{ type: 'heard', callId: second, frame: 51, agoMs: 500 }]);
  });

  it('is that of the next one that sounds, when none is chosen', async () => {
    const [first, second] = CALLS;
    const audio = new CallAudio({ send: () => true });
    audio.listenTo(first);
    audio.receive(frame(second, 50));
    audio.listenTo(null);
    audio.receive(frame(second, 51));
    await vi.waitFor(() => expect(played()).toEqual([51]));
  });
});
