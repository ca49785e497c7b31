import { Mic, MicOff, RotateCcw } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { CallView, OperationOutput } from '../../common/contract/index.ts';
import { MicrophoneError } from '../audio/microphone.ts';
import { showScreen } from '../state/view-store.ts';
import { reportFailure, useServices } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { Spinner } from '../ui/states.tsx';
import styles from './say-box.module.css';

type Recogniser = OperationOutput<'engines.get'>['stt'];

/** Speaking with one's own voice, where something is there that understands it. */
export function MicrophonePanel(props: { call: CallView | null }) {
  const { call } = props;
  const { control } = useServices();
  const [recogniser, setRecogniser] = useState<Recogniser | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    control.run('engines.get', {}, abort.signal).then(
      ({ stt }) => setRecogniser(stt),
      (error: unknown) => {
        if (!abort.signal.aborted) reportFailure(error);
      },
    );
    return () => abort.abort();
  }, [control]);
  if (recogniser === null) return <Spinner label="Asking for the recogniser" />;
  if (recogniser.kind === 'typed' || recogniser.problem !== null) {
    return <NoRecogniser problem={recogniser.problem} />;
  }
  return call === null || call.answeredAt === null ? (
    <p className={styles.none}>Once the call is answered, just speak.</p>
  ) : (
    <OpenMicrophone callId={call.id} />
  );
}

function NoRecogniser(props: { problem: string | null }) {
  return (
    <div className={styles.none}>
      <MicOff size={18} />
      <div>
        <p>
          <b>No recogniser is set up yet.</b>{' '}
          {props.problem ?? 'Spoken words need one to become text.'} Until then typed lines work,
          and can be spoken aloud.
        </p>
        <Button onClick={() => showScreen('settings')}>Choose one in the settings</Button>
      </div>
    </div>
  );
}

function OpenMicrophone(props: { callId: string }) {
  const { callId } = props;
  const { microphone } = useServices();
  const [failure, setFailure] = useState<string | null>(null);
  const [muted, setMuted] = useState(false);
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new try is a reason to start again
  useEffect(() => {
    let over = false;
    setFailure(null);
    microphone.setMuted(false);
    setMuted(false);
    microphone.start(callId).catch((error: unknown) => {
      if (over) return;
      setFailure(error instanceof MicrophoneError ? error.message : String(error));
    });
    return () => {
      over = true;
      microphone.stop();
    };
  }, [callId, microphone, tries]);
  if (failure !== null) {
    return (
      <div className={styles.none} role="alert">
        <MicOff size={18} />
        <div>
          <p>{failure}</p>
          <Button onClick={() => setTries(tries + 1)}>
            <RotateCcw size={14} />
            Try again
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div className={styles.foot}>
      <span className={styles.open}>
        {muted ? <MicOff size={16} /> : <Mic size={16} />}
        {muted ? 'Muted: silence goes out' : 'The agent hears you'}
      </span>
      <Button
        aria-pressed={muted}
        onClick={() => {
          microphone.setMuted(!muted);
          setMuted(!muted);
        }}
      >
        {muted ? 'Unmute' : 'Mute'}
      </Button>
    </div>
  );
}
