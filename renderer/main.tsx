import { arrival } from './arrival.ts';

import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import './ui/tokens.css';
import './ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { CallAudio } from './audio/call-audio.ts';
import { Microphone } from './audio/microphone.ts';
import { startSavedFilters } from './inspector/filter/saved-filters.ts';
import { Shell } from './shell/shell.tsx';
import { hasDrafts, startDrafts } from './state/agent-drafts.ts';
import { startPhone } from './state/callers.ts';
import { ControlClient } from './state/control-client.ts';
import { LiveSocket } from './state/live-socket.ts';
import { receiveLive, useLive } from './state/live-store.ts';
import { enter } from './state/session.ts';
import { WindowProvider } from './state/window-context.tsx';
import { receiveLiveSound } from './timeline/sound/live-waveform.ts';
import { startTheme } from './ui/theme.ts';

// Radix puts a style element on the page while a dialog is open; the CSP wants its nonce there.
const cspNonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
Object.assign(globalThis, { __webpack_nonce__: cspNonce });

startTheme(window);
startPhone(localStorage);
startSavedFilters(localStorage);
if (window.agentphone === undefined) {
  // A tab forgets them when it is closed, and another program may have this address tomorrow.
  startDrafts(sessionStorage);
  addEventListener('beforeunload', (event) => {
    if (hasDrafts()) event.preventDefault();
  });
} else {
  startDrafts(localStorage);
}

const { session, refusal } = await enter(window, arrival, fetch);
const socket = new LiveSocket(session, {
  onMessage: (message) => {
    if (message.type === 'audioClear') audio.clear();
    if (message.type === 'token') session.renew(message.token);
    receiveLive(message);
  },
  onAudio: (frame) => {
    audio.receive(frame);
    receiveLiveSound(frame);
  },
  onState: (connection) => useLive.setState({ connection }),
});
const audio = new CallAudio({ send: (message) => socket.send(message) });
const microphone = new Microphone({ sendAudio: (frame) => socket.sendAudio(frame) });
socket.open();

const platform = window.agentphone?.platform ?? navigator.platform;
const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <WindowProvider
        services={{
          control: new ControlClient(session),
          audio,
          microphone,
          cspNonce,
          isMac: /^(darwin|mac)/i.test(platform),
          retryConnection: () => socket.retryNow(),
        }}
      >
        <Shell hasToken={session.token !== null} refusal={refusal} />
      </WindowProvider>
    </StrictMode>,
  );
}
