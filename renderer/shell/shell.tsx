import { useEffect } from 'react';
import type { LiveState } from '../../common/contract/index.ts';
import { Inspector } from '../inspector/inspector.tsx';
import { useWholeState } from '../state/history/use-whole-state.ts';
import { useLive } from '../state/live-store.ts';
import { useToasts } from '../state/toast-store.ts';
import { closeForm, useView } from '../state/view-store.ts';
import { useServices } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { KeysProvider } from '../ui/keys/keys-provider.tsx';
import { lazily, loadTheRest } from '../ui/lazily/lazily.tsx';
import { useOnceTrue } from '../ui/lazily/use-once-true.ts';
import { EmptyState, Spinner } from '../ui/states.tsx';
import { TooltipProvider } from '../ui/tooltip.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { useWindowKeys } from './keys/use-window-keys.ts';
import { Rail } from './rail.tsx';
import { PhoneScreen } from './screens/phone-screen.tsx';
import styles from './shell.module.css';
import { closedBecause, NOT_KNOWN, TicketBanner } from './shut-out.tsx';
import { StorageBanner } from './storage-banner.tsx';
import { TopBar } from './top-bar.tsx';
import { useTitle } from './use-title.ts';

// Loaded first, because people type into it as soon as it opens.
const CommandPalette = lazily(
  () => import('./palette/command-palette.tsx').then((part) => part.CommandPalette),
  { quiet: true },
);
const MessagesScreen = lazily(() =>
  import('./screens/messages-screen.tsx').then((part) => part.MessagesScreen),
);
const AgentsScreen = lazily(() =>
  import('../agents/agents-screen.tsx').then((part) => part.AgentsScreen),
);
const NumbersScreen = lazily(() =>
  import('../numbers/numbers-screen.tsx').then((part) => part.NumbersScreen),
);
const SettingsScreen = lazily(() =>
  import('../settings/settings-screen.tsx').then((part) => part.SettingsScreen),
);
const TrafficDialog = lazily(
  () => import('../twilio/traffic-dialog.tsx').then((part) => part.TrafficDialog),
  { quiet: true },
);
const DamageBanner = lazily(() => import('./damage-banner.tsx').then((part) => part.DamageBanner), {
  quiet: true,
});
const IncomingCalls = lazily(
  () => import('../softphone/incoming-call.tsx').then((part) => part.IncomingCalls),
  { quiet: true },
);
const TwilioBanner = lazily(
  () => import('../twilio/twilio-banner.tsx').then((part) => part.TwilioBanner),
  { quiet: true },
);
const ImportBanner = lazily(() => import('./import-banner.tsx').then((part) => part.ImportBanner), {
  quiet: true,
});
const IdempotencyBanner = lazily(
  () => import('./idempotency-banner.tsx').then((part) => part.IdempotencyBanner),
  { quiet: true },
);
const Toasts = lazily(() => import('../ui/overlays/toast.tsx').then((part) => part.Toasts), {
  quiet: true,
});
const OperationDialog = lazily(
  () => import('../operations/operation-dialog.tsx').then((part) => part.OperationDialog),
  { quiet: true },
);
const KeysDialog = lazily(() => import('./keys/keys-dialog.tsx').then((part) => part.KeysDialog), {
  quiet: true,
});

/** The window. */
export function Shell(props: { hasToken: boolean; refusal: string | null }) {
  const state = useLive((live) => live.state);
  const connection = useLive((live) => live.connection);
  const closed = closedBecause(connection);
  const toastsWanted = useOnceTrue(useToasts((toasts) => toasts.items.length > 0));
  return (
    <TooltipProvider>
      <div className={styles.frame}>
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
        {toastsWanted ? <Toasts /> : null}
      </div>
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
  useEffect(() => {
    const idle = requestIdleCallback(() => void loadTheRest(), { timeout: 1_000 });
    return () => cancelIdleCallback(idle);
  }, []);
  const paletteWanted = useOnceTrue(useView((view) => view.paletteOpen));
  const form = useView((view) => view.operation);
  const keysWanted = useOnceTrue(useView((view) => view.keysOpen));
  return (
    <div className={styles.window}>
      <TopBar state={state} />
      <ConnectionBanner />
      {state.importing === null ? null : <ImportBanner importing={state.importing} />}
      {Object.keys(state.damage.tables).length === 0 ? null : (
        <DamageBanner damage={state.damage} />
      )}
      <TicketBanner />
      {state.workspace.idempotencyKeyAt === null ? null : (
        <IdempotencyBanner endpoint={state.workspace.idempotencyKeyAt} />
      )}
      <StorageBanner storage={state.storage} />
      {state.twilio.linked ? <TwilioBanner twilio={state.twilio} /> : null}
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
      {state.twilio.asked === null ? null : <TrafficDialog twilio={state.twilio} />}
      {paletteWanted ? <CommandPalette state={state} /> : null}
      {form === null ? null : <OperationDialog state={state} form={form} onClose={closeForm} />}
      {keysWanted ? <KeysDialog /> : null}
    </div>
  );
}
