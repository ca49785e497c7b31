import { BellOff, BellRing, Phone, PhoneOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { CallView, LiveState } from '../../common/contract/index.ts';
import { initials } from '../format/initials.ts';
import { formatPhoneNumber } from '../format/phone-number.ts';
import { callerName, usePhone } from '../state/callers.ts';
import { agentNameOfCall, partiesOf, phoneCall, ringingHere } from '../state/selectors.ts';
import { useView } from '../state/view-store.ts';
import { useServices } from '../state/window-context.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Avatar, Kbd, Name, VisuallyHidden } from '../ui/labels.tsx';
import styles from './incoming-call.module.css';
import { ringKeys } from './ringing/ring-keys.ts';
import { askForNotices, mayAskForNotices } from './ringing/ring-notice.ts';
import { useRingActions, useRingKeys, useRingNotice, useRingTone } from './ringing/use-ringing.ts';

/** More cards than this would cover the window when an agent calls a list of people. */
const SHOWN_CARDS = 3;

/**
 * A card for each call from an agent that is ringing, above everything else. The keys to answer
 * work wherever the focus is, so the focus stays where the person types.
 */
export function IncomingCalls(props: { state: LiveState }) {
  const { state } = props;
  const { isMac } = useServices();
  const ringing = ringingHere(state);
  const first = ringing[0] ?? null;
  const [silenced, setSilenced] = useState<ReadonlySet<string>>(new Set());
  useRingTone(ringing.some(({ id }) => !silenced.has(id)));
  useRingKeys(first?.id ?? null);
  useRingNotice(state, first);
  useHeardCall(state);
  return (
    <>
      {/* Exists before it rings, because some screen readers do not read out a region that
          appears together with its text. */}
      <VisuallyHidden aria-live="assertive" aria-atomic="true">
        {first === null ? '' : `${inWords(state, first)}. ${ringKeys(isMac).spoken}`}
      </VisuallyHidden>
      <div className={styles.stack}>
        {ringing.slice(0, SHOWN_CARDS).map((call) => (
          <RingingCall
            key={call.id}
            state={state}
            call={call}
            hasKeys={call === first}
            silenced={silenced.has(call.id)}
            onSilence={() => setSilenced(new Set([...silenced, call.id]))}
          />
        ))}
        {ringing.length > SHOWN_CARDS ? (
          <p className={styles.more}>{ringing.length - SHOWN_CARDS} more ring</p>
        ) : null}
      </div>
    </>
  );
}

/** Plays the sound of the call that the telephone shows, whatever the screen. */
function useHeardCall(state: LiveState): void {
  const { audio } = useServices();
  const chosenId = useView((view) => view.callId);
  const callId = phoneCall(state, chosenId)?.id ?? null;
  useEffect(() => audio.listenTo(callId), [audio, callId]);
}

function inWords(state: LiveState, call: CallView): string {
  return `${agentNameOfCall(state, call)} calls ${callerName(partiesOf(call).person)}`;
}

function RingingCall(props: {
  state: LiveState;
  call: CallView;
  hasKeys: boolean;
  silenced: boolean;
  onSilence(): void;
}) {
  const { state, call, hasKeys } = props;
  const { isMac } = useServices();
  const { answer, decline } = useRingActions();
  const ringTone = usePhone((phone) => phone.ringTone);
  const { person, agentNumber } = partiesOf(call);
  const agent = agentNameOfCall(state, call);
  const keys = ringKeys(isMac);
  return (
    <section aria-label={`Incoming call of ${agent}`} className={styles.card}>
      <Avatar agent text={initials(agent)} />
      <div className={styles.text}>
        <span className={styles.line}>
          <b>
            <Name>{agent}</Name>
          </b>{' '}
          calls <Name>{callerName(person)}</Name>
        </span>
        <small>
          {formatPhoneNumber(agentNumber)} → {formatPhoneNumber(person)}
        </small>
      </div>
      {ringTone && !props.silenced ? (
        <IconButton label="Silence this call" onClick={props.onSilence}>
          <BellOff size={15} />
        </IconButton>
      ) : null}
      <Button tone="danger" onClick={() => decline(call.id)}>
        <PhoneOff size={15} />
        Decline
        {hasKeys ? <Keys>{keys.decline}</Keys> : null}
      </Button>
      <Button tone="primary" onClick={() => answer(call.id)}>
        <Phone size={15} />
        Answer
        {hasKeys ? <Keys>{keys.answer}</Keys> : null}
      </Button>
      <NoticeOffer />
    </section>
  );
}

/** Hidden from screen readers, because the live region has announced the keys. */
function Keys(props: { children: string }) {
  return (
    <span aria-hidden="true" className={styles.keys}>
      <Kbd inherit>{props.children}</Kbd>
    </span>
  );
}

/** Offered when a notice would have helped. The browser refuses unless it is asked in a click. */
function NoticeOffer() {
  const { isDesktopApp } = useServices();
  const [offered, setOffered] = useState(() => !isDesktopApp && mayAskForNotices());
  if (!offered) return null;
  return (
    <Button
      tone="quiet"
      className={styles.offer}
      onClick={() => {
        setOffered(false);
        void askForNotices().then((notify) => usePhone.setState({ notify }));
      }}
    >
      <BellRing size={14} />
      Show calls on the desktop too
    </Button>
  );
}
