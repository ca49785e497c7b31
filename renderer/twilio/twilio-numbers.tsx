import { Plus, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import type { Agent, TwilioNumber } from '../../common/contract/index.ts';
import { formatPhoneNumber } from '../format/phone-number.ts';
import { receiveChange } from '../state/live-store.ts';
import { useOperation } from '../state/use-operation.ts';
import { useRun } from '../state/window-context.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Tag } from '../ui/labels.tsx';
import settings from '../ui/settings-list.module.css';
import { Group } from '../ui/settings-list.tsx';
import { Spinner } from '../ui/states.tsx';
import { BuyTwilioNumber } from './buy-twilio-number.tsx';
import { SetupDialog } from './setup-dialog.tsx';

/**
 * The account's numbers: which of them were added, and which direct their calls and texts to this
 * app.
 */
export function TwilioNumbers(props: { agents: readonly Agent[]; reachable: boolean }) {
  const { agents, reachable } = props;
  const { data, reload } = useOperation('twilio.numbers', {});
  const [buying, setBuying] = useState(false);
  return (
    <Group
      title="Twilio: numbers"
      action={
        <span className={settings.value}>
          <IconButton label="Ask Twilio again" onClick={() => void reload()}>
            <RefreshCw size={14} />
          </IconButton>
          <Button onClick={() => setBuying(true)}>
            <Plus size={14} />
            Buy at Twilio
          </Button>
        </span>
      }
    >
      {data === null ? (
        <div className={settings.note}>
          <Spinner label="Asking Twilio for its numbers" />
        </div>
      ) : data.items.length === 0 ? (
        <p className={settings.note}>The account has no number yet. Buy one to be called.</p>
      ) : (
        data.items.map((number) => (
          <NumberRow key={number.sid} number={number} reachable={reachable} onChange={reload} />
        ))
      )}
      {buying ? (
        <BuyTwilioNumber
          agents={agents}
          onClose={() => {
            setBuying(false);
            void reload();
          }}
        />
      ) : null}
    </Group>
  );
}

function NumberRow(props: { number: TwilioNumber; reachable: boolean; onChange(): Promise<void> }) {
  const { number, reachable, onChange } = props;
  const run = useRun();
  const [settingUp, setSettingUp] = useState(false);
  const shown = formatPhoneNumber(number.phoneNumber);
  const takeIn = async () => {
    const item = await run('twilio.import', { sid: number.sid });
    if (item === null) return;
    receiveChange({ kind: 'number', item: { ...item, carrier: 'twilio' } });
    await onChange();
  };
  const { numberId } = number;
  return (
    <div className={settings.row}>
      <div className={settings.name}>
        {shown}{' '}
        {numberId === null ? null : number.connected ? (
          <Tag tone="ok">leads to you</Tag>
        ) : (
          <Tag tone="warn">leads elsewhere</Tag>
        )}
        <small>{[ownName(number), abilities(number)].filter(Boolean).join(' · ')}</small>
      </div>
      <div className={settings.value}>
        {numberId === null ? (
          <Button onClick={() => void takeIn()}>Take it in</Button>
        ) : number.connected ? null : (
          <Button
            tone="primary"
            disabled={!reachable}
            title={reachable ? undefined : 'Set a public address first.'}
            onClick={() => setSettingUp(true)}
          >
            Lead it to you…
          </Button>
        )}
      </div>
      {settingUp && numberId !== null ? (
        <SetupDialog
          numberId={numberId}
          onClose={() => {
            setSettingUp(false);
            void onChange();
          }}
        />
      ) : null}
    </div>
  );
}

/** Null if Twilio's name for it is only the number again. */
function ownName({ friendlyName, phoneNumber }: TwilioNumber): string | null {
  const digits = (text: string) => text.replaceAll(/\D/g, '');
  return phoneNumber.endsWith(digits(friendlyName) || ' ') ? null : friendlyName;
}

function abilities({ voice, sms, mms }: TwilioNumber): string {
  const names = [voice && 'calls', sms && 'SMS', mms && 'MMS'].filter(Boolean);
  return names.length === 0 ? 'no calls, no texts' : names.join(', ');
}
