import { askForNotices } from '../softphone/ringing/ring-notice.ts';
import { usePhone } from '../state/callers.ts';
import { showToast } from '../state/toast-store.ts';
import { useServices } from '../state/window-context.tsx';
import { SwitchRow } from './switch-row.tsx';

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
      <SwitchRow
        name="Ring tone"
        hint="Sounds in this window when an agent calls."
        on={ringTone}
        onChange={(on) => usePhone.setState({ ringTone: on })}
      />
      {isDesktopApp ? null : (
        <SwitchRow
          name="Calls on the desktop"
          hint="A notice when an agent calls while you look at something else. The browser asks you once."
          on={notify}
          onChange={(on) => void chooseNotices(on)}
        />
      )}
    </>
  );
}
