import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { Toast } from 'radix-ui';
import { classNames } from '../../format/class-names.ts';
import { dismissToast, useToasts } from '../../state/toast-store.ts';
import { IconButton, LinkButton } from '../button.tsx';
import { MomentsIn } from '../moment.tsx';
import styles from './toast.module.css';

const ICONS = { ok: CircleCheck, bad: CircleAlert, plain: Info } as const;

/**
 * Where toasts appear. What went well is said for a moment in the corner; anything else stands below
 * the rest of the window, which gives way, so that it covers no control. Failures, and what can be
 * acted on, stay longer.
 */
export function Toasts() {
  const items = useToasts((store) => store.items);
  return (
    <Toast.Provider>
      {items.map((item) => {
        const Icon = ICONS[item.tone];
        return (
          <Toast.Root
            key={item.id}
            className={classNames(styles.toast, item.tone !== 'plain' && styles[item.tone])}
            data-brief={item.tone === 'ok' && item.action === undefined}
            duration={item.tone === 'bad' || item.action !== undefined ? 12_000 : 4_000}
            onOpenChange={(open) => !open && dismissToast(item.id)}
          >
            <Icon size={16} className={styles.icon} />
            <div>
              <Toast.Title className={styles.title}>
                <MomentsIn text={item.title} />
              </Toast.Title>
              {item.detail === undefined ? null : (
                <Toast.Description className={styles.detail}>{item.detail}</Toast.Description>
              )}
              {item.action === undefined ? null : (
                <Toast.Action asChild altText={item.action.label}>
                  <LinkButton className={styles.action} onClick={item.action.run}>
                    {item.action.label}
                  </LinkButton>
                </Toast.Action>
              )}
            </div>
            <Toast.Close asChild>
              <IconButton label="Dismiss">
                <X size={14} />
              </IconButton>
            </Toast.Close>
          </Toast.Root>
        );
      })}
      <Toast.Viewport className={styles.viewport} />
    </Toast.Provider>
  );
}
