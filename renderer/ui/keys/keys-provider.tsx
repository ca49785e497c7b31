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

/** Listens for keys, for everything below it. */
export function KeysProvider(props: { children: ReactNode }) {
  const [dispatcher] = useState(() => new KeyDispatcher());
  useEffect(() => {
    addEventListener('keydown', dispatcher.handle);
    return () => removeEventListener('keydown', dispatcher.handle);
  }, [dispatcher]);
  return <Context value={dispatcher}>{props.children}</Context>;
}

/**
 * Takes keys for as long as the component is there. `take` answers true for a key of its own, and
 * always sees what was rendered last. What a person types is left alone, unless `always` is given.
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
