import { encodeAudioFrame } from '../../common/rules/sound/audio-frame.ts';
import workletUrl from './capture.worklet.ts?worker&url';
import { rmsOf } from './sound-level.ts';
import type { CapturedFrame } from './worklet-messages.ts';

/** The only rate the simulated carrier takes; the browser resamples to it. */
const SAMPLE_RATE_HZ = 16_000;

/** Why there is no sound from the microphone; `message` is for people. */
export class MicrophoneError extends Error {}

interface Capture {
  readonly callId: string;
  readonly stream: MediaStream;
  readonly context: AudioContext;
}

/** The person's microphone, sent to one call at a time. */
export class Microphone {
  readonly #sendAudio: (frame: Uint8Array<ArrayBuffer>) => boolean;
  #capture: Capture | null = null;
  #starting = 0;
  #rms = 0;
  #muted = false;

  constructor(deps: { sendAudio(frame: Uint8Array<ArrayBuffer>): boolean }) {
    this.#sendAudio = deps.sendAudio;
  }

  /** Opens the microphone for a call; asks for leave the first time. @throws MicrophoneError */
  async start(callId: string): Promise<void> {
    this.stop();
    this.#starting += 1;
    const attempt = this.#starting;
    const stream = await openMicrophone();
    const context = new AudioContext({ sampleRate: SAMPLE_RATE_HZ, latencyHint: 'interactive' });
    const capture = { callId, stream, context };
    await context.audioWorklet.addModule(workletUrl);
    // Stopped or started anew while the browser asked.
    if (attempt !== this.#starting) return release(capture);
    const node = new AudioWorkletNode(context, 'agentphone-capture', { numberOfOutputs: 0 });
    node.port.onmessage = ({ data }: MessageEvent<CapturedFrame>) => {
      if (this.#capture !== capture) return;
      this.#rms = this.#muted ? 0 : rmsOf(data.samples);
      const samples = this.#muted ? new Int16Array(data.samples.length) : data.samples;
      const { frame } = data;
      const sampleRateHz = SAMPLE_RATE_HZ;
      this.#sendAudio(
        encodeAudioFrame({ direction: 'toAgent', callId, frame, sampleRateHz, samples }),
      );
    };
    new MediaStreamAudioSourceNode(context, { mediaStream: stream }).connect(node);
    this.#capture = capture;
  }

  stop(): void {
    this.#starting += 1;
    this.#rms = 0;
    if (this.#capture !== null) release(this.#capture);
    this.#capture = null;
  }

  /** Muted, it sends silence: the line stays open. */
  setMuted(muted: boolean): void {
    this.#muted = muted;
  }

  /** RMS of what goes out now, 0 to 1. */
  get level(): number {
    return this.#rms;
  }
}

function release(capture: Capture): void {
  for (const track of capture.stream.getTracks()) track.stop();
  void capture.context.close();
}

async function openMicrophone(): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({
      // The agent's voice comes out of the same machine's loudspeaker.
      audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    });
  } catch (error) {
    throw new MicrophoneError(whyNot(error instanceof DOMException ? error.name : ''));
  }
}

function whyNot(name: string): string {
  switch (name) {
    case 'NotAllowedError':
      return 'The microphone is not allowed for this page. Allow it in the address bar or the system settings, then try again.';
    case 'NotFoundError':
      return 'No microphone was found. Plug one in, then try again.';
    case 'NotReadableError':
      return 'The microphone is in use by another program. Close that, then try again.';
    default:
      return 'The microphone cannot be opened. Typed lines work.';
  }
}
