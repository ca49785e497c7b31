import { Group } from '../ui/settings-list.tsx';
import { PreferenceSwitch } from './preference-switch.tsx';

/** How deliveries behave, whoever gets them. */
export function WebhookSettings() {
  return (
    <Group title="Webhooks">
      <PreferenceSwitch
        preference="retryClientErrors"
        name="Retry after 4xx"
        hint="The service's FAQ says that every answer but 2xx is tried again; newer pages call 4xx final."
      />
    </Group>
  );
}
