import { create } from 'zustand';
import type { DeliveryDetail } from '../../common/contract/index.ts';
import { showDelivery, showScreen } from '../state/view-store.ts';

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
}

export const useInspector = create<InspectorStore>(() => ({
  tool: null,
  dialog: null,
  expanded: new Set(),
  attempt: null,
  clinicSourceId: null,
}));

/** Opens a tool; there is room for it on the Webhooks screen only. */
export function openTool(tool: InspectorTool | null): void {
  useInspector.setState({ tool });
  if (tool !== null) showScreen('webhooks');
}

/** Takes a recorded request to the clinic. */
export function openClinic(deliveryId: string): void {
  useInspector.setState({ clinicSourceId: deliveryId });
  openTool('clinic');
}

/** Shows one attempt of a delivery, or its latest, and stops following. */
export function showAttempt(deliveryId: string, number: number | null): void {
  useInspector.setState({ attempt: number === null ? null : { deliveryId, number } });
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
