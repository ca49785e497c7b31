import { type CSSProperties, type ReactNode, useRef } from 'react';
import type { Pane } from '../../../common/rules/window/window-route.ts';
import { useView } from '../../state/view-store.ts';
import { Segmented } from '../../ui/forms/segmented.tsx';
import { usePaneSizes } from '../../ui/panes/pane-store.ts';
import { Splitter } from '../../ui/panes/splitter.tsx';
import { useRoom } from '../../ui/panes/use-room.ts';
import { planRoom, type RoomPlan, shownPanes } from './room-plan.ts';
import styles from './work-screen.module.css';

interface WorkPane {
  readonly label: string;
  readonly content: ReactNode;
}

interface WorkScreenProps {
  /** The key under which the sizes of its panes are saved. */
  readonly name: string;
  readonly list: WorkPane;
  readonly talk: WorkPane;
  readonly webhooks: WorkPane;
  readonly timeline?: WorkPane | undefined;
}

/**
 * A list, a conversation, the webhooks beside it and the timeline below, as far as there is room.
 */
export function WorkScreen(props: WorkScreenProps) {
  const frame = useRef<HTMLDivElement>(null);
  const room = useRoom(frame);
  const sizes = usePaneSizes((store) => store.sizes);
  return (
    <div ref={frame} className={styles.frame}>
      {room === null ? null : <Panes {...props} plan={planRoom(props.name, room, sizes)} />}
    </div>
  );
}

function Panes(props: WorkScreenProps & { plan: RoomPlan }) {
  const { plan, list, talk, webhooks, timeline } = props;
  const chosen = useView((view) => view.narrowPane);
  const timelineOpen = useView((view) => view.timelineOpen);
  const has = new Set<Pane>(['list', 'talk', 'webhooks']);
  if (timeline !== undefined) has.add('timeline');
  const shown = shownPanes(plan.columns, chosen, has);
  // Without a timeline there is no row for it.
  const sized = shown.has('timeline') && timelineOpen && plan.columns !== 'one';
  const place: Record<string, string> = {
    '--list': `${plan.list.sizePx}px`,
    '--webhooks': `${plan.webhooks.sizePx}px`,
    '--timeline': sized ? `${plan.timeline.sizePx}px` : 'auto',
  };
  return (
    <div
      className={styles.panes}
      data-columns={plan.columns}
      data-below-all={plan.timelineBelowAll}
      style={place as CSSProperties}
    >
      {plan.columns === 'wide' ? null : (
        <PaneSwitch {...props} columns={plan.columns} shown={shown} />
      )}
      <div className={styles.list} hidden={!shown.has('list')}>
        {list.content}
        {plan.columns === 'one' ? null : (
          <Splitter label={`Width: ${list.label}`} edge="right" {...plan.list} />
        )}
      </div>
      <div className={styles.talk} hidden={!shown.has('talk')}>
        {talk.content}
      </div>
      <div className={styles.webhooks} hidden={!shown.has('webhooks')}>
        {webhooks.content}
        {plan.columns === 'wide' ? (
          <Splitter label={`Width: ${webhooks.label}`} edge="left" {...plan.webhooks} />
        ) : null}
      </div>
      {timeline === undefined ? null : (
        <div className={styles.timeline} hidden={!shown.has('timeline')}>
          {timeline.content}
          {sized ? (
            <Splitter label={`Height: ${timeline.label}`} edge="top" {...plan.timeline} />
          ) : null}
        </div>
      )}
    </div>
  );
}

/** Chooses the shown pane if there is not enough room for all. */
function PaneSwitch(
  props: WorkScreenProps & { columns: RoomPlan['columns']; shown: ReadonlySet<Pane> },
) {
  const { columns, shown, list, talk, webhooks, timeline } = props;
  const options: { value: Pane; label: string }[] =
    columns === 'two'
      ? [
          { value: 'talk', label: talk.label },
          { value: 'webhooks', label: webhooks.label },
        ]
      : [
          { value: 'list', label: list.label },
          { value: 'talk', label: talk.label },
          ...(timeline === undefined
            ? []
            : [{ value: 'timeline' as const, label: timeline.label }]),
          { value: 'webhooks', label: webhooks.label },
        ];
  return (
    <div className={styles.switch}>
      <Segmented
        label="Pane"
        value={options.find(({ value }) => shown.has(value))?.value ?? 'talk'}
        options={options}
        onChange={(narrowPane) =>
          // The timeline may have been collapsed when there was less room.
          useView.setState(
            narrowPane === 'timeline' ? { narrowPane, timelineOpen: true } : { narrowPane },
          )
        }
      />
    </div>
  );
}
