import { useEffect, useMemo, useState } from 'react';
import type { CallEvent, CallView, Timeline } from '../../common/contract/index.ts';
import type { buildTimeline } from '../../common/rules/timeline/timeline.ts';
import { receiveCallEvents, useLive } from './live-store.ts';
import { isLive } from './selectors.ts';
import { reportFailure, useServices } from './window-context.tsx';

const NO_EVENTS: readonly CallEvent[] = [];

/**
 * The event log of a call and the timeline derived from it. The log of a finished call is loaded
 * once.
 */
export function useCallLog(call: CallView | null): {
  readonly events: readonly CallEvent[];
  readonly timeline: Timeline | null;
} {
  const { control } = useServices();
  const callId = call?.id ?? null;
  const events = useLive((live) =>
    callId === null ? NO_EVENTS : (live.state?.callEvents[callId] ?? NO_EVENTS),
  );
  const complete = events[0]?.seq === 0 && events.at(-1)?.type === 'call.ended';
  const missing = call !== null && !isLive(call) && !complete;
  useEffect(() => {
    if (callId === null || !missing) return;
    const abort = new AbortController();
    control.run('call.events', { callId }, abort.signal).then(
      // The contract sends events as they are in the log, and `type` narrows them.
      ({ items }) => receiveCallEvents(callId, items as readonly CallEvent[]),
      (error: unknown) => {
        if (!abort.signal.aborted) reportFailure(error);
      },
    );
    return () => abort.abort();
  }, [callId, missing, control]);
  const build = useBuildTimeline(callId !== null);
  const timeline = useMemo(
    () => (callId === null || build === null || events.length === 0 ? null : build(callId, events)),
    [callId, events, build],
  );
  return { events, timeline };
}

/** The rules of the timeline are loaded with the first call that is shown. */
let loaded: typeof buildTimeline | null = null;

function useBuildTimeline(wanted: boolean): typeof buildTimeline | null {
  const [build, setBuild] = useState<typeof buildTimeline | null>(() => loaded);
  useEffect(() => {
    if (!wanted || build !== null) return;
    import('../../common/rules/timeline/timeline.ts').then((rules) => {
      loaded = rules.buildTimeline;
      setBuild(() => rules.buildTimeline);
    }, reportFailure);
  }, [wanted, build]);
  return build;
}
