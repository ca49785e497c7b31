import { Link, Paperclip, SendHorizontal, Upload, X } from 'lucide-react';
import { useRef, useState } from 'react';
import type { LiveConversation, LiveState } from '../../../common/contract/index.ts';
import { callerName } from '../../state/callers.ts';
import { useTextDraft } from '../../state/text-drafts.ts';
import { showConversation } from '../../state/view-store.ts';
import buttonStyles from '../../ui/button.module.css';
import { Button, IconButton } from '../../ui/button.tsx';
import { onEnter } from '../../ui/forms/enter-key.ts';
import { TextArea, TextInput } from '../../ui/forms/field.tsx';
import { Kbd } from '../../ui/labels.tsx';
import { Menu, MenuItem } from '../../ui/overlays/menu.tsx';
import { attachFiles, onPasteFiles } from './attach.ts';
import { AttachmentList } from './attachment-list.tsx';
import {
  changeAttachments,
  MOST_ATTACHMENTS,
  newAttachmentId,
  useAttachments,
} from './attachments.ts';
import styles from './composer.module.css';
import { useLetter } from './letter.ts';
import { useSend } from './use-send.ts';

/** The field in which the person writes to the agent. */
export function Composer(props: { state: LiveState; conversation: LiveConversation | null }) {
  const letter = useLetter(props.state, props.conversation);
  const { from, to, whatsapp, draft, groupId } = letter;
  const attachments = useAttachments(draft);
  const [body, setBody] = useTextDraft(draft);
  const [address, setAddress] = useState<string | null>(null);
  const files = useRef<HTMLInputElement>(null);
  const { sending, send } = useSend(letter);
  const ready = to !== null && !sending && (body.trim() !== '' || attachments.length > 0);
  const submit = async () => {
    if (!ready) return;
    const sent = await send(body, attachments);
    if (sent === null) return;
    const gone = new Set(attachments.map(({ id }) => id));
    changeAttachments(draft, (all) => all.filter(({ id }) => !gone.has(id)));
    setBody('');
    showConversation(sent.conversationId);
  };
  const addAddress = (url: string) => {
    changeAttachments(draft, (all) =>
      [...all, { kind: 'address' as const, id: newAttachmentId(), url }].slice(0, MOST_ATTACHMENTS),
    );
    setAddress(null);
  };
  return (
    <div className={styles.composer}>
      <AttachmentList draft={draft} attachments={attachments} />
      {address === null ? null : (
        <AddressField
          address={address}
          onChange={setAddress}
          onAdd={addAddress}
          onClose={() => setAddress(null)}
        />
      )}
      <div className={styles.row}>
        <Menu
          trigger={
            <button
              type="button"
              className={buttonStyles.icon}
              aria-label="Attach"
              disabled={to === null}
            >
              <Paperclip size={16} />
            </button>
          }
        >
          <MenuItem icon={<Upload size={15} />} onSelect={() => files.current?.click()}>
            Files of this computer…
            <small>Pasting and dropping them works, too. At most 20 MB each.</small>
          </MenuItem>
          <MenuItem icon={<Link size={15} />} onSelect={() => setAddress('')}>
            Media by its address…
            <small>Named to your server, never fetched by the window.</small>
          </MenuItem>
        </Menu>
        <input
          ref={files}
          type="file"
          multiple
          hidden
          aria-label="Files to attach"
          onChange={(event) => {
            attachFiles(draft, [...(event.target.files ?? [])]);
            // Lets the same file be chosen again after it was removed.
            event.target.value = '';
          }}
        />
        <TextArea
          rows={2}
          value={body}
          maxLength={10_000}
          disabled={to === null}
          aria-label="Message"
          placeholder={
            to === null
              ? 'There is no number to text yet'
              : `${whatsapp ? 'Write on WhatsApp' : groupId === null ? 'Text' : 'Text the group'} as ${callerName(from)}`
          }
          onChange={(event) => setBody(event.target.value)}
          onPaste={onPasteFiles(draft)}
          onKeyDown={onEnter(() => void submit())}
        />
        <Button tone="primary" disabled={!ready} onClick={() => void submit()}>
          <SendHorizontal size={14} />
          {sending ? 'Sending…' : 'Send'} <Kbd inherit>⏎</Kbd>
        </Button>
      </div>
    </div>
  );
}

function AddressField(props: {
  address: string;
  onChange(address: string): void;
  onAdd(address: string): void;
  onClose(): void;
}) {
  const address = props.address.trim();
  const fits = /^https?:\/\/\S+$/.test(address) && URL.canParse(address);
  const add = () => {
    if (fits) props.onAdd(address);
  };
  return (
    <div className={styles.media}>
      <TextInput
        mono
        autoFocus
        type="url"
        value={props.address}
        aria-label="Address of the attachment"
        aria-invalid={address !== '' && !fits}
        placeholder="https://example.com/picture.jpg"
        onChange={(event) => props.onChange(event.target.value)}
        onKeyDown={onEnter(add)}
      />
      <Button disabled={!fits} onClick={add}>
        Attach it
      </Button>
      <IconButton label="Without an address" onClick={props.onClose}>
        <X size={15} />
      </IconButton>
    </div>
  );
}
