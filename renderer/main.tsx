import { arrival } from './arrival.ts';

import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import './ui/tokens.css';
import './ui/base.css';
import './ui/forced-colours.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { READING_OPERATIONS } from '../common/contract/lists/reading-operations.ts';
import { desktopLink, printRoute } from '../common/rules/window/window-route.ts';
import { CallAudio } from './audio/call-audio.ts';
import { Microphone } from './audio/microphone.ts';
import { RingTone } from './audio/ring-tone.ts';
import { startSavedFilters } from './inspector/filter/saved-filters.ts';
import { startAddress } from './shell/address/start-address.ts';
import { Shell } from './shell/shell.tsx';
import { hasDrafts, startDrafts } from './state/agent-drafts.ts';
import { startPhone } from './state/callers.ts';
import { inBatches } from './state/connection/delta-batch.ts';
import { LiveSocket } from './state/connection/live-socket.ts';
import { enter } from './state/connection/session.ts';
import { ControlClient } from './state/control-client.ts';
import { followLiveLists, receiveForHistory } from './state/history/history.ts';
import { receiveConnection, receiveLive, useLive, whenConnected } from './state/live-store.ts';
import { startTextDrafts } from './state/text-drafts.ts';
import { startUnread } from './state/unread/unread-store.ts';
import { WindowProvider } from './state/window-context.tsx';
import { receiveLiveSound } from './timeline/sound/live-waveform.ts';
import { startPanes } from './ui/panes/pane-store.ts';
import { startTheme } from './ui/theme.ts';

// While a dialog is open, Radix adds a style element to the page, which needs the nonce of the CSP.
const cspNonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
Object.assign(globalThis, { __webpack_nonce__: cspNonce });

const READING: ReadonlySet<string> = new Set(READING_OPERATIONS);

startTheme(window);
startPhone(localStorage);
startPanes(localStorage);
startSavedFilters(localStorage);
if (window.agentphone === undefined) {
  // In the session's storage, because another program may have this address tomorrow.
  startDrafts(sessionStorage);
  startTextDrafts(sessionStorage);
  addEventListener('beforeunload', (event) => {
    if (hasDrafts()) event.preventDefault();
  });
} else {
  startDrafts(localStorage);
  startTextDrafts(localStorage);
}

startAddress(window);
startUnread(document);
const { session, refusal } = await enter(window, arrival, fetch);
const control = new ControlClient(session, fetch.bind(globalThis), {
  onlyReads: (name) => READING.has(name),
  isLost: () => useLive.getState().lostAtMs !== null,
  whenConnected,
});
const receive = inBatches(
  (message) => {
    receiveLive(message);
    receiveForHistory(message);
  },
  () => document.hidden,
);
const socket = new LiveSocket(
  session,
  {
    onMessage: (message) => {
      if (message.type === 'audioClear') audio.clear(message.callId);
      if (message.type === 'token') session.renew(message.token);
      receive(message);
    },
    onAudio: (frame) => {
      audio.receive(frame);
      receiveLiveSound(frame);
    },
    onState: receiveConnection,
  },
  () => control.isKnown(),
);
const audio = new CallAudio({ send: (message) => socket.send(message) });
const microphone = new Microphone({ sendAudio: (frame) => socket.sendAudio(frame) });
followLiveLists();
socket.open();

const platform = window.agentphone?.platform ?? navigator.platform;
const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <WindowProvider
        services={{
          control,
          audio,
          microphone,
          ring: new RingTone(),
          cspNonce,
          isMac: /^(darwin|mac)/i.test(platform),
          isDesktopApp: window.agentphone !== undefined,
          linkTo: (place) =>
            window.agentphone === undefined
              ? `${location.origin}/${printRoute(place)}`
              : desktopLink(place),
          retryConnection: () => socket.retryNow(),
        }}
      >
        <Shell hasToken={session.token !== null} refusal={refusal} />
      </WindowProvider>
    </StrictMode>,
  );
}
