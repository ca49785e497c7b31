import { createContext, type ReactNode, useContext } from 'react';
import type {
  OperationName,
  OperationOutput,
  OperationRequest,
} from '../../common/contract/index.ts';
import type { WindowRoute } from '../../common/rules/window/window-route.ts';
import { type ControlClient, OperationError } from './control-client.ts';
import { showToast } from './toast-store.ts';

/** The sound of calls, as components use it. */
export interface CallSound {
  /** Whether the agent's sound is off in this window. */
  readonly muted: boolean;
  /** Must be called in a click; otherwise the browser keeps it silent. */
  wake(): void;
  setMuted(muted: boolean): void;
  /** Plays only this call from now on; null for the next one that has sound. */
  listenTo(callId: string | null): void;
  /** RMS, 0 to 1. */
  readonly agentLevel: () => number;
  readonly callerLevel: () => number;
}

/** The ring tone of the telephone. */
export interface RingSound {
  start(): void;
  stop(): void;
}

/** A microphone that the browser knows. */
export interface MicrophoneDevice {
  readonly id: string;
  readonly label: string;
}

export interface MicrophoneUse {
  /** Null to only measure the level, without sending anything. */
  readonly callId: string | null;
  /** Null for the system's choice. */
  readonly deviceId: string | null;
  /** Called when the device is unplugged. */
  onLost(): void;
}

/** The microphone, as components use it. */
export interface CallMicrophone {
  /** RMS of the device's sound, muted or not, 0 to 1. */
  readonly inputLevel: () => number;
  /** RMS of the sound that is sent, 0 to 1. */
  readonly sentLevel: () => number;
  /** Opens it, instead of any that is open. @throws MicrophoneError in words for the person */
  start(use: MicrophoneUse): Promise<void>;
  stop(): void;
  /** While muted, silence is sent, so the line stays open. */
  setMuted(muted: boolean): void;
  /** Their names are known once one has been opened. */
  devices(): Promise<readonly MicrophoneDevice[]>;
  /** Calls back when a microphone is plugged in or out. Returns the function that stops it. */
  onDevicesChange(listener: () => void): () => void;
}

/** What components need from outside React. `main.tsx` creates it. */
export interface WindowServices {
  readonly control: ControlClient;
  readonly audio: CallSound;
  readonly microphone: CallMicrophone;
  readonly ring: RingSound;
  readonly cspNonce: string;
  readonly isMac: boolean;
  /** The desktop app shows its own notifications of calls. */
  readonly isDesktopApp: boolean;
  /** A link to a place, to keep or to share. */
  linkTo(place: WindowRoute): string;
  retryConnection(): void;
}

const Context = createContext<WindowServices | null>(null);

export function WindowProvider(props: { services: WindowServices; children: ReactNode }) {
  return <Context value={props.services}>{props.children}</Context>;
}

export function useServices(): WindowServices {
  const services = useContext(Context);
  if (services === null) throw new Error('useServices needs a WindowProvider above it.');
  return services;
}

/** Runs an operation. If it is refused, shows the server's message as a toast and returns null. */
export type Run = <N extends OperationName>(
  name: N,
  input: OperationRequest<N>,
) => Promise<OperationOutput<N> | null>;

export function useRun(): Run {
  const { control } = useServices();
  return async (name, input) => {
    try {
      return await control.run(name, input);
    } catch (error) {
      reportFailure(error);
      return null;
    }
  };
}

export function reportFailure(error: unknown): void {
  if (error instanceof OperationError) {
    showToast({ tone: 'bad', title: error.message, detail: error.code });
    return;
  }
  showToast({ tone: 'bad', title: error instanceof Error ? error.message : String(error) });
}
