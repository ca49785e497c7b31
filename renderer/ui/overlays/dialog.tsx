import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from '../../format/class-names.ts';
import buttonStyles from '../button.module.css';
import { useTabStop } from '../use-tab-stop.ts';
import styles from './dialog.module.css';

/** A question or a small form in front of everything else. Escape closes it. */
export function Dialog(props: {
  open: boolean;
  title: string;
  description?: ReactNode;
  wide?: boolean;
  onClose(): void;
  children: ReactNode;
}) {
  return (
    <Radix.Root open={props.open} onOpenChange={(open) => !open && props.onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={styles.scrim} />
        <Radix.Content
          className={classNames(styles.dialog, props.wide && styles.wide)}
          {...(props.description === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <header className={styles.head}>
            <Radix.Title className={styles.title}>{props.title}</Radix.Title>
            <Radix.Close asChild>
              {/* It has no tooltip, which would open with the focus and take the first Escape. */}
              <button type="button" aria-label="Close" className={buttonStyles.icon}>
                <X size={16} />
              </button>
            </Radix.Close>
          </header>
          <Body>
            {props.description === undefined ? null : (
              <Radix.Description className={styles.description}>
                {props.description}
              </Radix.Description>
            )}
            {props.children}
          </Body>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Body(props: { children: ReactNode }) {
  const stop = useTabStop<HTMLDivElement>();
  return (
    <div {...stop} className={styles.body}>
      {props.children}
    </div>
  );
}
