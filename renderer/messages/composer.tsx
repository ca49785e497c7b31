import { Paperclip, SendHorizontal, X } from 'lucide-react';
import { useState } from 'react';
import type { LiveConversation, LiveState } from '../../common/contract/index.ts';
import { useAgentNumber } from '../softphone/party-card.tsx';
import { callerName, usePhone } from '../state/callers.ts';
import { useTextDraft } from '../state/text-drafts.ts';
import { showConversation } from '../state/view-store.ts';
import { useRun } from '../state/window-context.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { onEnter } from '../ui/forms/enter-key.ts';
import { TextArea, TextInput } from '../ui/forms/field.tsx';
import { Kbd } from '../ui/labels.tsx';
import styles from './composer.module.css';
import { useShownLine } from './message-line.ts';

/** Where the person writes to the agent. */
export function Composer(props: { state: LiveState; conversation: LiveConversation | null }) {
  const { state, conversation } = props;
  const run = useRun();
  const chosen = usePhone((phone) => phone.callerNumber);
  const agentNumber = useAgentNumber(state);
  const { whatsapp } = useShownLine(state, conversation);
  const [mediaUrl, setMediaUrl] = useState<string | null>(null);
  const from = conversation?.participant ?? chosen;
  const to = conversation?.phoneNumber ?? agentNumber;
  const [body, setBody] = useTextDraft(`text ${whatsapp ? 'whatsapp' : 'sms'} ${from} ${to}`);
  const media = mediaUrl?.trim() ?? '';
  const mediaFits = media === '' || /^https?:\/\/\S+$/.test(media);
  const ready = to !== null && mediaFits && (body.trim() !== '' || media !== '');
  const send = async () => {
    if (!ready) return;
    const sent = await run('text.receive', {
      from,
      to,
      body,
      ...(whatsapp ? { channel: 'whatsapp' as const } : {}),
      ...(media === '' ? {} : { mediaUrls: [media] }),
    });
    if (sent === null) return;
    setBody('');
    setMediaUrl(null);
    showConversation(sent.conversationId);
  };
  return (
    <div className={styles.composer}>
      {mediaUrl === null ? null : (
        <MediaField url={mediaUrl} fits={mediaFits} onChange={setMediaUrl} />
      )}
      <div className={styles.row}>
        <IconButton
          label="Attach media by its address"
          disabled={mediaUrl !== null}
          onClick={() => setMediaUrl('')}
        >
          <Paperclip size={16} />
        </IconButton>
        <TextArea
          rows={2}
          value={body}
          maxLength={10_000}
          disabled={to === null}
          aria-label="Message"
          placeholder={
            to === null
              ? 'There is no number to text yet'
              : `${whatsapp ? 'Write on WhatsApp' : 'Text'} as ${callerName(from)}`
          }
          onChange={(event) => setBody(event.target.value)}
          onKeyDown={onEnter(() => void send())}
        />
        <Button tone="primary" disabled={!ready} onClick={() => void send()}>
          <SendHorizontal size={14} />
          Send <Kbd inherit>⏎</Kbd>
        </Button>
      </div>
    </div>
  );
}

function MediaField(props: { url: string; fits: boolean; onChange(url: string | null): void }) {
  const { url, fits, onChange } = props;
  return (
    <div className={styles.media}>
      <TextInput
        mono
        autoFocus
        type="url"
        value={url}
        aria-label="Address of the attachment"
        aria-invalid={!fits}
        placeholder="https://example.com/picture.jpg"
        onChange={(event) => onChange(event.target.value)}
      />
      <IconButton label="Without attachment" onClick={() => onChange(null)}>
        <X size={15} />
      </IconButton>
    </div>
  );
}
