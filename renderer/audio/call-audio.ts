import type { LiveClientMessage } from '../../common/contract/index.ts';
import { decodeAudioFrame } from '../../common/rules/sound/audio-frame.ts';
import { after } from '../state/window-clock.ts';
import workletUrl from './playout.worklet.ts?worker&url';
import { rmsOf } from './sound-level.ts';
import type { FromWorklet, ToWorklet } from './worklet-messages.ts';

/** The simulated carrier's rate. The worklet resamples sound of any other rate. */
const CONTEXT_RATE_HZ = 16_000;

interface Output {
  readonly context: AudioContext;
  readonly node: AudioWorkletNode;
  readonly volume: GainNode;
}

/**
 * The audio output of the window. It plays frames from the live socket, reports when the first
 * sound after silence reached the output, and measures the levels in both directions.
 */
export class CallAudio {
  readonly #send: (message: LiveClientMessage) => boolean;
  #output: Promise<Output | null> | null = null;
  #ready: Output | null = null;
  /** The call that is heard; null for whichever call has sound next. */
  #heardCallId: string | null = null;
  #agentRms = 0;
  #callerRms = 0;
  #callerSilence: (() => void) | null = null;
  #muted = false;

  constructor(deps: { send(message: LiveClientMessage): boolean }) {
    this.#send = deps.send;
  }

  /**
   * Must be called from a click, because browsers do not let a page make sound before one. It also
   * makes this window the one that plays the sound of calls.
   */
  wake(): void {
    this.#send({ type: 'claimAudio' });
    this.#output ??= this.#open();
    void this.#output.then((output) => output?.context.resume());
  }

  /** Takes one binary message of the live socket. */
  receive(message: ArrayBuffer): void {
    const frame = decodeAudioFrame(message);
    if (frame === null) return;
    this.#heardCallId ??= frame.callId;
    // Only one of several simultaneous calls is heard: a queue cannot hold frames of two calls.
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

  /** Drops the buffered agent sound of a call, because the agent was interrupted. */
  clear(callId: string): void {
    if (callId === this.#heardCallId) this.#post({ type: 'clear' });
  }

  /** Plays only this call from now on; null for whichever call has sound next. */
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

  /** RMS of the agent's sound that is being played, 0 to 1. */
  readonly agentLevel = (): number => this.#agentRms;
  /** RMS of the caller's sound that is being sent, 0 to 1. */
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
      // There is no sound card, or the page may not use it. The call continues without sound.
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
    // The sound has not reached the output yet; report when it does.
    if (agoMs >= 0) report(agoMs);
    else after(-agoMs, () => report(Math.max(0, sinceOutputMs(context, message.contextTime))));
  }
}

/** How long ago the sample at `contextTime` reached the output; negative if it has not yet. */
function sinceOutputMs(context: AudioContext, contextTime: number): number {
  const { contextTime: outTime = 0, performanceTime = 0 } = context.getOutputTimestamp();
  if (performanceTime === 0) {
    return (context.currentTime - contextTime - context.outputLatency) * 1_000;
  }
  return performance.now() - (performanceTime + (contextTime - outTime) * 1_000);
}
