import { create } from 'zustand';
import { formatBytes } from '../../format/time-format.ts';

/** An attachment of a draft: a local file, or an address elsewhere. */
export type Attachment =
  | {
      readonly kind: 'file';
      readonly id: string;
      readonly file: File;
      /** Set once the file is uploaded, in case sending fails after that. */
      readonly url: string | null;
    }
  | { readonly kind: 'address'; readonly id: string; readonly url: string };

/** The limit of `text.receive`. */
export const MOST_ATTACHMENTS = 20;
/** The limit of `media.add`. */
export const MOST_BYTES = 20 * 1024 * 1024;

let nextId = 1;

export function newAttachmentId(): string {
  return `attachment ${nextId++}`;
}

const NONE: readonly Attachment[] = [];

/**
 * By the draft that they belong to. Like the texts of drafts, they are kept when another screen is
 * shown.
 */
const useAttachmentStore = create<{
  readonly byDraft: Readonly<Record<string, readonly Attachment[]>>;
}>(() => ({ byDraft: {} }));

export function useAttachments(draft: string): readonly Attachment[] {
  return useAttachmentStore(({ byDraft }) => byDraft[draft] ?? NONE);
}

export function changeAttachments(
  draft: string,
  change: (attachments: readonly Attachment[]) => readonly Attachment[],
): void {
  useAttachmentStore.setState(({ byDraft }) => {
    const { [draft]: before = NONE, ...others } = byDraft;
    const now = change(before);
    return { byDraft: now.length === 0 ? others : { ...others, [draft]: now } };
  });
}

/** The attachments after adding files, and why the others were not added. */
export function withFiles(
  attachments: readonly Attachment[],
  files: readonly File[],
): { readonly attachments: readonly Attachment[]; readonly refusals: readonly string[] } {
  const refusals: string[] = [];
  const taken = [...attachments];
  let tooMany = 0;
  for (const file of files) {
    const name = file.name === '' ? 'The attachment' : file.name;
    if (file.size === 0) refusals.push(`${name} is empty.`);
    else if (file.size > MOST_BYTES) {
      refusals.push(`${name} has ${formatBytes(file.size)}; at most 20 MB go with a text.`);
    } else if (taken.length >= MOST_ATTACHMENTS) tooMany += 1;
    else taken.push({ kind: 'file', id: newAttachmentId(), file, url: null });
  }
  if (tooMany > 0) {
    refusals.push(`At most ${MOST_ATTACHMENTS} attachments go with a text: ${tooMany} left out.`);
  }
  return { attachments: taken, refusals };
}

/** The file in base64, without the prefix of a data URL. */
export function base64Of(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error ?? new Error('The file cannot be read.'));
    reader.onload = () => {
      const address = String(reader.result);
      resolve(address.slice(address.indexOf(',') + 1));
    };
    reader.readAsDataURL(file);
  });
}
