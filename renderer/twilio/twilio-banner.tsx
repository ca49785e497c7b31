import type { TwilioStatus } from '../../common/contract/index.ts';
import { receiveChange } from '../state/live-store.ts';
import { useRun } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { Mono } from '../ui/labels.tsx';
import { Banner } from '../ui/states.tsx';

/**
 * Of a linked account, shown above everything while this computer can be reached from outside, or after a failure at
 * Twilio that may cost money or calls.
 */
export function TwilioBanner(props: { twilio: TwilioStatus }) {
  const { reach, problem } = props.twilio;
  const run = useRun();
  const show = (item: TwilioStatus | null) => {
    if (item !== null) receiveChange({ kind: 'twilio', item });
  };
  const stop = async () => show(await run('publicUrl.set', { url: null }));
  const check = async () => show(await run('publicUrl.check', {}));
  const dismiss = async () => show(await run('twilio.set', { problem: null }));
  const lost = reach.health?.ok === false ? reach.health.message : null;
  return (
    <>
      {problem === null ? null : (
        <Banner tone="bad">
          <span>Twilio: {problem}</span>
          <Button onClick={() => void dismiss()}>Dismiss</Button>
        </Banner>
      )}
      {reach.publicUrl === null ? null : (
        <Banner tone={lost === null ? 'warn' : 'bad'}>
          {lost === null ? (
            <span>
              Twilio reaches this computer at <Mono>{reach.publicUrl}</Mono>: its signed callbacks
              only.
            </span>
          ) : (
            <span>Twilio does not reach this computer. {lost}</span>
          )}
          {lost === null ? null : <Button onClick={() => void check()}>Check again</Button>}
          <Button onClick={() => void stop()}>Stop</Button>
        </Banner>
      )}
    </>
  );
}
