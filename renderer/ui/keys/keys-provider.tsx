import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useState,
} from 'react';
import { KeyDispatcher, type KeyScope } from './key-dispatcher.ts';

const Context = createContext<KeyDispatcher | null>(null);

/** Listens for the keys of all components inside it. */
export function KeysProvider(props: { children: ReactNode }) {
  const [dispatcher] = useState(() => new KeyDispatcher());
  useEffect(() => {
    addEventListener('keydown', dispatcher.handle);
    return () => removeEventListener('keydown', dispatcher.handle);
  }, [dispatcher]);
  return <Context value={dispatcher}>{props.children}</Context>;
}

/**
 * Receives keys while the component is mounted. `take` returns true for a key that it used, and
 * always sees the latest render. While a person is typing it is not called, unless `always` is set.
 */
export function useKeys(
  scope: KeyScope,
  take: (event: KeyboardEvent, dispatcher: KeyDispatcher) => boolean,
  always = false,
): void {
  const dispatcher = useContext(Context);
  const latest = useEffectEvent((event: KeyboardEvent) =>
    dispatcher === null ? false : take(event, dispatcher),
  );
  useEffect(
    () => dispatcher?.add({ scope, always, take: (event) => latest(event) }),
    [dispatcher, scope, always],
  );
}
