import list from '../ui/settings-list.module.css';
import { Group } from '../ui/settings-list.tsx';
import { useWebhook } from '../webhooks/use-webhook.ts';
import { WebhookForm } from '../webhooks/webhook-form.tsx';
import { PreferenceSwitch } from './preference-switch.tsx';

/** Where events are sent, and settings for all deliveries. */
export function WebhookSettings(props: { demoHandler: boolean }) {
  const webhook = useWebhook(null);
  return (
    <Group title="Webhooks">
      <div className={list.note}>
        <p className={list.lead}>
          {props.demoHandler
            ? 'The built-in demo server answers until you register your own.'
            : 'Gets the events of every agent that has no webhook of its own.'}
        </p>
        <WebhookForm webhook={webhook} />
      </div>
      <PreferenceSwitch
        preference="retryClientErrors"
        name="Retry after 4xx"
        hint="The service's FAQ says that every answer but 2xx is tried again; newer pages call 4xx final."
      />
    </Group>
  );
}
