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
  /** Whether the agent is muted here. */
  readonly muted: boolean;
  /** Within a click, or the browser keeps it silent. */
  wake(): void;
  setMuted(muted: boolean): void;
  /** Of several calls at once, this one is heard; null: the next one that sounds. */
  listenTo(callId: string | null): void;
  /** RMS, 0 to 1. */
  readonly agentLevel: () => number;
  readonly callerLevel: () => number;
}

/** The tone of a telephone that rings. */
export interface RingSound {
  start(): void;
  stop(): void;
}

/** One of the microphones that the browser knows. */
export interface MicrophoneDevice {
  readonly id: string;
  readonly label: string;
}

export interface MicrophoneUse {
  /** Null only listens for its level: nothing goes out. */
  readonly callId: string | null;
  /** Null takes the system's choice. */
  readonly deviceId: string | null;
  /** The device went away. */
  onLost(): void;
}

/** The microphone, as components use it. */
export interface CallMicrophone {
  /** RMS of what the device gives, muted or not, 0 to 1. */
  readonly inputLevel: () => number;
  /** RMS of what goes out, 0 to 1. */
  readonly sentLevel: () => number;
  /** Opens it, in the place of what was open. @throws MicrophoneError in words for the person */
  start(use: MicrophoneUse): Promise<void>;
  stop(): void;
  /** Silence goes out meanwhile: the line stays open. */
  setMuted(muted: boolean): void;
  /** Their names are known once one was opened. */
  devices(): Promise<readonly MicrophoneDevice[]>;
  /** Calls back when one is plugged in or out; returns the function that ends it. */
  onDevicesChange(listener: () => void): () => void;
}

/** What components need from outside React, put together in main.tsx. */
export interface WindowServices {
  readonly control: ControlClient;
  readonly audio: CallSound;
  readonly microphone: CallMicrophone;
  readonly ring: RingSound;
  readonly cspNonce: string;
  readonly isMac: boolean;
  /** The desktop app tells of calls by itself. */
  readonly isDesktopApp: boolean;
  /** A link to a place, to keep or to give away. */
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

/** Runs an operation; a refusal becomes a toast with the server's own words, and null. */
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
