import { Download, Pause, Play } from 'lucide-react';
import {
  type Dispatch,
  type RefObject,
  type SetStateAction,
  useEffect,
  useRef,
  useState,
} from 'react';
import type WaveSurfer from 'wavesurfer.js';
import { formatTimer } from '../format/time-format.ts';
import { OperationError } from '../state/control-client.ts';
import { useTimeline } from '../state/timeline-store.ts';
import { useServices } from '../state/window-context.tsx';
import { IconButton } from '../ui/button.tsx';
import { Spinner } from '../ui/states.tsx';
import { useTheme } from '../ui/theme.ts';
import styles from './recording.module.css';

const LANE_HEIGHT_PX = 26;

/** The recording of a finished call: one lane for the caller, one for the agent. */
export function Recording(props: { callId: string; durationMs: number }) {
  const { callId, durationMs } = props;
  const container = useRef<HTMLDivElement>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [position, setPosition] = useState<Position>({
    atMs: 0,
    // An estimate until the recording is loaded: it covers the call from its answer to its end.
    totalMs: durationMs,
  });
  const loaded = useRecording(callId, setFailure);
  const { player, ready, playing } = usePlayer(container, loaded, { setPosition, setFailure });
  if (failure !== null) return <p className={styles.failure}>{failure}</p>;
  const Icon = playing ? Pause : Play;
  return (
    <section className={styles.recording} aria-label="Recording">
      <IconButton
        label={playing ? 'Pause' : 'Play the recording'}
        disabled={!ready}
        onClick={() => void player.current?.playPause()}
      >
        <Icon size={16} />
      </IconButton>
      <div className={styles.lanes}>
        <span>Caller</span>
        <span>Agent</span>
      </div>
      <div className={styles.wave}>
        <div ref={container} />
        {ready ? null : (
          <span className={styles.loading}>
            <Spinner label="Loading the recording" />
            {loaded === null ? 'Loading the recording…' : 'Drawing the recording…'}
          </span>
        )}
      </div>
      <span className={styles.time}>
        {formatTimer(position.atMs)} / {formatTimer(position.totalMs)}
      </span>
      <IconButton
        label="Save the recording"
        disabled={loaded === null}
        onClick={() => loaded !== null && save(loaded.url, `${callId}.wav`)}
      >
        <Download size={15} />
      </IconButton>
    </section>
  );
}

interface Position {
  readonly atMs: number;
  readonly totalMs: number;
}

interface Loaded {
  readonly url: string;
  readonly blob: Blob;
  readonly WaveSurfer: typeof WaveSurfer;
}

/** The recording as a file; null until it is loaded. */
function useRecording(callId: string, setFailure: (failure: string) => void): Loaded | null {
  const { control } = useServices();
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    let url: string | null = null;
    // The player is loaded with the first recording, because most windows never show one.
    Promise.all([control.recording(callId, abort.signal), import('wavesurfer.js')]).then(
      ([blob, { default: Drawing }]) => {
        url = URL.createObjectURL(blob);
        setLoaded({ url, blob, WaveSurfer: Drawing });
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        setFailure(
          error instanceof OperationError ? error.message : 'The recording failed to load.',
        );
      },
    );
    return () => {
      abort.abort();
      if (url !== null) URL.revokeObjectURL(url);
    };
  }, [callId, control, setFailure]);
  return loaded;
}

/** Plays the recording, drawn in `container`. */
function usePlayer(
  container: RefObject<HTMLElement | null>,
  loaded: Loaded | null,
  on: {
    setPosition: Dispatch<SetStateAction<Position>>;
    setFailure: (failure: string) => void;
  },
) {
  const { setPosition, setFailure } = on;
  const { cspNonce } = useServices();
  const theme = useTheme((store) => store.choice);
  const player = useRef<WaveSurfer | null>(null);
  /** Decoding is finished. The player ignores commands before that. */
  const [ready, setReady] = useState(false);
  const [playing, setPlaying] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are read again per theme
  useEffect(() => {
    if (loaded === null || container.current === null) return;
    const wave = drawnIn(loaded.WaveSurfer, container.current, cspNonce);
    player.current = wave;
    wave.on('ready', (seconds) => {
      setPosition({ atMs: 0, totalMs: seconds * 1_000 });
      setReady(true);
    });
    wave.on('timeupdate', (seconds) => {
      const atMs = seconds * 1_000;
      setPosition(({ totalMs }) => ({ atMs, totalMs }));
      if (wave.isPlaying()) useTimeline.setState({ cursorMs: atMs });
    });
    wave.on('interaction', (seconds) => useTimeline.setState({ cursorMs: seconds * 1_000 }));
    const unfollow = followCursor(wave);
    wave.on('play', () => {
      setPlaying(true);
      useTimeline.setState({ playing: false });
    });
    wave.on('pause', () => setPlaying(false));
    wave.on('error', () => setFailure('The recording cannot be decoded.'));
    void wave.loadBlob(loaded.blob).catch(() => setFailure('The recording cannot be decoded.'));
    return () => {
      player.current = null;
      setReady(false);
      unfollow();
      wave.destroy();
    };
  }, [loaded, cspNonce, theme]);
  return { player, ready, playing };
}

function drawnIn(
  Drawing: typeof WaveSurfer,
  container: HTMLElement,
  cspNonce: string | undefined,
): WaveSurfer {
  return Drawing.create({
    container,
    cspNonce,
    cursorColor: colourOf(container, '--ink'),
    cursorWidth: 1,
    barWidth: 2,
    barGap: 1,
    barRadius: 2,
    barMinHeight: 1,
    splitChannels: [lane(container, '--caller'), lane(container, '--agent')],
  });
}

/**
 * The recording and the rows of the timeline share one cursor, because only one of them plays at a
 * time.
 */
function followCursor(wave: WaveSurfer): () => void {
  return useTimeline.subscribe(({ cursorMs, playing }, before) => {
    if (cursorMs === null || cursorMs === before.cursorMs || wave.isPlaying()) {
      if (playing && !before.playing) wave.pause();
      return;
    }
    wave.setTime(cursorMs / 1_000);
  });
}

function lane(element: HTMLElement, colour: string) {
  const value = colourOf(element, colour);
  return { waveColor: value, progressColor: value, height: LANE_HEIGHT_PX, normalize: false };
}

/** The computed value of a colour token: a canvas cannot use custom properties. */
function colourOf(element: HTMLElement, token: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  element.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

function save(url: string, fileName: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
}
