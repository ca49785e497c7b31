import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Mono } from '../ui/labels.tsx';
import { Banner } from '../ui/states.tsx';

/** Warns that a client relies on behaviour that works here but not at the service. */
export function IdempotencyBanner(props: { endpoint: string }) {
  const [dismissed, setDismissed] = useState(false);
  if (dismissed) return null;
  return (
    <Banner tone="warn">
      <span>
        A client sent an <Mono>Idempotency-Key</Mono> with <Mono>{props.endpoint}</Mono>. It works
        here only: the service has no such key, and does a repeated request twice.
      </span>
      <Button onClick={() => setDismissed(true)}>Dismiss</Button>
    </Banner>
  );
}
