import { ChevronDown, Ellipsis } from 'lucide-react';
import type {
  DeliveryDetail,
  ExportFormat,
  OperationRequest,
} from '../../../common/contract/index.ts';
import { isExchange } from '../../../common/contract/lists/deliveries.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Kbd } from '../../ui/labels.tsx';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../../ui/overlays/menu.tsx';
import { useCopyParts } from '../actions/copy-parts.ts';
import { FilterItems, StateItems } from '../actions/delivery-menu.tsx';
import { useReplay } from '../actions/use-actions.ts';
import { openDialog } from '../inspector-store.ts';
import styles from './delivery-detail.module.css';

type OneFault = NonNullable<OperationRequest<'delivery.replay'>['fault']>;

/** Faults that a single copy can carry, as the receiver sees them. */
const COPY_FAULTS: readonly { readonly fault: OneFault; readonly label: string }[] = [
  { fault: 'badSignature', label: 'Signed with a wrong secret' },
  { fault: 'missingSignature', label: 'Without a signature' },
  { fault: 'staleSignature', label: 'Signed ten minutes ago' },
  { fault: 'tamperedBody', label: 'Body changed after signing' },
  { fault: 'duplicate', label: 'Sent twice' },
  { fault: 'reset', label: 'Connection reset' },
];
const VOICE_FAULT = { fault: 'transcriptAsList', label: 'Transcript as a list' } as const;

/** One row with every kind of replay, editing, copying, and the rest. */
export function DeliveryActions(props: { delivery: DeliveryDetail; attempt: number | null }) {
  const { delivery, attempt } = props;
  const sent = delivery.attempts.length > 0;
  const isPlain = isExchange(delivery);
  return (
    <>
      {/* Exchanges that are only recorded cannot be sent again, and held deliveries have
          actions of their own. */}
      {isPlain || delivery.status === 'held' ? null : (
        <>
          <Replay delivery={delivery} attempt={attempt} />
          <Button
            title="Edit and resend"
            onClick={() => openDialog({ kind: 'edit', delivery, attempt })}
          >
            Edit
          </Button>
        </>
      )}
      <Copy
        delivery={delivery}
        attempt={attempt}
        formats={sent ? (isPlain ? PLAIN : FORMATS) : []}
      />
      <Menu
        align="end"
        trigger={
          <IconButton label="More to do with it">
            <Ellipsis size={16} />
          </IconButton>
        }
      >
        <StateItems delivery={delivery} />
        <FilterItems delivery={delivery} />
      </Menu>
    </>
  );
}

function Replay(props: { delivery: DeliveryDetail; attempt: number | null }) {
  const { delivery, attempt } = props;
  const replay = useReplay();
  const of = attempt === null ? {} : { attempt };
  const sent = delivery.attempts.length > 0;
  const faults = delivery.kind === 'voice' ? [...COPY_FAULTS, VOICE_FAULT] : COPY_FAULTS;
  return (
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

function Copy(props: {
  delivery: DeliveryDetail;
  attempt: number | null;
  formats: readonly Format[];
}) {
  const { delivery, attempt, formats } = props;
  const { id, webhookId } = delivery;
  const copy = useCopyParts();
  return (
    <Menu
      trigger={
        <Button>
          Copy
          <ChevronDown size={14} />
        </Button>
      }
    >
      <MenuItem onSelect={() => void copy.text(webhookId, 'the id')}>
        {isExchange(delivery) ? 'Its id' : 'The X-Webhook-ID'}
        <small>{webhookId}</small>
      </MenuItem>
      <MenuItem onSelect={() => void copy.body(id)}>The body</MenuItem>
      {delivery.attempts.length === 0 ? null : (
        <MenuItem onSelect={() => void copy.answer(id)}>The answer</MenuItem>
      )}
      <MenuItem onSelect={() => void copy.link(id)}>A link to it</MenuItem>
      {formats.length === 0 ? null : (
        <>
          <MenuSeparator />
          <MenuLabel>All of it as</MenuLabel>
        </>
      )}
      {formats.map(({ format, label }) => (
        <MenuItem key={format} onSelect={() => void copy.as(id, format, label, attempt)}>
          {label}
        </MenuItem>
      ))}
    </Menu>
  );
}
