import { PhoneIncoming, PhoneMissed, PhoneOff, PhoneOutgoing } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { CallView, LiveState } from '../../common/contract/index.ts';
import { classNames } from '../format/class-names.ts';
import { formatPhoneNumber } from '../format/phone-number.ts';
import { formatTimer } from '../format/time-format.ts';
import { endInWords } from '../state/call-phases.ts';
import { callerName } from '../state/callers.ts';
import { agentNameOfCall, partiesOf } from '../state/selectors.ts';
import { showCall } from '../state/view-store.ts';
import { stepInList } from '../ui/forms/step-in-list.ts';
import { Name } from '../ui/labels.tsx';
import listRow from '../ui/list-row.module.css';
import { Moment } from '../ui/moment.tsx';
import styles from './recent-calls.module.css';

/** A finished call. */
export function RecentCallRow(props: {
  state: LiveState;
  call: CallView;
  shown: boolean;
  /** Whether this is the row of the list that Tab reaches. */
  tabStop: boolean;
  onFocus(): void;
}) {
  const { state, call, shown } = props;
  const { person } = partiesOf(call);
  const agent = agentNameOfCall(state, call);
  const caller = callerName(person);
  const [from, to] = call.direction === 'outbound' ? [agent, caller] : [caller, agent];
  const mark = endMark(call);
  return (
    <button
      type="button"
      role="option"
      aria-selected={shown}
      tabIndex={props.tabStop ? 0 : -1}
      className={classNames(listRow.row, styles.row, shown && listRow.shown)}
      title={formatPhoneNumber(person)}
      onFocus={props.onFocus}
      onKeyDown={(event: KeyboardEvent<HTMLElement>) => stepInList(event)}
      onClick={() => showCall(call.id)}
    >
      <mark.Icon size={15} className={mark.bad ? styles.failed : undefined} />
      <span className={styles.who}>
        <span>
          <Name>{from}</Name> → <Name>{to}</Name>
        </span>
        <small>
          {mark.word === null ? null : (
            <b className={mark.bad ? styles.bad : undefined}>{mark.word}</b>
          )}
          {mark.word === null ? endInWords(call) : mark.why}
        </small>
      </span>
      <span className={styles.when}>
        <Moment at={call.startedAt} as="ago" />
        <small>
          {call.durationSeconds === null || call.answeredAt === null
            ? '–'
            : formatTimer(call.durationSeconds * 1_000)}
        </small>
      </span>
    </button>
  );
}

/** A symbol and a word for a call that was not answered, or that failed. */
export function endMark(call: CallView) {
  // Seen from the person: an agent's outbound call is incoming.
  const Icon = call.direction === 'outbound' ? PhoneIncoming : PhoneOutgoing;
  const reason = call.disconnectionReason;
  if (reason === 'dial_declined') {
    return { Icon: PhoneOff, word: 'Declined', why: '', bad: true } as const;
  }
  if (reason === 'dial_no_answer') {
    return { Icon: PhoneMissed, word: 'Missed', why: ' · No answer', bad: true } as const;
  }
  if (call.status === 'failed') {
    return { Icon: PhoneOff, word: 'Failed', why: ` · ${endInWords(call)}`, bad: true } as const;
  }
  if (call.answeredAt === null) {
    const why = ` · ${endInWords(call)}`;
    return { Icon: PhoneMissed, word: 'Not answered', why, bad: false } as const;
  }
  return { Icon, word: null, why: '', bad: false } as const;
}
