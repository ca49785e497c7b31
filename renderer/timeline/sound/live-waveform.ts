import { decodeAudioFrame } from '../../../common/rules/audio-frame.ts';
import { WAVEFORM_STEP_MS, type Waveform } from '../../../common/rules/waveform.ts';
import { useLive } from '../../state/live-store.ts';
import { productNowMs } from '../../state/window-clock.ts';

/** Frames closer together than this follow each other; only their count decides their place. */
const SAME_SPURT_MS = 200;
/** Logs of sound beyond this are of calls long gone. */
const KEPT_CALLS = 4;

interface Lane {
  extremes: Int8Array;
  /** The step after the last one written. */
  nextStep: number;
}

const lanes = new Map<string, { caller: Lane; agent: Lane }>();

/**
 * Draws up the waveform of a live call from the frames that the window plays. Times are those of
 * arrival, within a frame or two; the recording replaces them when the call is over.
 */
export function receiveLiveSound(message: ArrayBuffer): void {
  const { state } = useLive.getState();
  const frame = decodeAudioFrame(message);
  const call = state?.calls.find(({ id }) => id === frame?.callId);
  if (state === null || frame === null || call === undefined) return;
  let both = lanes.get(call.id);
  if (both === undefined) {
    both = { caller: emptyLane(), agent: emptyLane() };
    lanes.set(call.id, both);
    const oldest = lanes.keys().next();
    if (lanes.size > KEPT_CALLS && !oldest.done) lanes.delete(oldest.value);
  }
  const lane = frame.direction === 'toCaller' ? both.agent : both.caller;
  const arrivedMs = productNowMs(state.clock) - Date.parse(call.startedAt);
  const arrivedStep = Math.max(0, Math.floor(arrivedMs / WAVEFORM_STEP_MS));
  const gapMs = (arrivedStep - lane.nextStep) * WAVEFORM_STEP_MS;
  write(lane, Math.abs(gapMs) < SAME_SPURT_MS ? lane.nextStep : arrivedStep, frame.samples);
}

/** The waveform so far; null when no sound of the call came to this window. */
export function liveWaveform(callId: string): Waveform | null {
  const both = lanes.get(callId);
  return both === undefined ? null : { caller: both.caller.extremes, agent: both.agent.extremes };
}

function emptyLane(): Lane {
  return { extremes: new Int8Array(6_000), nextStep: 0 };
}

function write(lane: Lane, step: number, samples: Int16Array): void {
  if ((step + 1) * 2 > lane.extremes.length) {
    const larger = new Int8Array((step + 1) * 4);
    larger.set(lane.extremes);
    lane.extremes = larger;
  }
  let low = 0;
  let high = 0;
  for (const sample of samples) {
    if (sample < low) low = sample;
    else if (sample > high) high = sample;
  }
  lane.extremes[step * 2] = low >> 8;
  lane.extremes[step * 2 + 1] = high >> 8;
  lane.nextStep = step + 1;
}
