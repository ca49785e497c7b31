import { useState } from 'react';
import type { LiveState } from '../../common/contract/index.ts';
import { ListSearch } from '../search/list-search.tsx';
import { olderCalls } from '../state/history/history.ts';
import { isLive } from '../state/selectors.ts';
import { useServices } from '../state/window-context.tsx';
import { VirtualList } from '../ui/virtual-list.tsx';
import { RecentCallRow } from './recent-call-row.tsx';
import styles from './recent-calls.module.css';

const CALLS = ['call'] as const;

/** Finished calls, newest first. */
export function RecentCalls(props: { state: LiveState; shownCallId: string | null }) {
  const { state, shownCallId } = props;
  const { control } = useServices();
  const calls = state.calls.filter((call) => !isLive(call));
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const stop =
    calls.find(({ id }) => id === focusedId) ??
    calls.find(({ id }) => id === shownCallId) ??
    calls[0];
  if (calls.length === 0) return null;
  return (
    <section className={styles.recent} aria-label="Recent calls">
      <h2 className={styles.title}>Recent calls</h2>
      <ListSearch state={state} label="Search calls" kinds={CALLS}>
        <VirtualList
          label="Recent calls"
          className={styles.list}
          items={calls}
          rowHeight={46}
          keyOf={(call) => call.id}
          onEndNear={() => void olderCalls.loadOlder(control)}
        >
          {(call) => (
            <RecentCallRow
              state={state}
              call={call}
              shown={call.id === shownCallId}
              tabStop={call === stop}
              onFocus={() => setFocusedId(call.id)}
            />
          )}
        </VirtualList>
      </ListSearch>
    </section>
  );
}
