import { useOperation } from '../state/use-operation.ts';
import list from '../ui/settings-list.module.css';
import { Group } from '../ui/settings-list.tsx';
import { useWebhook } from '../webhooks/use-webhook.ts';
import { WebhookForm } from '../webhooks/webhook-form.tsx';
import { FormRow } from './form-row.tsx';
import { PreferenceSwitch } from './preference-switch.tsx';
import type { PreferencesData } from './use-preferences.ts';

/** Where events are sent, and settings for all deliveries. */
export function WebhookSettings(props: { settings: PreferencesData; demoHandler: boolean }) {
  const { settings, demoHandler } = props;
  const webhook = useWebhook(null);
  return (
    <Group title="Webhooks">
      <div className={list.note}>
        <p className={list.lead}>
          {demoHandler
            ? 'The built-in demo server answers until you register your own.'
            : 'Gets the events of every agent that has no webhook of its own.'}
        </p>
        <WebhookForm webhook={webhook} />
      </div>
      <PreferenceSwitch
        settings={settings}
        preference="retryClientErrors"
        name="Retry after 4xx"
        hint="The service's FAQ says that every answer but 2xx is tried again; newer pages call 4xx final."
      />
      <PreferenceSwitch
        settings={settings}
        preference="allowPrivateAddresses"
        name="Private networks"
        hint="Webhooks may go to addresses such as 192.168.1.20. Loopback and the internet always may."
      />
      <FaultRow />
      <BreakpointRow />
    </Group>
  );
}

function FaultRow() {
  const { data } = useOperation('fault.list', {});
  return (
    <FormRow
      name="Faults"
      hint="Requests, voice answers, the API or WhatsApp fail on purpose. The inspector lists them."
      operation="fault.set"
      verb="Set one…"
    >
      {data === null ? null : countInWords(data.items.length)}
    </FormRow>
  );
}

function BreakpointRow() {
  const { data } = useOperation('breakpoint.list', {});
  return (
    <FormRow
      name="Breakpoints"
      hint="What matches is held before it is sent, until it is released."
      operation="breakpoint.set"
      verb="Set one…"
    >
      {data === null ? null : countInWords(data.items.length)}
    </FormRow>
  );
}

function countInWords(count: number): string {
  return count === 0 ? 'None set' : `${count} set`;
}
