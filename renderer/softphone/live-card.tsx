import { Grip, Phone, PhoneOff, Volume2, VolumeX } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { CallView, LiveState } from '../../common/contract/index.ts';
import { hostedInShort } from '../call/hosted-row.tsx';
import { formatTimer } from '../format/time-format.ts';
import { phaseInWords } from '../state/call-phases.ts';
import { callerName, usePhone } from '../state/callers.ts';
import { useLive } from '../state/live-store.ts';
import { agentNameOfCall, liveCall, partiesOf } from '../state/selectors.ts';
import { showCall } from '../state/view-store.ts';
import { productNowMs, useWallNowMs } from '../state/window-clock.ts';
import { useRun, useServices } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Dot } from '../ui/labels.tsx';
import { Meter } from '../ui/meter.tsx';
import { Keypad } from './keypad.tsx';
import styles from './live-card.module.css';
import { useAgentNumber } from './party-card.tsx';

/** Dials as the chosen caller and follows the call. */
export function usePlaceCall(state: LiveState): (() => Promise<void>) | null {
  const run = useRun();
  const { audio } = useServices();
  const from = usePhone((phone) => phone.callerNumber);
  const to = useAgentNumber(state);
  if (to === null) return null;
  return async () => {
    audio.wake();
    const placed = await run('call.place', { from, to });
    if (placed !== null) showCall(placed.callId);
  };
}

/** The call that goes on, or the button that starts one. */
export function LiveCard(props: { state: LiveState }) {
  const { state } = props;
  const call = liveCall(state);
  const place = usePlaceCall(state);
  if (call !== null) return <LiveCall state={state} call={call} />;
  return (
    <Button
      tone="primary"
      size="large"
      wide
      data-main
      disabled={place === null}
      onClick={() => void place?.()}
    >
      <Phone size={16} />
      Call
    </Button>
  );
}

function LiveCall(props: { state: LiveState; call: CallView }) {
  const { state, call } = props;
  const run = useRun();
  const { audio, microphone } = useServices();
  const callerLevel = useCallback(
    () => Math.max(audio.callerLevel(), microphone.level),
    [audio, microphone],
  );
  const nowMs = useWallNowMs(250);
  const { person } = partiesOf(call);
  const phase = phaseInWords(call);
  const hosted = hostedInShort(call);
  const sinceIso = call.answeredAt;
  const elapsedMs = sinceIso === null ? 0 : productNowMs(state.clock, nowMs) - Date.parse(sinceIso);
  const real = call.carrier === 'twilio';
  return (
    <Card className={styles.live} aria-label="The call">
      <div className={styles.timer} role="timer">
        {formatTimer(elapsedMs)}
      </div>
      <div className={styles.phase} data-tone={phase.tone} aria-live="polite">
        <Dot tone={phase.tone} pulse={call.phase !== 'speaking'} />
        {phase.text}
      </div>
      {hosted === null ? null : <p className={styles.hosted}>{hosted}</p>}
      <div className={styles.meters}>
        <span>{callerName(person)}</span>
        <Meter label="Level of the caller" read={callerLevel} />
        <span>{agentNameOfCall(state, call)}</span>
        <Meter label="Level of the agent" agent read={audio.agentLevel} />
      </div>
      {real ? (
        <p className={styles.hosted}>Over Twilio, on a real telephone.</p>
      ) : (
        <PersonControls call={call} />
      )}
      <Button
        tone="danger"
        size="large"
        wide
        onClick={() => void run('call.hangUp', { callId: call.id })}
      >
        <PhoneOff size={16} />
        {real ? 'End the call' : 'Hang up'}
      </Button>
    </Card>
  );
}

/** What the person at this desk can do in a call. */
function PersonControls(props: { call: CallView }) {
  const { call } = props;
  const run = useRun();
  const { audio } = useServices();
  const owner = useLive((live) => live.audioOwner);
  const [keypad, setKeypad] = useState(false);
  const [muted, setMuted] = useState(audio.muted);
  const Volume = muted ? VolumeX : Volume2;
  return (
    <>
      {owner ? null : (
        <Button wide onClick={() => audio.wake()}>
          <Volume2 size={15} />
          Play the sound here
        </Button>
      )}
      <div className={styles.actions}>
        <button
          type="button"
          className={styles.action}
          aria-pressed={keypad}
          disabled={call.answeredAt === null}
          onClick={() => setKeypad(!keypad)}
        >
          <Grip size={16} />
          Keypad
        </button>
        <button
          type="button"
          className={styles.action}
          aria-pressed={muted}
          onClick={() => {
            audio.setMuted(!muted);
            setMuted(!muted);
          }}
        >
          <Volume size={16} />
          {muted ? 'Sound off' : 'Sound on'}
        </button>
      </div>
      {keypad ? (
        <Keypad onKey={(digits) => void run('call.dtmf', { callId: call.id, digits })} />
      ) : null}
    </>
  );
}
