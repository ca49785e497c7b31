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
  /** RMS, 0 to 1. */
  readonly agentLevel: () => number;
  readonly callerLevel: () => number;
}

/** The microphone, as components use it. */
export interface CallMicrophone {
  /** RMS, 0 to 1. */
  readonly level: number;
  /** @throws MicrophoneError in words for the person */
  start(callId: string): Promise<void>;
  stop(): void;
  setMuted(muted: boolean): void;
}

/** What components need from outside React, put together in main.tsx. */
export interface WindowServices {
  readonly control: ControlClient;
  readonly audio: CallSound;
  readonly microphone: CallMicrophone;
  readonly cspNonce: string;
  readonly isMac: boolean;
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
