import { Check, Copy } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { showToast } from '../state/toast-store.ts';
import { after } from '../state/window-clock.ts';
import { IconButton } from './button.tsx';
import { Chip, VisuallyHidden } from './labels.tsx';

/** Copies text, and `copied` is true for a moment afterwards. */
export function useCopy(): { copied: boolean; copy(text: string): void } {
  const [copied, setCopied] = useState(false);
  return {
    copied,
    copy: (text) => {
      navigator.clipboard.writeText(text).then(
        () => {
          setCopied(true);
          after(1_400, () => setCopied(false));
        },
        () =>
          showToast({
            tone: 'bad',
            title: 'The clipboard cannot be reached. Select the text and copy it by hand.',
          }),
      );
    },
  };
}

export function CopyIcon(props: { text: string; label: string }) {
  const { copied, copy } = useCopy();
  return (
    <IconButton label={copied ? 'Copied' : props.label} onClick={() => copy(props.text)}>
      {copied ? <Check size={14} /> : <Copy size={14} />}
    </IconButton>
  );
}

/** A chip that copies its text when clicked. */
export function CopyChip(props: { text: string; label: string; children: ReactNode }) {
  const { copied, copy } = useCopy();
  return (
    <Chip onClick={() => copy(props.text)}>
      <VisuallyHidden>{props.label}:</VisuallyHidden>
      {props.children}
      {copied ? <Check size={13} /> : <Copy size={13} />}
    </Chip>
  );
}
