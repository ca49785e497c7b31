import { PhoneOff } from 'lucide-react';
import type { CallView, LiveState } from '../../../common/contract/index.ts';
import { classNames } from '../../format/class-names.ts';
import { formatTimer } from '../../format/time-format.ts';
import { phaseInWords } from '../../state/call-phases.ts';
import { callerInitials, callerName } from '../../state/callers.ts';
import { agentNameOfCall, partiesOf } from '../../state/selectors.ts';
import { showCall } from '../../state/view-store.ts';
import { productNowMs, useWallNowMs } from '../../state/window-clock.ts';
import { useRun } from '../../state/window-context.tsx';
import { IconButton } from '../../ui/button.tsx';
import { Avatar, Dot, Name } from '../../ui/labels.tsx';
import styles from './call-switcher.module.css';

/** Several simultaneous calls, with a row for each. The chosen one is shown and heard. */
export function CallSwitcher(props: {
  state: LiveState;
  calls: readonly CallView[];
  shownCallId: string | null;
}) {
  const { state, calls, shownCallId } = props;
  const nowMs = productNowMs(state.clock, useWallNowMs(1_000));
  return (
    <section className={styles.switcher} aria-label="Live calls">
      <h2 className={styles.title}>
        {calls.length} calls at once
        <small>Choose which one you hear</small>
      </h2>
      <ul className={styles.list}>
        {calls.map((call) => (
          <Row
            key={call.id}
            state={state}
            call={call}
            shown={call.id === shownCallId}
            nowMs={nowMs}
          />
        ))}
      </ul>
    </section>
  );
}

function Row(props: { state: LiveState; call: CallView; shown: boolean; nowMs: number }) {
  const { state, call, shown, nowMs } = props;
  const run = useRun();
  const { person } = partiesOf(call);
  const caller = callerName(person);
  const agent = agentNameOfCall(state, call);
  const [from, to] = call.direction === 'outbound' ? [agent, caller] : [caller, agent];
  const phase = phaseInWords(call);
  return (
    <li className={classNames(styles.row, shown && styles.shown)}>
      <button
        type="button"
        className={styles.call}
        aria-current={shown ? 'true' : undefined}
        title={`${from} → ${to}`}
        onClick={() => showCall(call.id)}
      >
        <Avatar small text={callerInitials(person)} of={person} />
        <span className={styles.who}>
          <span>
            <Name>{from}</Name> → <Name>{to}</Name>
          </span>
          <small>
            <Dot tone={phase.tone} />
            {phase.text}
          </small>
        </span>
        <span className={styles.timer}>
          {call.answeredAt === null ? '–' : formatTimer(nowMs - Date.parse(call.answeredAt))}
        </span>
      </button>
      <IconButton
        label={`Hang up the call of ${caller}`}
        hint="Hang up"
        className={styles.hangUp}
        onClick={() => void run('call.hangUp', { callId: call.id })}
      >
        <PhoneOff size={15} />
      </IconButton>
    </li>
  );
}
