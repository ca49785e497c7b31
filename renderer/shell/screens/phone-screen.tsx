import { PhoneOff } from 'lucide-react';
import type { CallView as Call, LiveState } from '../../../common/contract/index.ts';
import { Inspector } from '../../inspector/inspector.tsx';
import { Softphone } from '../../softphone/softphone.tsx';
import { liveCall } from '../../state/selectors.ts';
import { useCallLog } from '../../state/use-call-log.ts';
import { showCall, useView } from '../../state/view-store.ts';
import { Button } from '../../ui/button.tsx';
import { lazily } from '../../ui/lazily/lazily.tsx';
import { EmptyState, Spinner } from '../../ui/states.tsx';
import { Welcome } from '../../welcome/welcome.tsx';
import { useChosenCall } from './use-chosen-call.ts';
import { WorkScreen } from './work-screen.tsx';

const CallView = lazily(() => import('../../call/call-view.tsx').then((part) => part.CallView));
const TimelinePanel = lazily(() =>
  import('../../timeline/timeline-panel.tsx').then((part) => part.TimelinePanel),
);

/** The telephone, a call as it was said, its timeline and its webhooks. */
export function PhoneScreen(props: { state: LiveState }) {
  const { state } = props;
  const chosenId = useView((view) => view.callId);
  const chosen = useChosenCall(state, chosenId);
  const call = chosenId === null ? liveCall(state) : chosen.call;
  const { events, timeline } = useCallLog(call);
  return (
    <WorkScreen
      name="phone"
      list={{
        label: 'Phone',
        content: <Softphone state={state} shownCallId={call?.id ?? null} />,
      }}
      talk={{
        label: 'Call',
        content:
          call !== null ? (
            <CallView key={call.id} state={state} call={call} events={events} timeline={timeline} />
          ) : chosenId === null ? (
            <Welcome state={state} />
          ) : (
            <NoSuchCall id={chosenId} looking={chosen.looking} />
          ),
      }}
      webhooks={{ label: 'Webhooks', content: <Inspector /> }}
      timeline={call === null ? undefined : timelineOf(call)}
    />
  );

  function timelineOf(shown: Call) {
    return {
      label: 'Timeline',
      content: (
        <TimelinePanel call={shown} events={events} timeline={timeline} clock={state.clock} />
      ),
    };
  }
}

function NoSuchCall(props: { id: string; looking: boolean }) {
  if (props.looking) {
    return <EmptyState icon={<Spinner label="Looking" />} title="Looking for the call…" />;
  }
  return (
    <EmptyState
      icon={<PhoneOff size={22} />}
      title="This call is gone"
      action={<Button onClick={() => showCall(null)}>Show what there is</Button>}
    >
      There is no call {props.id} in this workspace: it was removed, or the link to it comes from
      another one.
    </EmptyState>
  );
}
