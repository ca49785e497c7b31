import { Mic, MicOff, RotateCcw, Volume2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { CallView, OperationOutput } from '../../../common/contract/index.ts';
import { usePhone } from '../../state/callers.ts';
import { useLive } from '../../state/live-store.ts';
import { showScreen } from '../../state/view-store.ts';
import { reportFailure, useServices } from '../../state/window-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/forms/segmented.tsx';
import { Select } from '../../ui/forms/select.tsx';
import { Kbd } from '../../ui/labels.tsx';
import { Meter } from '../../ui/meter.tsx';
import { Spinner } from '../../ui/states.tsx';
import styles from './microphone-panel.module.css';
import { TALK_KEY, useTalkKey } from './talk-key.ts';
import { type OpenedMicrophone, useMicrophone } from './use-microphone.ts';

type Recogniser = OperationOutput<'engines.get'>['stt'];

/** Lets the person speak, if there is a recogniser that understands them. */
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
    <OpenMicrophone call={call} />
  );
}

/** Nothing would understand the person. The level still shows whether the microphone works. */
function NoRecogniser(props: { problem: string | null }) {
  const [testing, setTesting] = useState(false);
  return (
    <>
      <div className={styles.none}>
        <MicOff size={18} />
        <div>
          <p>
            <b>No recogniser is set up yet.</b>{' '}
            {props.problem ?? 'Spoken words need one to become text.'} Until then typed lines work,
            and can be spoken aloud.
          </p>
          <div className={styles.buttons}>
            <Button onClick={() => showScreen('settings')}>Choose one in the settings</Button>
            <Button aria-pressed={testing} onClick={() => setTesting(!testing)}>
              {testing ? 'End the test' : 'Test the microphone'}
            </Button>
          </div>
        </div>
      </div>
      {testing ? <MicrophoneTest /> : null}
    </>
  );
}

function MicrophoneTest() {
  const opened = useMicrophone(null);
  if (opened.failure !== null) return <Failure opened={opened} />;
  return (
    <div className={styles.panel}>
      <Level words="Say something: the bar moves" />
      <DeviceChoice opened={opened} />
    </div>
  );
}

/** Only the window that plays the sound may send microphone sound. */
function OpenMicrophone(props: { call: CallView }) {
  const { audio } = useServices();
  const owner = useLive((live) => live.audioOwner);
  if (owner) return <OwnMicrophone call={props.call} />;
  return (
    <div className={styles.none}>
      <MicOff size={18} />
      <div>
        <p>Another window has the sound of the call, and its microphone.</p>
        <Button onClick={() => audio.wake()}>
          <Volume2 size={15} />
          Speak here
        </Button>
      </div>
    </div>
  );
}

function OwnMicrophone(props: { call: CallView }) {
  const { call } = props;
  const { microphone } = useServices();
  const talk = usePhone((phone) => phone.talk);
  const [held, setHeld] = useState(false);
  const opened = useMicrophone(call.id);
  const { muted = false, held: onHold = false } = call.phone ?? {};
  const push = talk === 'push';
  useTalkKey(push, setHeld);
  const open = !muted && !onHold && (!push || held);
  useEffect(() => microphone.setMuted(!open), [microphone, open]);
  if (opened.failure !== null) return <Failure opened={opened} />;
  return (
    <div className={styles.panel}>
      <Segmented
        label="When the microphone is open"
        value={talk}
        options={[
          { value: 'open', label: 'Open' },
          { value: 'push', label: 'Push to talk' },
        ]}
        onChange={(next) => usePhone.setState({ talk: next })}
      />
      <Level muted={!open} words={wordsOf({ muted, onHold, push, held })} />
      {push ? <TalkButton held={held} onHeld={setHeld} /> : null}
      <DeviceChoice opened={opened} />
    </div>
  );
}

function wordsOf(state: { muted: boolean; onHold: boolean; push: boolean; held: boolean }): string {
  if (state.onHold) return 'On hold: silence goes out';
  if (state.muted) return 'Muted: silence goes out';
  if (state.push && !state.held) return 'Silent until you hold to talk';
  return 'The agent hears you';
}

/** The level of the device, also while it is muted. */
function Level(props: { words: string; muted?: boolean }) {
  const { microphone } = useServices();
  const Icon = props.muted ? MicOff : Mic;
  return (
    <div className={styles.level}>
      <Icon size={16} />
      <span role="status">{props.words}</span>
      <Meter label="Level of the microphone" read={microphone.inputLevel} />
    </div>
  );
}

function TalkButton(props: { held: boolean; onHeld(held: boolean): void }) {
  const { held, onHeld } = props;
  const isPress = (key: string) => key === ' ' || key === 'Enter';
  return (
    <Button
      wide
      tone={held ? 'primary' : 'ghost'}
      className={styles.talk}
      aria-pressed={held}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        onHeld(true);
      }}
      onPointerUp={() => onHeld(false)}
      onPointerCancel={() => onHeld(false)}
      onBlur={() => onHeld(false)}
      onKeyDown={(event) => {
        if (isPress(event.key)) onHeld(true);
      }}
      onKeyUp={(event) => {
        if (isPress(event.key)) onHeld(false);
      }}
    >
      <Mic size={15} />
      {held ? 'You are heard' : 'Hold to talk'}
      <span aria-hidden="true">
        <Kbd inherit>{TALK_KEY}</Kbd>
      </span>
    </Button>
  );
}

const SYSTEM = 'system';

function DeviceChoice(props: { opened: OpenedMicrophone }) {
  const { devices } = props.opened;
  const chosen = usePhone((phone) => phone.microphoneId);
  if (devices.length === 0) return null;
  const isThere = devices.some(({ id }) => id === chosen);
  return (
    <Select
      label="Microphone"
      fill
      value={isThere && chosen !== null ? chosen : SYSTEM}
      options={[
        { value: SYSTEM, label: 'The system’s microphone' },
        ...devices.map(({ id, label }, n) => ({
          value: id,
          label: label === '' ? `Microphone ${n + 1}` : label,
        })),
      ]}
      onChange={(id) => usePhone.setState({ microphoneId: id === SYSTEM ? null : id })}
    />
  );
}

function Failure(props: { opened: OpenedMicrophone }) {
  const { opened } = props;
  return (
    <>
      <div className={styles.none} role="alert">
        <MicOff size={18} />
        <div>
          <p>{opened.failure}</p>
          <Button onClick={opened.retry}>
            <RotateCcw size={14} />
            Try again
          </Button>
        </div>
      </div>
      <DeviceChoice opened={opened} />
    </>
  );
}
