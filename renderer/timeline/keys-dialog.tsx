import { useTimeline } from '../state/timeline-store.ts';
import { KeyList } from '../ui/key-list.tsx';
import { Dialog } from '../ui/overlays/dialog.tsx';
import { TIMELINE_KEYS } from './use-timeline-keys.ts';

/** The keys of the timeline. */
export function KeysDialog() {
  const open = useTimeline((store) => store.keysShown);
  return (
    <Dialog
      open={open}
      title="Keys of the timeline"
      onClose={() => useTimeline.setState({ keysShown: false })}
    >
      <KeyList keys={TIMELINE_KEYS} />
    </Dialog>
  );
}
