import { useEffect } from 'react';
import type { LiveState } from '../../common/contract/index.ts';
import { AgentsScreen } from '../agents/agents-screen.tsx';
import { CallView } from '../call/call-view.tsx';
import { Inspector } from '../inspector/inspector.tsx';
import { ConversationList, MessagesPane } from '../messages/messages-screen.tsx';
import { NumbersScreen } from '../numbers/numbers-screen.tsx';
import { SettingsScreen } from '../settings/settings-screen.tsx';
import { IncomingCalls } from '../softphone/incoming-call.tsx';
import { Softphone } from '../softphone/softphone.tsx';
import { useLive } from '../state/live-store.ts';
import { agentNameOfCall, liveCall, ringingHere } from '../state/selectors.ts';
import { useCallLog } from '../state/use-call-log.ts';
import { useView } from '../state/view-store.ts';
import { useServices } from '../state/window-context.tsx';
import { TimelinePanel } from '../timeline/timeline-panel.tsx';
import { TrafficDialog } from '../twilio/traffic-dialog.tsx';
import { TwilioBanner } from '../twilio/twilio-banner.tsx';
import { Button } from '../ui/button.tsx';
import { Segmented } from '../ui/forms/segmented.tsx';
import { KeysProvider } from '../ui/keys/keys-provider.tsx';
import { Toasts } from '../ui/overlays/toast.tsx';
import { Banner, EmptyState, Spinner } from '../ui/states.tsx';
import { TooltipProvider } from '../ui/tooltip.tsx';
import { Welcome } from '../welcome/welcome.tsx';
import { CommandPalette } from './command-palette.tsx';
import { DamageBanner } from './damage-banner.tsx';
import { IdempotencyBanner } from './idempotency-banner.tsx';
import { ImportBanner } from './import-banner.tsx';
import { KeysDialog } from './keys/keys-dialog.tsx';
import { useWindowKeys } from './keys/use-window-keys.ts';
import { Rail } from './rail.tsx';
import styles from './shell.module.css';
import { closedBecause, TicketBanner } from './shut-out.tsx';
import { StorageBanner } from './storage-banner.tsx';
import { TopBar } from './top-bar.tsx';

/** The window. */
export function Shell(props: { hasToken: boolean; refusal: string | null }) {
  const state = useLive((live) => live.state);
  const connection = useLive((live) => live.connection);
  const closed = closedBecause(connection);
  return (
    <TooltipProvider>
      {closed !== null ? (
        <EmptyState title="This window was closed">{closed}</EmptyState>
      ) : !props.hasToken ? (
        <EmptyState title="This window is not let in">
          {props.refusal ??
            'Open the address under “Window” that AgentPhone printed when it started, or in the desktop app File, Open in Browser.'}
        </EmptyState>
      ) : state === null ? (
        <Connecting />
      ) : (
        <KeysProvider>
          <Workspace state={state} />
        </KeysProvider>
      )}
      <Toasts />
    </TooltipProvider>
  );
}

function Connecting() {
  const connection = useLive((live) => live.connection);
  const { retryConnection } = useServices();
  return connection === 'refused' ? (
    <EmptyState
      title="AgentPhone does not let this window in"
      action={<Button onClick={retryConnection}>Try again</Button>}
    >
      It is not running, or its token was replaced. Open the address under “Window” that it printed
      when it started.
    </EmptyState>
  ) : (
    <EmptyState icon={<Spinner label="Connecting" />} title="Connecting to AgentPhone…" />
  );
}

function Workspace(props: { state: LiveState }) {
  const { state } = props;
  const screen = useView((view) => view.screen);
  const connection = useLive((live) => live.connection);
  const { retryConnection } = useServices();
  useWindowKeys();
  const ringing = ringingHere(state)[0];
  const ringer = ringing ? agentNameOfCall(state, ringing) : null;
  useEffect(() => {
    document.title = ringer === null ? 'AgentPhone Desktop' : `${ringer} calls · AgentPhone`;
  }, [ringer]);
  return (
    <div className={styles.window}>
      <TopBar state={state} />
      {connection === 'open' || connection === 'connecting' ? null : (
        <Banner tone="warn">
          Disconnected: what you see may be old. Trying again…
          <Button onClick={retryConnection}>Try now</Button>
        </Banner>
      )}
      <ImportBanner importing={state.importing} />
      <DamageBanner damage={state.damage} />
      <TicketBanner />
      <IdempotencyBanner endpoint={state.workspace.idempotencyKeyAt} />
      <StorageBanner storage={state.storage} />
      <TwilioBanner twilio={state.twilio} />
      <div className={styles.body}>
        <Rail />
        <main className={styles.main}>
          {screen === 'phone' ? <PhoneScreen state={state} /> : null}
          {screen === 'messages' ? <MessagesScreen state={state} /> : null}
          {screen === 'webhooks' ? <Inspector wide /> : null}
          {screen === 'agents' ? <AgentsScreen state={state} /> : null}
          {screen === 'numbers' ? <NumbersScreen state={state} /> : null}
          {screen === 'settings' ? <SettingsScreen state={state} /> : null}
        </main>
      </div>
      <IncomingCalls state={state} />
      <TrafficDialog twilio={state.twilio} />
      <CommandPalette state={state} />
      <KeysDialog />
    </div>
  );
}

function PhoneScreen(props: { state: LiveState }) {
  const { state } = props;
  const chosenId = useView((view) => view.callId);
  const chosen = state.calls.find((call) => call.id === chosenId) ?? null;
  const call = chosen ?? liveCall(state);
  const { events, timeline } = useCallLog(call);
  return (
    <div className={styles.phone}>
      <div className={styles.left}>
        <Softphone state={state} shownCallId={call?.id ?? null} />
      </div>
      <NarrowSwitch label="Call" />
      <div className={styles.talk}>
        {call === null ? (
          <Welcome state={state} />
        ) : (
          <CallView key={call.id} state={state} call={call} events={events} timeline={timeline} />
        )}
      </div>
      <div className={styles.inspector}>
        <Inspector />
      </div>
      {call === null ? null : (
        <div className={styles.timeline}>
          <TimelinePanel call={call} events={events} timeline={timeline} clock={state.clock} />
        </div>
      )}
    </div>
  );
}

function MessagesScreen(props: { state: LiveState }) {
  return (
    <div className={styles.phone}>
      <div className={styles.left}>
        <ConversationList state={props.state} />
      </div>
      <NarrowSwitch label="Thread" />
      <div className={styles.talk}>
        <MessagesPane state={props.state} />
      </div>
      <div className={styles.inspector}>
        <Inspector />
      </div>
    </div>
  );
}

/** Where there is no room for both: the conversation or the webhooks. */
function NarrowSwitch(props: { label: string }) {
  const pane = useView((view) => view.narrowPane);
  return (
    <div className={styles.switch} data-pane={pane}>
      <Segmented
        label="Pane"
        value={pane}
        options={[
          { value: 'talk', label: props.label },
          { value: 'webhooks', label: 'Webhooks' },
        ]}
        onChange={(narrowPane) => useView.setState({ narrowPane })}
      />
    </div>
  );
}
