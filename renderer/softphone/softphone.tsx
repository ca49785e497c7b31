import { ChevronDown, ChevronUp } from 'lucide-react';
import { memo, useRef, useState } from 'react';
import type { LiveState } from '../../common/contract/index.ts';
import { usePhone } from '../state/callers.ts';
import { sameWithoutTraffic } from '../state/connection/without-traffic.ts';
import { liveCalls, phoneCall } from '../state/selectors.ts';
import { Button } from '../ui/button.tsx';
import { lazily } from '../ui/lazily/lazily.tsx';
import { useFocusAfter } from '../ui/use-focus-after.ts';
import { CallButton } from './call-button.tsx';
import { LineMenu, lineInWords } from './live/line-menu.tsx';
import { PartyCard } from './party-card.tsx';
import { RecentCalls } from './recent-calls.tsx';
import styles from './softphone.module.css';

const LiveCard = lazily(() => import('./live-card.tsx').then((part) => part.LiveCard));
const SayBox = lazily(() => import('./say-box.tsx').then((part) => part.SayBox), { quiet: true });
const CallSwitcher = lazily(
  () => import('./live/call-switcher.tsx').then((part) => part.CallSwitcher),
  { quiet: true },
);

/** The telephone of the person who calls the agent. */
export const Softphone = memo(function Softphone(props: {
  state: LiveState;
  shownCallId: string | null;
}) {
  const { state, shownCallId } = props;
  const calls = liveCalls(state);
  const call = phoneCall(state, shownCallId);
  const root = useRef<HTMLElement>(null);
  useFocusAfter(root, call !== null);
  return (
    <section ref={root} className={styles.phone} aria-label="Softphone" tabIndex={-1}>
      {calls.length > 1 ? (
        <CallSwitcher state={state} calls={calls} shownCallId={call?.id ?? null} />
      ) : null}
      {call === null ? <Dial state={state} /> : <LiveCard state={state} call={call} />}
      {call === null || call.carrier === 'twilio' ? null : <SayBox key={call.id} call={call} />}
      {call === null ? null : <AnotherCall state={state} />}
      <div className={styles.rest}>
        <RecentCalls state={state} shownCallId={shownCallId} />
      </div>
    </section>
  );
}, sameWithoutTraffic);

/** The two parties, the line, and the button that calls. */
function Dial(props: { state: LiveState }) {
  const { state } = props;
  return (
    <>
      <PartyCard state={state} verb="calls" />
      <CallButton state={state} />
      <LineChoice />
    </>
  );
}

/**
 * During a call, a second one is started behind a button, because it needs the room of the first.
 */
function AnotherCall(props: { state: LiveState }) {
  const { state } = props;
  const [open, setOpen] = useState(false);
  const Chevron = open ? ChevronUp : ChevronDown;
  return (
    <>
      <Button tone="quiet" wide aria-expanded={open} onClick={() => setOpen(!open)}>
        Another call at the same time
        <Chevron size={14} />
      </Button>
      {open ? (
        <>
          <PartyCard state={state} verb="calls" />
          <CallButton state={state} onPlaced={() => setOpen(false)} />
          <LineChoice />
        </>
      ) : null}
    </>
  );
}

/** Chooses the line of the next call. The setting applies until then. */
function LineChoice() {
  const line = usePhone((phone) => phone.line);
  return (
    <div className={styles.line}>
      <span>Line</span>
      <LineMenu
        line={line}
        onChoose={(next) => usePhone.setState({ line: next })}
        onForget={() => usePhone.setState({ line: null })}
        trigger={
          <Button tone="quiet">
            {line === null ? 'Default' : lineInWords(line)}
            <ChevronDown size={14} />
          </Button>
        }
      />
    </div>
  );
}
