import { create } from 'zustand';
import type { DeliveryDetail, DeliverySort, DeliverySummary } from '../../common/contract/index.ts';
import { showDelivery, showScreen } from '../state/view-store.ts';
import type { MenuPlace } from '../ui/overlays/context-menu.tsx';

/** A tool that replaces the delivery's details. */
export type InspectorTool = 'clinic' | 'faults' | 'doctor';

export type InspectorDialog =
  /** Edit and send a copy, or edit and release a held delivery. */
  | { readonly kind: 'edit'; readonly delivery: DeliveryDetail; readonly attempt: number | null }
  | {
      readonly kind: 'otherUrl';
      readonly delivery: DeliveryDetail;
      readonly attempt: number | null;
    }
  | { readonly kind: 'cancel'; readonly id: string }
  /** Actions on many deliveries, to be confirmed first. */
  | { readonly kind: 'replayMany'; readonly deliveries: readonly DeliverySummary[] }
  | { readonly kind: 'cancelMany'; readonly deliveries: readonly DeliverySummary[] }
  | { readonly kind: 'filters' }
  | { readonly kind: 'retention' };

interface InspectorStore {
  readonly tool: InspectorTool | null;
  readonly dialog: InspectorDialog | null;
  /** Deliveries whose attempts are listed below them. */
  readonly expanded: ReadonlySet<string>;
  /** The chosen attempt and its delivery. All other deliveries show their latest attempt. */
  readonly attempt: { readonly deliveryId: string; readonly number: number } | null;
  /** The recorded delivery that the clinic starts with. */
  readonly clinicSourceId: string | null;
  /** The person cleared the clinic, so it does not take the selected delivery by itself. */
  readonly clinicEmptied: boolean;
  readonly sort: DeliverySort;
  /** Lists only what belongs to the call or thread on the screen. */
  readonly scoped: boolean;
  readonly testsOpen: boolean;
  /** The line of the tests is selected, instead of a delivery. */
  readonly onTests: boolean;
  /** The ids of deliveries that are selected together; empty when only one is shown. */
  readonly marks: ReadonlySet<string>;
  /** The first of a range of them. */
  readonly anchorId: string | null;
  /** The position of a row's context menu. */
  readonly menu: MenuPlace | null;
  /** The call that was opened last, whose last delivery was selected then. */
  readonly openedCallId: string | null;
}

export const useInspector = create<InspectorStore>(() => ({
  tool: null,
  dialog: null,
  expanded: new Set(),
  attempt: null,
  clinicSourceId: null,
  clinicEmptied: false,
  sort: 'newest',
  scoped: false,
  testsOpen: false,
  onTests: false,
  marks: new Set(),
  anchorId: null,
  menu: null,
  openedCallId: null,
}));

/** Opens a tool. Only the Webhooks screen has room for it. */
export function openTool(tool: InspectorTool | null): void {
  useInspector.setState({ tool });
  if (tool !== null) showScreen('webhooks');
}

/** Opens the clinic with a recorded request. */
export function openClinic(deliveryId: string): void {
  useInspector.setState({ clinicSourceId: deliveryId, clinicEmptied: false });
  showDelivery(deliveryId);
  openTool('clinic');
}

/** Shows one attempt of a delivery, or its latest, and stops following new deliveries. */
export function showAttempt(deliveryId: string, number: number | null): void {
  useInspector.setState({
    attempt: number === null ? null : { deliveryId, number },
    onTests: false,
    marks: new Set(),
    anchorId: null,
  });
  showDelivery(deliveryId);
}

export function openDialog(dialog: InspectorDialog | null): void {
  useInspector.setState({ dialog });
}

/** Shows or hides the attempts below a delivery. */
export function expand(deliveryId: string, shown: boolean): void {
  useInspector.setState(({ expanded }) => {
    const next = new Set(expanded);
    if (shown) next.add(deliveryId);
    else next.delete(deliveryId);
    return { expanded: next };
  });
}
