import type { OperationOutput } from '../../common/contract/index.ts';
import { formatPhoneNumber } from '../format/phone-number.ts';
import { showToast } from '../state/toast-store.ts';
import { useOperation } from '../state/use-operation.ts';
import { useRun } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { Mono } from '../ui/labels.tsx';
import { Dialog } from '../ui/overlays/dialog.tsx';
import { Spinner } from '../ui/states.tsx';
import styles from './twilio.module.css';

const FIELD_NAMES = {
  voiceUrl: 'Calls go to',
  voiceMethod: 'Calls, method',
  voiceApplicationSid: 'Calls, application',
  smsUrl: 'Texts go to',
  smsMethod: 'Texts, method',
  smsApplicationSid: 'Texts, application',
  statusCallback: 'States of calls go to',
  statusCallbackMethod: 'States of calls, method',
} as const;

/** Lists every change at Twilio, with its value before and after, before it is made. */
export function SetupDialog(props: { numberId: string; onClose(): void }) {
  const { numberId, onClose } = props;
  const run = useRun();
  const { data: preview } = useOperation('twilio.previewSetup', { numberId });
  const apply = async (previewId: string, phoneNumber: string) => {
    if ((await run('twilio.applySetup', { numberId, previewId })) === null) return;
    showToast({ tone: 'ok', title: `${formatPhoneNumber(phoneNumber)} leads to you now.` });
    onClose();
  };
  return (
    <Dialog
      open
      wide
      title="Lead the number to you?"
      description="These settings of the number are changed at Twilio. Unlinking puts them back."
      onClose={onClose}
    >
      {preview === null ? (
        <Spinner label="Asking Twilio how the number is set" />
      ) : (
        <>
          <Changes changes={preview.changes} />
          <div className={styles.actions}>
            <Button onClick={onClose}>Leave it as it is</Button>
            <Button
              tone="primary"
              onClick={() => void apply(preview.previewId, preview.phoneNumber)}
            >
              Change it at Twilio
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}

function Changes(props: { changes: OperationOutput<'twilio.previewSetup'>['changes'] }) {
  return (
    <table className={styles.changes} aria-label="Changes at Twilio">
      <thead>
        <tr>
          <th scope="col">Setting</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {props.changes.map(({ field, before, after }) => (
          <tr key={field}>
            <th scope="row">{FIELD_NAMES[field]}</th>
            <td>
              {before === null ? (
                'nothing'
              ) : (
                <del>
                  <Mono>{before}</Mono>
                </del>
              )}
            </td>
            <td>
              {after === null ? (
                'nothing'
              ) : (
                <ins>
                  <Mono>{after}</Mono>
                </ins>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
