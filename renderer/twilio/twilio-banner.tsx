import type { TwilioStatus } from '../../common/contract/index.ts';
import { receiveChange } from '../state/live-store.ts';
import { useRun } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { Mono } from '../ui/labels.tsx';
import { Banner } from '../ui/states.tsx';

/** Stands above everything as long as something of this computer can be reached from outside. */
export function TwilioBanner(props: { twilio: TwilioStatus }) {
  const { linked, reach } = props.twilio;
  const run = useRun();
  if (!linked || reach.publicUrl === null) return null;
  const stop = async () => {
    const item = await run('publicUrl.set', { url: null });
    if (item !== null) receiveChange({ kind: 'twilio', item });
  };
  return (
    <Banner tone="warn">
      <span>
        Twilio reaches this computer at <Mono>{reach.publicUrl}</Mono>: its signed callbacks only.
      </span>
      <Button onClick={() => void stop()}>Stop</Button>
    </Banner>
  );
}
