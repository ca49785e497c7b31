import type { Pane } from '../../../common/rules/window/window-route.ts';
import { type PaneLimits, type PaneSizes, paneSizePx } from '../../ui/panes/pane-sizes.ts';
import type { Room } from '../../ui/panes/use-room.ts';

/** The current size of a pane, and its limits. */
export interface PlannedPane {
  /** The key under which its size is saved. */
  readonly name: string;
  readonly sizePx: number;
  readonly limits: PaneLimits;
}

/** How a screen with a list, a conversation, a timeline and the webhooks is divided. */
export interface RoomPlan {
  /** `wide` shows all panes, `two` the list and one other, `one` a single pane at a time. */
  readonly columns: 'wide' | 'two' | 'one';
  readonly list: PlannedPane;
  readonly webhooks: PlannedPane;
  readonly timeline: PlannedPane;
  /** Whether the timeline also runs below the webhooks, or leaves them the whole height. */
  readonly timelineBelowAll: boolean;
}

/** Without the width of the rail. */
const WIDE_FROM_PX = 1_036;
const TWO_FROM_PX = 836;
const ROOMY_FROM_PX = 1_536;
/** From this height on, webhooks above a timeline have room for a list and a whole delivery. */
const BELOW_ALL_FROM_PX = 920;
/** What the conversation keeps, however large the panes around it are made. */
const TALK_MIN_PX = { width: 360, height: 160 };
/** Fits the line of a delivery's actions. */
const WEBHOOKS_MIN_PX = 328;
/** Fits all rows of the chart. */
const TIMELINE_USUAL_PX = 300;
/** If both cannot have their usual height, the conversation gets this much before the timeline. */
const TALK_USUAL_PX = 256;

/** Pure: the same room and sizes always give the same plan. */
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
    maxPx: Math.min(440, widthPx - TALK_MIN_PX.width - (columns === 'wide' ? WEBHOOKS_MIN_PX : 0)),
    usualPx: columns === 'two' ? 272 : roomy ? 312 : 292,
  });
  const webhooks = pane('webhooks', {
    minPx: WEBHOOKS_MIN_PX,
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

/** Which of the screen's panes are visible. */
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
