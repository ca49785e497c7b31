import { encodeAudioFrame } from '../../common/rules/sound/audio-frame.ts';
import type { MicrophoneDevice, MicrophoneUse } from '../state/window-context.tsx';
import workletUrl from './capture.worklet.ts?worker&url';
import { rmsOf } from './sound-level.ts';
import { CAPTURE_RATE_HZ, type CapturedFrame } from './worklet-messages.ts';

/** Why there is no sound from the microphone. `message` is shown to the person. */
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

  /**
   * Opens the microphone; the browser asks for permission the first time. @throws MicrophoneError
   */
  async start({ callId, deviceId, onLost }: MicrophoneUse): Promise<void> {
    this.stop();
    this.#starting += 1;
    const attempt = this.#starting;
    const stream = await openMicrophone(deviceId);
    const context = contextFor(stream);
    const capture = { callId, stream, context };
    await context.audioWorklet.addModule(workletUrl);
    // It was stopped or restarted while the browser asked for permission.
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

  /** While muted it sends silence, so the line stays open. */
  setMuted(muted: boolean): void {
    this.#muted = muted;
  }

  readonly inputLevel = (): number => this.#inputRms;

  readonly sentLevel = (): number =>
    this.#muted || (this.#capture?.callId ?? null) === null ? 0 : this.#inputRms;

  async devices(): Promise<readonly MicrophoneDevice[]> {
    // `mediaDevices` is missing on pages without a secure origin.
    const all = (await globalThis.navigator.mediaDevices?.enumerateDevices()) ?? [];
    return all.flatMap(({ kind, deviceId, label }) =>
      // "default" is an alias of another entry of the list, and an empty id means that permission
      // is missing.
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

/**
 * Not every browser connects a microphone to a context of another rate, so the context takes the
 * microphone's rate and the worklet resamples.
 */
function contextFor(stream: MediaStream): AudioContext {
  const sampleRate = stream.getAudioTracks()[0]?.getSettings().sampleRate;
  try {
    return new AudioContext({
      latencyHint: 'interactive',
      ...(sampleRate === undefined ? {} : { sampleRate }),
    });
  } catch {
    // The browser's output does not support this rate.
    return new AudioContext({ latencyHint: 'interactive' });
  }
}

async function openMicrophone(deviceId: string | null): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: {
        // The agent's voice comes out of the loudspeaker of the same machine.
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
        // If the chosen microphone is gone, the system chooses one.
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
