/**
 * Addresses of the window: what is looked at, as the part of a web address behind the `#`, e.g.
 * `#/calls/call_x/turns/3?tab=why`. They travel by bookmarks, links and the desktop app's own
 * scheme, so nothing that lets anybody in is ever part of one.
 */

export const TIMELINE_FORMS = [
  'timeline',
  'table',
  'compare',
  'whatIf',
  'figures',
  'model',
] as const;
export type TimelineForm = (typeof TIMELINE_FORMS)[number];

/** What takes the place of a delivery's details on the Webhooks screen. */
export const INSPECTOR_TOOLS = ['clinic', 'faults', 'doctor'] as const;
export type InspectorTool = (typeof INSPECTOR_TOOLS)[number];

export const AGENT_TABS = ['setup', 'playground', 'api'] as const;
export type AgentTab = (typeof AGENT_TABS)[number];

/** Panes of a screen that take turns where there is no room for all of them. */
export const PANES = ['list', 'talk', 'timeline', 'webhooks'] as const;
export type Pane = (typeof PANES)[number];

/** What the webhook inspector shows. Ids are null where the newest is followed. */
export interface InspectorPlace {
  readonly deliveryId: string | null;
  /** Null shows the latest attempt. */
  readonly attempt: number | null;
  /** Name of a tab; null is the first one. Deliveries differ in the tabs that they have. */
  readonly tab: string | null;
  readonly filter: string;
}

export type WindowRoute = ScreenRoute & {
  /** The control operation whose form stands in front; absent without one. */
  readonly operation?: string;
};

type ScreenRoute =
  | {
      readonly screen: 'phone';
      /** Null follows the live call. */
      readonly callId: string | null;
      /** Null follows the newest turn. */
      readonly turn: number | null;
      readonly form: TimelineForm;
      readonly pane: Pane;
      readonly inspector: InspectorPlace;
    }
  | {
      readonly screen: 'messages';
      readonly conversationId: string | null;
      readonly pane: Pane;
      readonly inspector: InspectorPlace;
    }
  | {
      readonly screen: 'webhooks';
      readonly tool: InspectorTool | null;
      readonly inspector: InspectorPlace;
    }
  | { readonly screen: 'agents'; readonly agentId: string | null; readonly tab: AgentTab }
  | { readonly screen: 'numbers' }
  | { readonly screen: 'settings' };

const MOST_ID_CHARACTERS = 200;
const MOST_FILTER_CHARACTERS = 2_000;
const MOST_COUNTED = 1_000_000;

/** Prints an address, beginning with `#/`. Only what differs from the ordinary is in it. */
export function printRoute(route: WindowRoute): string {
  const { operation = null } = route;
  switch (route.screen) {
    case 'phone': {
      const { callId, turn, form, pane, inspector } = route;
      const path = [
        ...optional(callId),
        ...(callId !== null && turn !== null ? ['turns', turn] : []),
      ];
      return address(['calls', ...path], {
        turn: callId === null ? turn : null,
        form: form === 'timeline' ? null : form,
        pane: pane === 'talk' ? null : pane,
        delivery: inspector.deliveryId,
        ...inspectorQuery(inspector),
        operation,
      });
    }
    case 'messages':
      return address(['messages', ...optional(route.conversationId)], {
        pane: route.pane === 'talk' ? null : route.pane,
        delivery: route.inspector.deliveryId,
        ...inspectorQuery(route.inspector),
        operation,
      });
    case 'webhooks':
      return address(['webhooks', ...optional(route.inspector.deliveryId)], {
        tool: route.tool,
        ...inspectorQuery(route.inspector),
        operation,
      });
    case 'agents':
      return address(['agents', ...optional(route.agentId)], {
        tab: route.tab === 'setup' ? null : route.tab,
        operation,
      });
    case 'numbers':
    case 'settings':
      return address([route.screen], { operation });
  }
}

/**
 * Reads an address, with or without its `#`; an empty one is the Phone screen. Null unless it is one of
 * our addresses. Parts that make no sense are left out, because an address may come from anywhere.
 */
export function parseRoute(hash: string): WindowRoute | null {
  const bare = hash.startsWith('#') ? hash.slice(1) : hash;
  const mark = bare.indexOf('?');
  const path = mark < 0 ? bare : bare.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? '' : bare.slice(mark + 1));
  const steps = decoded(path.split('/').filter((step) => step !== ''));
  const screen = steps === null ? null : parseScreen(steps, query);
  const operation = operationOf(query.get('operation'));
  return screen === null || operation === null ? screen : { ...screen, operation };
}

function parseScreen(steps: readonly string[], query: URLSearchParams): ScreenRoute | null {
  const [screen = 'calls', id, below, count] = steps;
  const beside = (deliveryId: string | null): InspectorPlace => ({
    deliveryId,
    attempt: counted(query.get('attempt'), 1),
    tab: wordOf(query.get('tab')),
    filter: (query.get('filter') ?? '').slice(0, MOST_FILTER_CHARACTERS).toWellFormed(),
  });
  const pane = oneOf(PANES, query.get('pane')) ?? 'talk';
  switch (screen) {
    case 'calls': {
      const callId = idOf(id);
      return {
        screen: 'phone',
        callId,
        turn: counted(callId === null ? query.get('turn') : below === 'turns' ? count : null, 0),
        form: oneOf(TIMELINE_FORMS, query.get('form')) ?? 'timeline',
        pane,
        inspector: beside(idOf(query.get('delivery'))),
      };
    }
    case 'messages':
      return {
        screen: 'messages',
        conversationId: idOf(id),
        pane,
        inspector: beside(idOf(query.get('delivery'))),
      };
    case 'webhooks':
      return {
        screen: 'webhooks',
        tool: oneOf(INSPECTOR_TOOLS, query.get('tool')),
        inspector: beside(idOf(id)),
      };
    case 'agents':
      return {
        screen: 'agents',
        agentId: idOf(id),
        tab: oneOf(AGENT_TABS, query.get('tab')) ?? 'setup',
      };
    case 'numbers':
    case 'settings':
      return { screen };
    default:
      return null;
  }
}

/** The scheme of links into the desktop app. */
export const LINK_SCHEME = 'agentphone-desktop';

/** A link that opens the place in the desktop app, e.g. `agentphone-desktop://calls/call_x`. */
export function desktopLink(route: WindowRoute): string {
  return `${LINK_SCHEME}:/${printRoute(route).slice(1)}`;
}

/** Null unless it is our link. Systems may add a slash to it, or write the scheme in capitals. */
export function parseDesktopLink(link: string): WindowRoute | null {
  const [, path] = /^agentphone-desktop:\/*(.*)$/is.exec(link) ?? [];
  return path === undefined ? null : parseRoute(`/${path}`);
}

function inspectorQuery({ attempt, tab, filter }: InspectorPlace) {
  return { attempt, tab, filter: filter === '' ? null : filter };
}

function optional(id: string | null): readonly string[] {
  return id === null ? [] : [id];
}

function address(
  path: readonly (string | number)[],
  query: Readonly<Record<string, string | number | null>>,
): string {
  const steps = path.map((step) => encodeURIComponent(String(step).toWellFormed()));
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === null ? [] : [[name, String(value)]],
  );
  const search = new URLSearchParams(given).toString();
  return `#/${steps.join('/')}${search === '' ? '' : `?${search}`}`;
}

/** Null if the percent-encoding is invalid. */
function decoded(steps: readonly string[]): readonly string[] | null {
  try {
    return steps.map(decodeURIComponent);
  } catch {
    return null;
  }
}

function idOf(given: string | null | undefined): string | null {
  if (given === null || given === undefined) return null;
  return given === '' || given.length > MOST_ID_CHARACTERS ? null : given.toWellFormed();
}

/** A whole number as it is printed, from `least` on. */
function counted(given: string | null | undefined, least: number): number | null {
  const value = /^\d{1,7}$/.test(given ?? '') ? Number(given) : Number.NaN;
  return value >= least && value <= MOST_COUNTED ? value : null;
}

function wordOf(given: string | null): string | null {
  return given !== null && /^[a-zA-Z]{1,30}$/.test(given) ? given : null;
}

/** A name as operations have them, such as `plan.set`; whether there is one, who opens it knows. */
function operationOf(given: string | null): string | null {
  return given !== null && /^[a-zA-Z]{1,30}(?:\.[a-zA-Z]{1,30})?$/.test(given) ? given : null;
}

function oneOf<T extends string>(all: readonly T[], given: string | null): T | null {
  return all.find((one) => one === given) ?? null;
}
