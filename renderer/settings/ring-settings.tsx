import { askForNotices } from '../softphone/ringing/ring-notice.ts';
import { usePhone } from '../state/callers.ts';
import { showToast } from '../state/toast-store.ts';
import { useServices } from '../state/window-context.tsx';
import { Segmented } from '../ui/forms/segmented.tsx';
import { Row } from '../ui/settings-list.tsx';

const OFF_ON = [
  { value: 'off', label: 'Off' },
  { value: 'on', label: 'On' },
] as const;

/** What this window does when an agent calls. Saved in this browser. */
export function RingSettings() {
  const { isDesktopApp } = useServices();
  const { ringTone, notify } = usePhone();
  const chooseNotices = async (wanted: boolean) => {
    const allowed = wanted && (await askForNotices());
    usePhone.setState({ notify: allowed });
    if (wanted && !allowed) {
      showToast({
        tone: 'bad',
        title: 'The browser does not show notices of this page.',
        detail: 'Allow them beside the address, then switch this on again.',
      });
    }
  };
  return (
    <>
      <Row name="Ring tone" hint="Sounds in this window when an agent calls.">
        <Segmented
          label="Ring tone"
          value={ringTone ? 'on' : 'off'}
          options={OFF_ON}
          onChange={(choice) => usePhone.setState({ ringTone: choice === 'on' })}
        />
      </Row>
      {isDesktopApp ? null : (
        <Row
          name="Calls on the desktop"
          hint="A notice when an agent calls while you look at something else. The browser asks you once."
        >
          <Segmented
            label="Calls on the desktop"
            value={notify ? 'on' : 'off'}
            options={OFF_ON}
            onChange={(choice) => void chooseNotices(choice === 'on')}
          />
        </Row>
      )}
    </>
  );
}
