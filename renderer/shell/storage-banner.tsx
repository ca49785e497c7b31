import type { StorageState } from '../../common/contract/index.ts';
import { receiveChange } from '../state/live-store.ts';
import { useRun } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { Banner } from '../ui/states.tsx';

/**
 * Shown above everything while something cannot be saved, and until the person has acknowledged a
 * loss.
 */
export function StorageBanner(props: { storage: StorageState }) {
  const { problem, waiting, notices } = props.storage;
  const run = useRun();
  const dismiss = async () => {
    const item = await run('storage.dismiss', {});
    if (item !== null) receiveChange({ kind: 'storage', item });
  };
  return (
    <>
      {problem === null ? null : (
        <Banner tone="bad">
          <span>
            {problem.message} Not being kept: {problem.notKept.join(', ')}.
            {waiting === 0 ? null : ` ${waiting} writes wait in memory for room.`}
          </span>
        </Banner>
      )}
      {notices.length === 0 ? null : (
        <Banner tone="warn">
          <span>{notices.join(' ')}</span>
          <Button onClick={() => void dismiss()}>Dismiss</Button>
        </Banner>
      )}
    </>
  );
}
