import { useRef } from 'react';
import type { LiveState } from '../../common/contract/index.ts';
import { liveCall } from '../state/selectors.ts';
import { useFocusAfter } from '../ui/use-focus-after.ts';
import { LiveCard } from './live-card.tsx';
import { PartyCard } from './party-card.tsx';
import { RecentCalls } from './recent-calls.tsx';
import { SayBox } from './say-box.tsx';
import styles from './softphone.module.css';

/** The telephone of the person at the other end. */
export function Softphone(props: { state: LiveState; shownCallId: string | null }) {
  const { state, shownCallId } = props;
  const call = liveCall(state);
  const root = useRef<HTMLElement>(null);
  useFocusAfter(root, call !== null);
  return (
    <section ref={root} className={styles.phone} aria-label="Softphone" tabIndex={-1}>
      {/* A call between two telephones elsewhere is not of this one. */}
      {call?.carrier === 'twilio' ? null : <PartyCard state={state} verb="calls" />}
      <LiveCard state={state} />
      {call === null || call.carrier === 'twilio' ? null : <SayBox key={call.id} call={call} />}
      <div className={styles.rest}>
        <RecentCalls state={state} shownCallId={shownCallId} />
      </div>
    </section>
  );
}
