import { decodeAudioFrame } from '../../../common/rules/sound/audio-frame.ts';
import type { Waveform } from '../../../common/rules/sound/waveform.ts';
import { useLive } from '../../state/live-store.ts';
import { productNowMs } from '../../state/window-clock.ts';
import { LiveLane } from './live-lane.ts';

/** Only this many waveforms are kept; older calls are long over. */
const KEPT_CALLS = 4;

const lanes = new Map<string, { caller: LiveLane; agent: LiveLane }>();

/**
 * Builds the waveform of a live call from the frames that the window plays, accurate to a frame or
 * two. The recording replaces it after the call.
 */
export function receiveLiveSound(message: ArrayBuffer): void {
  const { state } = useLive.getState();
  const frame = decodeAudioFrame(message);
  const call = state?.calls.find(({ id }) => id === frame?.callId);
  if (state === null || frame === null || call === undefined) return;
  let both = lanes.get(call.id);
  if (both === undefined) {
    both = { caller: new LiveLane(), agent: new LiveLane() };
    lanes.set(call.id, both);
    const oldest = lanes.keys().next();
    if (lanes.size > KEPT_CALLS && !oldest.done) lanes.delete(oldest.value);
  }
  const lane = frame.direction === 'toCaller' ? both.agent : both.caller;
  const arrivedMs = productNowMs(state.clock) - Date.parse(call.startedAt);
  lane.receive(frame.frame, frame.samples, arrivedMs);
}

/** The waveform so far; null if no sound of the call reached this window. */
export function liveWaveform(callId: string): Waveform | null {
  const both = lanes.get(callId);
  return both === undefined ? null : { caller: both.caller.extremes, agent: both.agent.extremes };
}
