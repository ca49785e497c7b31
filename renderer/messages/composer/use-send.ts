import { useState } from 'react';
import { reportFailure, useServices } from '../../state/window-context.tsx';
import { type Attachment, base64Of, changeAttachments } from './attachments.ts';
import type { Letter } from './letter.ts';

interface Sent {
  readonly conversationId: string;
}

/** Uploads the attachments, then sends the text. @returns null if any of that failed */
export function useSend(letter: Letter): {
  readonly sending: boolean;
  send(body: string, attachments: readonly Attachment[]): Promise<Sent | null>;
} {
  const { control } = useServices();
  const [sending, setSending] = useState(false);
  const { from, to, groupId, whatsapp, draft } = letter;

  const addressOf = async (attachment: Attachment): Promise<string> => {
    if (attachment.kind === 'address') return attachment.url;
    if (attachment.url !== null) return attachment.url;
    const { file } = attachment;
    const { url } = await control.run('media.add', {
      base64: await base64Of(file),
      contentType: file.type === '' ? 'application/octet-stream' : file.type,
    });
    changeAttachments(draft, (all) =>
      all.map((one) => (one.id === attachment.id ? { ...attachment, url } : one)),
    );
    return url;
  };

  return {
    sending,
    async send(body, attachments) {
      if (to === null) return null;
      setSending(true);
      try {
        const mediaUrls: string[] = [];
        // One after another, because each is loaded into memory as a whole.
        for (const attachment of attachments) mediaUrls.push(await addressOf(attachment));
        return await control.run('text.receive', {
          from,
          to,
          body,
          ...(whatsapp ? { channel: 'whatsapp' as const } : {}),
          ...(groupId === null ? {} : { groupId }),
          ...(mediaUrls.length === 0 ? {} : { mediaUrls }),
        });
      } catch (error) {
        reportFailure(error);
        return null;
      } finally {
        setSending(false);
      }
    },
  };
}
