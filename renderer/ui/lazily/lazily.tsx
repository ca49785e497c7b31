import { type ComponentType, useEffect, useState } from 'react';
import { Button } from '../button.tsx';
import { EmptyState, Spinner } from '../states.tsx';

/** Loads the parts of the window that are not in its first script. */
const parts: (() => Promise<unknown>)[] = [];

/**
 * A component whose script is loaded when it is first shown. With `quiet` nothing is shown until
 * then, for components that open in front of others.
 */
export function lazily<P extends object>(
  load: () => Promise<ComponentType<P>>,
  { quiet = false }: { readonly quiet?: boolean } = {},
): ComponentType<P> {
  let part: ComponentType<P> | null = null;
  const loaded = async () => {
    part ??= await load();
    return part;
  };
  parts.push(loaded);
  return function Lazily(props: P) {
    const [Part, setPart] = useState<ComponentType<P> | null>(() => part);
    const [failed, setFailed] = useState(false);
    useEffect(() => {
      if (Part !== null) return;
      loaded().then(
        (found) => setPart(() => found),
        () => setFailed(true),
      );
    }, [Part]);
    if (Part !== null) return <Part {...props} />;
    if (failed) return <NotLoaded />;
    return quiet ? null : (
      <EmptyState icon={<Spinner label="Loading" />} title="Loading this part of the window…" />
    );
  };
}

/** Loads all remaining parts, so that they are available even without a connection. */
export async function loadTheRest(): Promise<void> {
  for (const load of parts) await load().catch(() => undefined);
}

/** The app is not running, or an update replaced its files. */
function NotLoaded() {
  return (
    <EmptyState
      title="This part of the window did not load"
      action={<Button onClick={() => location.reload()}>Reload the window</Button>}
    >
      AgentPhone does not answer, or was updated meanwhile.
    </EmptyState>
  );
}
