import { create } from 'zustand';
import { formatBytes } from '../../format/time-format.ts';

/** What is to be sent with a text: a file of this machine, or an address somewhere. */
export type Attachment =
  | {
      readonly kind: 'file';
      readonly id: string;
      readonly file: File;
      /** Once it was handed over, for the case that sending fails after it. */
      readonly url: string | null;
    }
  | { readonly kind: 'address'; readonly id: string; readonly url: string };

/** As `text.receive` takes them. */
export const MOST_ATTACHMENTS = 20;
/** As `media.add` takes them. */
export const MOST_BYTES = 20 * 1024 * 1024;

let nextId = 1;

export function newAttachmentId(): string {
  return `attachment ${nextId++}`;
}

const NONE: readonly Attachment[] = [];

/** By what they are written for, as drafts of texts are: they outlive a change of screen. */
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

/** What goes with those that are there, and why the others do not. */
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

/** In base64, without the part in front that a data address has. */
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
