import { PhoneOff } from 'lucide-react';
import { useCallback } from 'react';
import type { CallView, ClockState, LiveState } from '../../common/contract/index.ts';
import { hidesNumber } from '../../common/rules/phone/hidden-number.ts';
import { hostedInShort } from '../call/hosted-row.tsx';
import { formatPhoneNumber } from '../format/phone-number.ts';
import { formatTimer } from '../format/time-format.ts';
import { phaseInWords } from '../state/call-phases.ts';
import { callerInitials, callerName } from '../state/callers.ts';
import { agentNameOfCall, partiesOf } from '../state/selectors.ts';
import { productNowMs, useWallNowMs } from '../state/window-clock.ts';
import { useRun, useServices } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Avatar, Dot, Name, Named } from '../ui/labels.tsx';
import { Meter } from '../ui/meter.tsx';
import { CallControls } from './live/call-controls.tsx';
import styles from './live-card.module.css';

/** The running call: the two parties, its phase, and the actions on it. */
export function LiveCard(props: { state: LiveState; call: CallView }) {
  const { state, call } = props;
  const run = useRun();
  const { audio, microphone } = useServices();
  const silent = call.phone?.muted === true || call.phone?.held === true;
  const callerLevel = useCallback(
    () => (silent ? 0 : Math.max(audio.callerLevel(), microphone.sentLevel())),
    [audio, microphone, silent],
  );
  const { person } = partiesOf(call);
  const hosted = hostedInShort(call);
  const real = call.carrier === 'twilio';
  return (
    <Card className={styles.live} aria-label="The call">
      <div className={styles.person}>
        <Avatar text={callerInitials(person)} of={person} />
        <Named>
          <Name>{callerName(person)}</Name>
          <small>{hidesNumber(person) ? 'No number is shown' : formatPhoneNumber(person)}</small>
        </Named>
        <span className={styles.timer} role="timer">
          <Elapsed since={call.answeredAt} clock={state.clock} />
        </span>
      </div>
      <PhaseLine call={call} />
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
        <CallControls key={call.id} state={state} call={call} />
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

/** Separate, because it renders four times a second. */
function Elapsed({ since, clock }: { since: string | null; clock: ClockState }) {
  const nowMs = useWallNowMs(250);
  return formatTimer(since === null ? 0 : productNowMs(clock, nowMs) - Date.parse(since));
}

function PhaseLine({ call }: { call: CallView }) {
  const phase = phaseInWords(call);
  const aside = call.phone?.held ? 'on hold' : call.phone?.muted ? 'muted' : null;
  return (
    <div className={styles.phase} data-tone={phase.tone} aria-live="polite">
      <Dot tone={phase.tone} pulse={call.phase !== 'speaking'} />
      {phase.text}
      {aside === null ? null : <b className={styles.aside}>{aside}</b>}
    </div>
  );
}
