import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/labels.tsx';
import styles from './keys-dialog.module.css';
import { useTimeline } from './timeline-store.ts';
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
      <dl className={styles.keys}>
        {TIMELINE_KEYS.map(({ keys, does }) => (
          <div key={does} className={styles.row}>
            <dt>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
