import { useEffect, useMemo, useRef, useState } from 'react';
import type { CallView } from '../../../common/contract/index.ts';
import type { Waveform } from '../../../common/rules/sound/waveform.ts';
import { isLive } from '../../state/selectors.ts';
import { useTimeline } from '../../state/timeline-store.ts';
import { reportFailure, useServices } from '../../state/window-context.tsx';
import { liveWaveform } from './live-waveform.ts';
import { SoundPlayer, type Stretch } from './player.ts';
import { type RecordingSound, readRecording, readWaveform } from './recording-sound.ts';

export interface CallSound {
  /** Must be read for each drawing, because it grows in place. */
  waveform(): Waveform | null;
  /** Null while the call is live, or if it was not recorded. */
  readonly recording: RecordingSound | null;
  /** Whether there is something to hear. For a live call, that is the recording so far. */
  readonly playable: boolean;
  play(stretches: readonly Stretch[], onEnd?: () => void): void;
  stop(): void;
}

/** The sound of the shown call. `onMore` is called when there is more to draw. */
export function useCallSound(call: CallView | null, onMore: () => void): CallSound {
  const { control } = useServices();
  const player = useMemo(() => new SoundPlayer(), []);
  // When another part of the window stops playback, such as the recording beside it, the sound
  // stops, too.
  useEffect(
    () =>
      useTimeline.subscribe((now, before) => {
        if (before.playing && !now.playing) player.stop();
      }),
    [player],
  );
  const callId = call?.id ?? null;
  const ready = call !== null && !isLive(call) && call.recordingAvailable;
  const running = call !== null && isLive(call) && call.answeredAt !== null;
  const { recording, recorded } = useLoaded(ready ? callId : null, player, onMore);
  return useMemo(
    () => ({
      recording,
      playable: recording !== null || running,
      waveform: () => recorded.current ?? (callId === null ? null : liveWaveform(callId)),
      play: (stretches, onEnd) => {
        if (recording !== null) {
          start(player, recording, stretches, onEnd);
          return;
        }
        if (callId === null || !running) return;
        // The recording grows, so it is loaded again each time.
        control
          .recording(callId)
          .then(async (blob) => {
            const soFar = readRecording(await blob.arrayBuffer());
            if (soFar !== null) start(player, soFar, stretches, onEnd);
          })
          .catch(reportFailure);
      },
      stop: () => player.stop(),
    }),
    [recording, recorded, callId, running, control, player],
  );
}

/** The recording of a finished call, and its waveform as far as it is computed. */
function useLoaded(callId: string | null, player: SoundPlayer, onMore: () => void) {
  const { control } = useServices();
  const [recording, setRecording] = useState<RecordingSound | null>(null);
  const recorded = useRef<Waveform | null>(null);
  const tell = useRef(onMore);
  tell.current = onMore;
  useEffect(() => {
    recorded.current = null;
    setRecording(null);
    if (callId === null) return;
    const abort = new AbortController();
    const load = async () => {
      const blob = await control.recording(callId, abort.signal);
      const sound = readRecording(await blob.arrayBuffer());
      if (sound === null || abort.signal.aborted) return;
      setRecording(sound);
      await readWaveform(
        sound,
        (waveform) => {
          recorded.current = waveform;
          tell.current();
        },
        abort.signal,
      );
    };
    // The panel of the recording reports if there is none. The timeline is drawn without it.
    load().catch(() => {});
    return () => {
      abort.abort();
      player.stop();
    };
  }, [callId, control, player]);
  return { recording, recorded };
}

/** Plays the available part of the stretches. */
function start(
  player: SoundPlayer,
  sound: RecordingSound,
  stretches: readonly Stretch[],
  onEnd?: () => void,
): void {
  const there = stretches
    .map((stretch) => ({ ...stretch, toMs: Math.min(stretch.toMs, sound.durationMs) }))
    .filter(({ fromMs, toMs }) => toMs > fromMs);
  player.play(sound, there, {
    onCursor: (cursorMs) => useTimeline.setState({ cursorMs }),
    onEnd: () => {
      useTimeline.setState({ playing: false });
      onEnd?.();
    },
  });
  useTimeline.setState({ playing: there.length > 0 });
}
