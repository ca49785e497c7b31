import { PhoneOff } from 'lucide-react';
import type { CallView as Call, LiveState } from '../../../common/contract/index.ts';
import { Inspector } from '../../inspector/inspector.tsx';
import { Softphone } from '../../softphone/softphone.tsx';
import { olderCalls } from '../../state/history/history.ts';
import { liveCall } from '../../state/selectors.ts';
import { useCallLog } from '../../state/use-call-log.ts';
import { showCall, useView } from '../../state/view-store.ts';
import { lazily } from '../../ui/lazily/lazily.tsx';
import { Sought } from '../../ui/states.tsx';
import { Welcome } from '../../welcome/welcome.tsx';
import { WorkScreen } from './work-screen.tsx';

const CallView = lazily(() => import('../../call/call-view.tsx').then((part) => part.CallView));
const TimelinePanel = lazily(() =>
  import('../../timeline/timeline-panel.tsx').then((part) => part.TimelinePanel),
);

/** The telephone, a call as a conversation, its timeline and its webhooks. */
export function PhoneScreen(props: { state: LiveState }) {
  const { state } = props;
  const chosenId = useView((view) => view.callId);
  const call =
    chosenId === null ? liveCall(state) : (state.calls.find(({ id }) => id === chosenId) ?? null);
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
            <NoSuchCall id={chosenId} />
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

/** Searches the whole history for the call before reporting it as gone. */
function NoSuchCall(props: { id: string }) {
  const isMissing = olderCalls.use(({ missing }) => missing.includes(props.id));
  return (
    <Sought
      what="call"
      id={props.id}
      isMissing={isMissing}
      icon={<PhoneOff size={22} />}
      title="This call is gone"
      gone="removed"
      onShowOthers={() => showCall(null)}
    />
  );
}
