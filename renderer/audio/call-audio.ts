import type { LiveClientMessage } from '../../common/contract/index.ts';
import { decodeAudioFrame } from '../../common/rules/sound/audio-frame.ts';
import { after } from '../state/window-clock.ts';
import workletUrl from './playout.worklet.ts?worker&url';
import { rmsOf } from './sound-level.ts';
import type { FromWorklet, ToWorklet } from './worklet-messages.ts';

/** The rate of the simulated carrier; another one is resampled in the worklet. */
const CONTEXT_RATE_HZ = 16_000;

interface Output {
  readonly context: AudioContext;
  readonly node: AudioWorkletNode;
  readonly volume: GainNode;
}

/**
 * The ear of the window: takes frames from the live socket, plays them, reports when the first
 * sound of a spurt reached the output, and knows the levels both ways.
 */
export class CallAudio {
  readonly #send: (message: LiveClientMessage) => boolean;
  #output: Promise<Output | null> | null = null;
  #ready: Output | null = null;
  /** The call whose sound is heard; null hears whichever there is. */
  #heardCallId: string | null = null;
  #agentRms = 0;
  #callerRms = 0;
  #callerSilence: (() => void) | null = null;
  #muted = false;

  constructor(deps: { send(message: LiveClientMessage): boolean }) {
    this.#send = deps.send;
  }

  /** Call from a click: browsers let pages sound only after one. Also claims the sound of calls. */
  wake(): void {
    this.#send({ type: 'claimAudio' });
    this.#output ??= this.#open();
    void this.#output.then((output) => output?.context.resume());
  }

  /** One binary message of the live socket. */
  receive(message: ArrayBuffer): void {
    const frame = decodeAudioFrame(message);
    if (frame === null) return;
    this.#heardCallId ??= frame.callId;
    // Of several calls at once one is heard: frames of two in one queue would be neither.
    if (frame.callId !== this.#heardCallId) return;
    const toCaller = frame.direction === 'toCaller';
    if (!toCaller) {
      this.#callerRms = rmsOf(frame.samples);
      this.#callerSilence?.();
      this.#callerSilence = after(80, () => {
        this.#callerRms = 0;
      });
    }
    this.#output ??= this.#open();
    const { frame: number, sampleRateHz, samples } = frame;
    this.#post({ type: 'frame', toCaller, frame: number, sampleRateHz, samples });
  }

  /** Drops what is buffered of the agent's sound in a call, for it was cut. */
  clear(callId: string): void {
    if (callId === this.#heardCallId) this.#post({ type: 'clear' });
  }

  /** From now on this call is heard; null: the next one that sounds. */
  listenTo(callId: string | null): void {
    if (callId === this.#heardCallId) return;
    const before = this.#heardCallId;
    this.#heardCallId = callId;
    this.#callerRms = 0;
    if (before !== null) this.#post({ type: 'clear' });
  }

  get muted(): boolean {
    return this.#muted;
  }

  setMuted(muted: boolean): void {
    this.#muted = muted;
    if (this.#ready) this.#ready.volume.gain.value = muted ? 0 : 1;
  }

  /** RMS of the agent's sound as it is played now, 0 to 1. */
  readonly agentLevel = (): number => this.#agentRms;
  /** RMS of the caller's sound as it goes out now, 0 to 1. */
  readonly callerLevel = (): number => this.#callerRms;

  #post(message: ToWorklet): void {
    if (this.#ready) this.#ready.node.port.postMessage(message);
    else void this.#output?.then((output) => output?.node.port.postMessage(message));
  }

  async #open(): Promise<Output | null> {
    try {
      const context = new AudioContext({ sampleRate: CONTEXT_RATE_HZ, latencyHint: 'interactive' });
      await context.audioWorklet.addModule(workletUrl);
      const node = new AudioWorkletNode(context, 'agentphone-playout', {
        numberOfInputs: 0,
        outputChannelCount: [1],
      });
      const volume = new GainNode(context, { gain: this.#muted ? 0 : 1 });
      node.connect(volume).connect(context.destination);
      node.port.onmessage = (event: MessageEvent<FromWorklet>) => this.#heed(context, event.data);
      this.#ready = { context, node, volume };
      return this.#ready;
    } catch {
      // No sound card, or the page may not use it: the call goes on, only silently.
      return null;
    }
  }

  #heed(context: AudioContext, message: FromWorklet): void {
    if (message.type === 'level') {
      this.#agentRms = message.rms;
      return;
    }
    const callId = this.#heardCallId;
    if (callId === null) return;
    const agoMs = sinceOutputMs(context, message.contextTime);
    const report = (heardAgoMs: number) =>
      this.#send({ type: 'heard', callId, frame: message.frame, agoMs: heardAgoMs });
    // Not out yet: report at the moment it is.
    if (agoMs >= 0) report(agoMs);
    else after(-agoMs, () => report(Math.max(0, sinceOutputMs(context, message.contextTime))));
  }
}

/** How long ago the sample of `contextTime` left the output; negative when it has yet to. */
function sinceOutputMs(context: AudioContext, contextTime: number): number {
  const { contextTime: outTime = 0, performanceTime = 0 } = context.getOutputTimestamp();
  if (performanceTime === 0) {
    return (context.currentTime - contextTime - context.outputLatency) * 1_000;
  }
  return performance.now() - (performanceTime + (contextTime - outTime) * 1_000);
}
