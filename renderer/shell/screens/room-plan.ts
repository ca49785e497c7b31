import type { Pane } from '../../../common/rules/window/window-route.ts';
import { type PaneLimits, type PaneSizes, paneSizePx } from '../../ui/panes/pane-sizes.ts';
import type { Room } from '../../ui/panes/use-room.ts';

/** A pane as it is sized now, and how far it can be sized. */
export interface PlannedPane {
  /** Under which a person's choice is kept. */
  readonly name: string;
  readonly sizePx: number;
  readonly limits: PaneLimits;
}

/** How a screen with a list, a conversation, a timeline and the webhooks fills its room. */
export interface RoomPlan {
  /** `wide` shows all panes, `two` the list and one other, `one` a single pane at a time. */
  readonly columns: 'wide' | 'two' | 'one';
  readonly list: PlannedPane;
  readonly webhooks: PlannedPane;
  readonly timeline: PlannedPane;
  /** Whether the timeline runs below the webhooks, too, or leaves them the whole height. */
  readonly timelineBelowAll: boolean;
}

/** Without the rail. */
const WIDE_FROM_PX = 1_036;
const TWO_FROM_PX = 836;
const ROOMY_FROM_PX = 1_536;
/** From this height on, webhooks above a timeline still have room for a list and a whole delivery. */
const BELOW_ALL_FROM_PX = 920;
/** What is left to the conversation, however large the panes around it are made. */
const TALK_MIN_PX = { width: 360, height: 160 };
/** All rows of the chart. */
const TIMELINE_USUAL_PX = 300;
/** Where both cannot have their usual height, the conversation gets this one before the timeline. */
const TALK_USUAL_PX = 256;

/** Pure: the same room and the same wishes make the same plan. */
export function planRoom(screen: string, room: Room, sizes: PaneSizes): RoomPlan {
  const { widthPx, heightPx } = room;
  const columns = widthPx >= WIDE_FROM_PX ? 'wide' : widthPx >= TWO_FROM_PX ? 'two' : 'one';
  const roomy = widthPx >= ROOMY_FROM_PX;
  const pane = (what: string, limits: PaneLimits): PlannedPane => {
    const name = `${screen}.${what}`;
    return { name, sizePx: paneSizePx(sizes[name], limits), limits };
  };
  const list = pane('list', {
    minPx: 232,
    maxPx: Math.min(440, widthPx - TALK_MIN_PX.width - (columns === 'wide' ? 300 : 0)),
    usualPx: columns === 'two' ? 272 : roomy ? 312 : 292,
  });
  const webhooks = pane('webhooks', {
    minPx: 300,
    maxPx: widthPx - list.sizePx - TALK_MIN_PX.width,
    usualPx: roomy ? 460 : 376,
  });
  const timeline = pane('timeline', {
    minPx: 120,
    maxPx: heightPx - TALK_MIN_PX.height,
    usualPx: Math.min(
      TIMELINE_USUAL_PX,
      Math.max(heightPx - TALK_USUAL_PX, Math.round(heightPx * 0.45)),
    ),
  });
  return {
    columns,
    list,
    webhooks,
    timeline,
    timelineBelowAll: columns === 'wide' && heightPx >= BELOW_ALL_FROM_PX,
  };
}

/** Which panes can be seen, of those that the screen has. */
export function shownPanes(
  columns: RoomPlan['columns'],
  chosen: Pane,
  has: ReadonlySet<Pane>,
): ReadonlySet<Pane> {
  switch (columns) {
    case 'wide':
      return has;
    case 'two':
      return new Set(
        [...has].filter(
          (pane) => pane === 'list' || (pane === 'webhooks') === (chosen === 'webhooks'),
        ),
      );
    case 'one':
      return new Set<Pane>([has.has(chosen) ? chosen : 'talk']);
  }
}
