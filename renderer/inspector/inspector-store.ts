import { create } from 'zustand';
import type { DeliveryDetail, DeliverySort, DeliverySummary } from '../../common/contract/index.ts';
import { showDelivery, showScreen } from '../state/view-store.ts';
import type { MenuPlace } from '../ui/overlays/context-menu.tsx';

/** What takes the place of the delivery's details. */
export type InspectorTool = 'clinic' | 'faults' | 'doctor';

export type InspectorDialog =
  /** Edit and send a copy, or edit what is held and let it go. */
  | { readonly kind: 'edit'; readonly delivery: DeliveryDetail; readonly attempt: number | null }
  | {
      readonly kind: 'otherUrl';
      readonly delivery: DeliveryDetail;
      readonly attempt: number | null;
    }
  | { readonly kind: 'cancel'; readonly id: string }
  /** Many at once, once a person has confirmed it. */
  | { readonly kind: 'replayMany'; readonly deliveries: readonly DeliverySummary[] }
  | { readonly kind: 'cancelMany'; readonly deliveries: readonly DeliverySummary[] }
  | { readonly kind: 'filters' }
  | { readonly kind: 'retention' };

interface InspectorStore {
  readonly tool: InspectorTool | null;
  readonly dialog: InspectorDialog | null;
  /** Deliveries whose attempts are listed under them. */
  readonly expanded: ReadonlySet<string>;
  /** A chosen attempt, of the delivery it was chosen for; the latest is shown of all others. */
  readonly attempt: { readonly deliveryId: string; readonly number: number } | null;
  /** What the clinic starts with: a recorded delivery. */
  readonly clinicSourceId: string | null;
  /** A person emptied the clinic, so it does not take what is chosen by itself. */
  readonly clinicEmptied: boolean;
  readonly sort: DeliverySort;
  /** Only what belongs to the call or the thread on the screen is listed. */
  readonly scoped: boolean;
  readonly testsOpen: boolean;
  /** The line of the tests is the active one, instead of a delivery. */
  readonly onTests: boolean;
  /** Deliveries that are chosen together; empty when only one is shown. */
  readonly marks: ReadonlySet<string>;
  /** Where a range of them began. */
  readonly anchorId: string | null;
  /** The context menu of a row. */
  readonly menu: MenuPlace | null;
  /** The call whose last delivery was chosen with it. */
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

/** Opens a tool; there is room for it on the Webhooks screen only. */
export function openTool(tool: InspectorTool | null): void {
  useInspector.setState({ tool });
  if (tool !== null) showScreen('webhooks');
}

/** Takes a recorded request to the clinic. */
export function openClinic(deliveryId: string): void {
  useInspector.setState({ clinicSourceId: deliveryId, clinicEmptied: false });
  showDelivery(deliveryId);
  openTool('clinic');
}

/** Shows one attempt of a delivery, or its latest, and stops following. */
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

/** Shows or hides the attempts under a delivery. */
export function expand(deliveryId: string, shown: boolean): void {
  useInspector.setState(({ expanded }) => {
    const next = new Set(expanded);
    if (shown) next.add(deliveryId);
    else next.delete(deliveryId);
    return { expanded: next };
  });
}
