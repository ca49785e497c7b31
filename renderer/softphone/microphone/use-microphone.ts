import { useEffect, useState } from 'react';
import { MicrophoneError } from '../../audio/microphone.ts';
import { usePhone } from '../../state/callers.ts';
import { type MicrophoneDevice, useServices } from '../../state/window-context.tsx';

export interface OpenedMicrophone {
  /** Why it is not open, in words for the person; null if it is. */
  readonly failure: string | null;
  readonly devices: readonly MicrophoneDevice[];
  retry(): void;
}

/**
 * Keeps the microphone open while the component is shown: for a call or, if null, only to measure
 * its level. Changing the device during a call causes only a moment of silence.
 */
export function useMicrophone(callId: string | null): OpenedMicrophone {
  const { microphone } = useServices();
  const deviceId = usePhone((phone) => phone.microphoneId);
  const [failure, setFailure] = useState<string | null>(null);
  const [devices, setDevices] = useState<readonly MicrophoneDevice[]>([]);
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new try is a reason to start again
  useEffect(() => {
    let over = false;
    const list = () =>
      microphone.devices().then((found) => {
        if (!over) setDevices(found);
      });
    const fail = (message: string) => {
      if (!over) setFailure(message);
    };
    setFailure(null);
    const use = {
      callId,
      deviceId,
      onLost: () => fail('The microphone was unplugged. Choose another one, or plug it in again.'),
    };
    // The browser reveals the names of the devices once one of them is open.
    microphone.start(use).then(list, (error: unknown) => {
      fail(error instanceof MicrophoneError ? error.message : String(error));
      void list();
    });
    const unfollow = microphone.onDevicesChange(() => void list());
    return () => {
      over = true;
      unfollow();
      microphone.stop();
    };
  }, [callId, deviceId, microphone, tries]);
  return { failure, devices, retry: () => setTries(tries + 1) };
}
