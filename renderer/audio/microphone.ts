import { encodeAudioFrame } from '../../common/rules/sound/audio-frame.ts';
import type { MicrophoneDevice, MicrophoneUse } from '../state/window-context.tsx';
import workletUrl from './capture.worklet.ts?worker&url';
import { rmsOf } from './sound-level.ts';
import { CAPTURE_RATE_HZ, type CapturedFrame } from './worklet-messages.ts';

/** Why there is no sound from the microphone; `message` is for people. */
export class MicrophoneError extends Error {}

interface Capture {
  readonly callId: string | null;
  readonly stream: MediaStream;
  readonly context: AudioContext;
}

/** The person's microphone, sent to one call at a time. */
export class Microphone {
  readonly #sendAudio: (frame: Uint8Array<ArrayBuffer>) => boolean;
  #capture: Capture | null = null;
  #starting = 0;
  #inputRms = 0;
  #muted = false;

  constructor(deps: { sendAudio(frame: Uint8Array<ArrayBuffer>): boolean }) {
    this.#sendAudio = deps.sendAudio;
  }

  /** Opens the microphone, and asks for leave the first time. @throws MicrophoneError */
  async start({ callId, deviceId, onLost }: MicrophoneUse): Promise<void> {
    this.stop();
    this.#starting += 1;
    const attempt = this.#starting;
    const stream = await openMicrophone(deviceId);
    const context = contextFor(stream);
    const capture = { callId, stream, context };
    await context.audioWorklet.addModule(workletUrl);
    // Stopped or started anew while the browser asked.
    if (attempt !== this.#starting) return release(capture);
    const node = new AudioWorkletNode(context, 'agentphone-capture', { numberOfOutputs: 0 });
    node.port.onmessage = ({ data }: MessageEvent<CapturedFrame>) => {
      if (this.#capture === capture) this.#captured(capture, data);
    };
    stream.getAudioTracks()[0]?.addEventListener('ended', () => {
      if (this.#capture !== capture) return;
      this.stop();
      onLost();
    });
    new MediaStreamAudioSourceNode(context, { mediaStream: stream }).connect(node);
    this.#capture = capture;
  }

  stop(): void {
    this.#starting += 1;
    this.#inputRms = 0;
    if (this.#capture !== null) release(this.#capture);
    this.#capture = null;
  }

  /** Muted, it sends silence: the line stays open. */
  setMuted(muted: boolean): void {
    this.#muted = muted;
  }

  readonly inputLevel = (): number => this.#inputRms;

  readonly sentLevel = (): number =>
    this.#muted || (this.#capture?.callId ?? null) === null ? 0 : this.#inputRms;

  async devices(): Promise<readonly MicrophoneDevice[]> {
    // Pages of other than secure origins have none.
    const all = (await globalThis.navigator.mediaDevices?.enumerateDevices()) ?? [];
    return all.flatMap(({ kind, deviceId, label }) =>
      // "default" stands for another one of the list, and so does no choice.
      kind === 'audioinput' && deviceId !== '' && deviceId !== 'default'
        ? [{ id: deviceId, label }]
        : [],
    );
  }

  onDevicesChange(listener: () => void): () => void {
    const { mediaDevices } = globalThis.navigator;
    mediaDevices?.addEventListener('devicechange', listener);
    return () => mediaDevices?.removeEventListener('devicechange', listener);
  }

  #captured({ callId }: Capture, { frame, samples }: CapturedFrame): void {
    this.#inputRms = rmsOf(samples);
    if (callId === null) return;
    this.#sendAudio(
      encodeAudioFrame({
        direction: 'toAgent',
        callId,
        frame,
        sampleRateHz: CAPTURE_RATE_HZ,
        samples: this.#muted ? new Int16Array(samples.length) : samples,
      }),
    );
  }
}

function release(capture: Capture): void {
  for (const track of capture.stream.getTracks()) track.stop();
  void capture.context.close();
}

/** Not every browser joins a microphone with a context of another rate: the worklet resamples. */
function contextFor(stream: MediaStream): AudioContext {
  const sampleRate = stream.getAudioTracks()[0]?.getSettings().sampleRate;
  try {
    return new AudioContext({
      latencyHint: 'interactive',
      ...(sampleRate === undefined ? {} : { sampleRate }),
    });
  } catch {
    // A rate that this browser's output does not take.
    return new AudioContext({ latencyHint: 'interactive' });
  }
}

async function openMicrophone(deviceId: string | null): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: {
        // The agent's voice comes out of the same machine's loudspeaker.
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
        // One that is gone leaves the choice to the system.
        ...(deviceId === null ? {} : { deviceId: { ideal: deviceId } }),
      },
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
