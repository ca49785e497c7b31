import { type ClipboardEvent, type DragEvent, useState } from 'react';
import { showToast } from '../../state/toast-store.ts';
import { changeAttachments, withFiles } from './attachments.ts';

/** Attaches files to a draft, and reports those that cannot be attached. */
export function attachFiles(draft: string, files: readonly File[]): void {
  if (files.length === 0) return;
  let refusals: readonly string[] = [];
  changeAttachments(draft, (before) => {
    const result = withFiles(before, files);
    refusals = result.refusals;
    return result.attachments;
  });
  for (const title of refusals) showToast({ tone: 'bad', title });
}

/** Attaches pasted files; text is pasted as usual. */
export function onPasteFiles(draft: string): (event: ClipboardEvent) => void {
  return (event) => {
    const files = [...event.clipboardData.files];
    // A copy from a text editor or a page also contains a picture of the text.
    if (files.length === 0 || event.clipboardData.types.includes('text/plain')) return;
    event.preventDefault();
    attachFiles(draft, files);
  };
}

/** Accepts files that are dropped on an element. */
export function useFileDrop(draft: string, disabled: boolean) {
  const [over, setOver] = useState(false);
  const takes = (event: DragEvent) => !disabled && event.dataTransfer.types.includes('Files');
  return {
    over,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!takes(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        setOver(true);
      },
      onDragLeave: (event: DragEvent) => {
        // Leaving a child element fires this event, too.
        const to = event.relatedTarget;
        if (!(to instanceof Node) || !event.currentTarget.contains(to)) setOver(false);
      },
      onDrop: (event: DragEvent) => {
        setOver(false);
        if (!takes(event)) return;
        event.preventDefault();
        attachFiles(draft, [...event.dataTransfer.files]);
      },
    },
  };
}
