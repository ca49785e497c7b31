import type { LiveState } from '../../common/contract/index.ts';
import { Group } from '../ui/settings-list.tsx';
import { LinkForm } from './link-form.tsx';
import { LinkedAccount } from './linked-account.tsx';
import { ReachSetting } from './reach-setting.tsx';
import { TwilioNumbers } from './twilio-numbers.tsx';

/**
 * The connection to the phone network: the account, its numbers, and how Twilio reaches this app.
 */
export function TwilioSettings(props: { state: LiveState }) {
  const { twilio, agents, numbers } = props.state;
  const ours = numbers.filter(({ carrier }) => carrier === 'twilio').map(({ id }) => id);
  if (!twilio.linked) {
    return (
      <Group title="Twilio">
        <LinkForm twilio={twilio} />
      </Group>
    );
  }
  return (
    <>
      <Group title="Twilio: account">
        <LinkedAccount twilio={twilio} />
      </Group>
      <Group title="Twilio: reach">
        <ReachSetting twilio={twilio} />
      </Group>
      <TwilioNumbers
        // Where the numbers direct their calls, and which ones are ours, depends on these.
        key={JSON.stringify([twilio.reach.publicUrl, ours])}
        agents={agents}
        reachable={twilio.reach.publicUrl !== null}
      />
    </>
  );
}
