import { useState } from 'react';
import type { TwilioStatus } from '../../common/contract/index.ts';
import { receiveChange } from '../state/live-store.ts';
import { useRun } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { CopyIcon } from '../ui/copy.tsx';
import { Segmented } from '../ui/forms/segmented.tsx';
import { Mono, Tag } from '../ui/labels.tsx';
import settings from '../ui/settings-list.module.css';
import { Row } from '../ui/settings-list.tsx';
import { SharedKeysSetting } from './shared-keys-setting.tsx';
import { UnlinkDialog } from './unlink-dialog.tsx';

/** The linked account, and how its calls are handled. */
export function LinkedAccount(props: { twilio: TwilioStatus }) {
  const { twilio } = props;
  const run = useRun();
  const [unlinking, setUnlinking] = useState(false);
  const set = async (change: Partial<Pick<TwilioStatus, 'voiceMode' | 'traffic'>>) => {
    const item = await run('twilio.set', change);
    if (item !== null) receiveChange({ kind: 'twilio', item });
  };
  const { waiting, perSecond } = twilio.queue;
  return (
    <>
      <Row name={twilio.accountName ?? 'Account'} hint="Linked. Its numbers can be taken in below.">
        <Mono>{twilio.accountSid}</Mono>
        <CopyIcon text={twilio.accountSid ?? ''} label="Copy the account SID" />
        <Button onClick={() => setUnlinking(true)}>Unlink…</Button>
      </Row>
      <Row
        name="Real calls and texts"
        hint={
          twilio.traffic === 'allowed'
            ? 'Go out until the app ends. Twilio bills them.'
            : 'The first one of a run is refused, and you are asked here.'
        }
      >
        <Segmented
          label="Real calls and texts"
          value={twilio.traffic}
          options={[
            { value: 'ask', label: 'Ask first' },
            { value: 'allowed', label: 'Allowed' },
          ]}
          onChange={(traffic) => void set({ traffic })}
        />
      </Row>
      <Row
        name="Sound of calls"
        hint={
          twilio.voiceMode === 'mediaStreams'
            ? 'Media Streams: the very pipeline of simulated calls, with your recogniser and voice.'
            : 'ConversationRelay: Twilio hears and speaks. No keys for speech needed, but no waveform either.'
        }
      >
        <Segmented
          label="Sound of calls"
          value={twilio.voiceMode}
          options={[
            { value: 'mediaStreams', label: 'Media Streams' },
            { value: 'conversationRelay', label: 'ConversationRelay' },
          ]}
          onChange={(voiceMode) => void set({ voiceMode })}
        />
      </Row>
      <SharedKeysSetting twilio={twilio} />
      <Row
        name="Now"
        hint={`Twilio starts ${perSecond === 1 ? 'one call' : `${perSecond} calls`} a second.`}
      >
        <Tag tone={twilio.liveCalls > 0 ? 'ok' : undefined}>
          {twilio.liveCalls === 1 ? '1 live call' : `${twilio.liveCalls} live calls`}
        </Tag>
        <Tag tone={waiting > 0 ? 'warn' : undefined}>{waiting} waiting</Tag>
      </Row>
      {twilio.apiBaseUrl === null || isTwilio(twilio.apiBaseUrl) ? null : (
        <p className={settings.note}>
          Requests go to <Mono>{twilio.apiBaseUrl}</Mono>, not to Twilio.
        </p>
      )}
      {unlinking ? <UnlinkDialog onClose={() => setUnlinking(false)} /> : null}
    </>
  );
}

function isTwilio(url: string): boolean {
  return new URL(url).hostname.endsWith('.twilio.com');
}
