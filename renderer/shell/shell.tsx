import type { LiveState } from '../../common/contract/index.ts';
import { AgentsScreen } from '../agents/agents-screen.tsx';
import { Inspector } from '../inspector/inspector.tsx';
import { NumbersScreen } from '../numbers/numbers-screen.tsx';
import { SettingsScreen } from '../settings/settings-screen.tsx';
import { IncomingCalls } from '../softphone/incoming-call.tsx';
import { useWholeState } from '../state/history/use-whole-state.ts';
import { useLive } from '../state/live-store.ts';
import { useView } from '../state/view-store.ts';
import { useServices } from '../state/window-context.tsx';
import { TrafficDialog } from '../twilio/traffic-dialog.tsx';
import { TwilioBanner } from '../twilio/twilio-banner.tsx';
import { Button } from '../ui/button.tsx';
import { KeysProvider } from '../ui/keys/keys-provider.tsx';
import { Toasts } from '../ui/overlays/toast.tsx';
import { EmptyState, Spinner } from '../ui/states.tsx';
import { TooltipProvider } from '../ui/tooltip.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { DamageBanner } from './damage-banner.tsx';
import { IdempotencyBanner } from './idempotency-banner.tsx';
import { ImportBanner } from './import-banner.tsx';
import { KeysDialog } from './keys/keys-dialog.tsx';
import { useWindowKeys } from './keys/use-window-keys.ts';
import { CommandPalette } from './palette/command-palette.tsx';
import { Rail } from './rail.tsx';
import { MessagesScreen } from './screens/messages-screen.tsx';
import { PhoneScreen } from './screens/phone-screen.tsx';
import styles from './shell.module.css';
import { closedBecause, NOT_KNOWN, TicketBanner } from './shut-out.tsx';
import { StorageBanner } from './storage-banner.tsx';
import { TopBar } from './top-bar.tsx';
import { useTitle } from './use-title.ts';

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
  if (connection === 'connecting' || connection === 'open') {
    return <EmptyState icon={<Spinner label="Connecting" />} title="Connecting to AgentPhone…" />;
  }
  return (
    <EmptyState
      title={
        connection === 'refused'
          ? 'AgentPhone does not let this window in'
          : 'AgentPhone does not answer'
      }
      action={<Button onClick={retryConnection}>Try again</Button>}
    >
      {connection === 'refused'
        ? NOT_KNOWN
        : 'Is it running? This window connects by itself as soon as it is.'}
    </EmptyState>
  );
}

function Workspace(props: { state: LiveState }) {
  const state = useWholeState(props.state);
  const screen = useView((view) => view.screen);
  useWindowKeys();
  useTitle(state);
  return (
    <div className={styles.window}>
      <TopBar state={state} />
      <ConnectionBanner />
      <ImportBanner importing={state.importing} />
      <DamageBanner damage={state.damage} />
      <TicketBanner />
      <IdempotencyBanner endpoint={state.workspace.idempotencyKeyAt} />
      <StorageBanner storage={state.storage} />
      <TwilioBanner twilio={state.twilio} />
      <div className={styles.body}>
        <Rail state={state} />
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
