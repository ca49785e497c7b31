import { ChevronDown } from 'lucide-react';
import {
  type DeliveryDetail,
  type ExportFormat,
  isExchange,
  type OperationRequest,
} from '../../../common/contract/index.ts';
import { showToast } from '../../state/toast-store.ts';
import { reportFailure, useServices } from '../../state/window-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Kbd } from '../../ui/labels.tsx';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../../ui/overlays/menu.tsx';
import { useReplay } from '../actions/use-actions.ts';
import { openDialog } from '../inspector-store.ts';
import styles from './delivery-detail.module.css';

type OneFault = NonNullable<OperationRequest<'delivery.replay'>['fault']>;

/** Faults that a single copy can carry, in the words of what the receiver sees. */
const COPY_FAULTS: readonly { readonly fault: OneFault; readonly label: string }[] = [
  { fault: 'badSignature', label: 'Signed with a wrong secret' },
  { fault: 'missingSignature', label: 'Without a signature' },
  { fault: 'staleSignature', label: 'Signed ten minutes ago' },
  { fault: 'tamperedBody', label: 'Body changed after signing' },
  { fault: 'duplicate', label: 'Sent twice' },
  { fault: 'reset', label: 'Connection reset' },
];
const VOICE_FAULT = { fault: 'transcriptAsList', label: 'Transcript as a list' } as const;

/** Replay in its forms, edit and resend, copy as. */
export function DeliveryActions(props: { delivery: DeliveryDetail; attempt: number | null }) {
  const { delivery, attempt } = props;
  const replay = useReplay();
  const of = attempt === null ? {} : { attempt };
  const sent = delivery.attempts.length > 0;
  // What is only recorded cannot be sent again.
  if (isExchange(delivery)) return <CopyAs id={delivery.id} attempt={attempt} formats={PLAIN} />;
  const faults = delivery.kind === 'voice' ? [...COPY_FAULTS, VOICE_FAULT] : COPY_FAULTS;
  return (
    <>
      <span className={styles.split}>
        <Button
          tone="primary"
          title="Sends it again under the same X-Webhook-ID, freshly signed"
          onClick={() => void replay(delivery.id, of)}
        >
          Replay <Kbd inherit>r</Kbd>
        </Button>
        <Menu
          trigger={
            <Button tone="primary" aria-label="More ways to replay">
              <ChevronDown size={14} />
            </Button>
          }
        >
          <MenuItem onSelect={() => void replay(delivery.id, of)}>
            Freshly signed<small>New timestamp, new signature</small>
          </MenuItem>
          <MenuItem
            disabled={!sent}
            onSelect={() => void replay(delivery.id, { ...of, resign: false })}
          >
            Exactly as it was<small>Old timestamp, old signature</small>
          </MenuItem>
          <MenuItem onSelect={() => openDialog({ kind: 'otherUrl', delivery, attempt })}>
            To another address…<small>The webhook stays as it is</small>
          </MenuItem>
          <MenuSeparator />
          <MenuLabel>With a fault</MenuLabel>
          {faults.map(({ fault, label }) => (
            <MenuItem key={fault} onSelect={() => void replay(delivery.id, { ...of, fault })}>
              {label}
            </MenuItem>
          ))}
        </Menu>
      </span>
      <Button onClick={() => openDialog({ kind: 'edit', delivery, attempt })}>
        Edit and resend
      </Button>
      {sent ? <CopyAs id={delivery.id} attempt={attempt} formats={FORMATS} /> : null}
    </>
  );
}

type Format = { readonly format: ExportFormat; readonly label: string };
const PLAIN: readonly Format[] = [
  { format: 'curl', label: 'curl command' },
  { format: 'har', label: 'HAR' },
  { format: 'raw', label: 'Raw HTTP' },
];
const FORMATS: readonly Format[] = [
  ...PLAIN,
  { format: 'vitest', label: 'Vitest test' },
  { format: 'pytest', label: 'pytest test' },
];

function CopyAs(props: { id: string; attempt: number | null; formats: readonly Format[] }) {
  const { control } = useServices();
  const take = async (format: ExportFormat, label: string) => {
    const { id, attempt } = props;
    try {
      const file = await control.run('delivery.export', {
        id,
        format,
        ...(attempt === null ? {} : { attempt }),
      });
      await navigator.clipboard.writeText(file.text);
      showToast({ tone: 'ok', title: `Copied: ${label}.`, detail: file.fileName });
    } catch (error) {
      reportFailure(error);
    }
  };
  return (
    <Menu
      trigger={
        <Button>
          Copy as
          <ChevronDown size={14} />
        </Button>
      }
    >
      {props.formats.map(({ format, label }) => (
        <MenuItem key={format} onSelect={() => void take(format, label)}>
          {label}
        </MenuItem>
      ))}
    </Menu>
  );
}
