import { useView } from '../../state/view-store.ts';
import { useServices } from '../../state/window-context.tsx';
import { KeyList } from '../../ui/keys/key-list.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import { keyGroups } from './key-groups.ts';
import styles from './keys-dialog.module.css';

/** All keys, by the place where they work. */
export function KeysDialog() {
  const open = useView((view) => view.keysOpen);
  const { isMac } = useServices();
  return (
    <Dialog open={open} wide title="Keys" onClose={() => useView.setState({ keysOpen: false })}>
      {keyGroups(isMac).map(({ title, when, keys }) => (
        <section key={title} className={styles.group} aria-label={title}>
          <h3>{title}</h3>
          <p>{when}.</p>
          <KeyList keys={keys} />
        </section>
      ))}
    </Dialog>
  );
}
