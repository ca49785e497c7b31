import type { InspectorPlace, WindowRoute } from '../../../common/rules/window/window-route.ts';
import { useInspector } from '../../inspector/inspector-store.ts';
import { useTimeline } from '../../state/timeline-store.ts';
import { type OpenForm, useView } from '../../state/view-store.ts';

/** The address of what is on the screen. */
export function shownPlace(): WindowRoute {
  const { operation } = useView.getState();
  return operation === null ? shownScreen() : { ...shownScreen(), operation: operation.name };
}

function shownScreen(): WindowRoute {
  const view = useView.getState();
  const { tool, attempt } = useInspector.getState();
  const inspector: InspectorPlace = {
    deliveryId: view.deliveryId,
    attempt: attempt?.deliveryId === view.deliveryId ? attempt.number : null,
    tab: view.deliveryTab,
    filter: view.deliveryFilter,
  };
  switch (view.screen) {
    case 'phone':
      return {
        screen: 'phone',
        callId: view.callId,
        turn: view.turn,
        form: useTimeline.getState().form,
        pane: view.narrowPane,
        inspector,
      };
    case 'messages':
      return {
        screen: 'messages',
        conversationId: view.conversationId,
        pane: view.narrowPane,
        inspector,
      };
    case 'webhooks':
      return { screen: 'webhooks', tool, inspector };
    case 'agents':
      return { screen: 'agents', agentId: view.agentId, tab: view.agentTab };
    case 'numbers':
    case 'settings':
      return { screen: view.screen };
  }
}

/** Goes to a place. The state of other screens stays as it is. */
export function goTo(place: WindowRoute): void {
  if ('inspector' in place) {
    const { deliveryId, attempt, tab, filter } = place.inspector;
    useInspector.setState({
      attempt: deliveryId === null || attempt === null ? null : { deliveryId, number: attempt },
      ...(place.screen === 'webhooks' ? { tool: place.tool } : {}),
    });
    useView.setState({ deliveryId, deliveryTab: tab, deliveryFilter: filter });
  }
  useView.setState((view) => ({
    ...selectionOf(place),
    operation: formOf(place, view.operation),
    step: 'same',
  }));
}

/** A form that is open already keeps what it began with. */
function formOf({ operation }: WindowRoute, open: OpenForm | null): OpenForm | null {
  if (operation === undefined) return null;
  return open?.name === operation ? open : { name: operation, input: {} };
}

function selectionOf(place: WindowRoute) {
  switch (place.screen) {
    case 'phone': {
      const { screen, callId, turn, form, pane } = place;
      useTimeline.setState({ form });
      return { screen, callId, turn, narrowPane: pane };
    }
    case 'messages': {
      const { screen, conversationId, pane } = place;
      return { screen, conversationId, narrowPane: pane };
    }
    case 'agents': {
      const { screen, agentId, tab } = place;
      return { screen, agentId, agentTab: tab };
    }
    case 'webhooks':
    case 'numbers':
    case 'settings':
      return { screen: place.screen };
  }
}
