import type { LiveState } from '../../../common/contract/index.ts';
import { liveCall } from '../../state/selectors.ts';
import type { Screen } from '../../state/view-store.ts';

/** The call or thread on the screen beside the list, which can narrow it. */
export interface Scope {
  readonly kind: 'call' | 'thread';
  /** The filter term for it. */
  readonly term: string;
  readonly id: string;
}

export function scopeOf(
  state: LiveState | null,
  view: {
    readonly screen: Screen;
    readonly callId: string | null;
    readonly conversationId: string | null;
  },
  /** The participants, if no thread was picked; their thread is shown then. */
  texting: { readonly person: string; readonly agentNumber: string | null },
): Scope | null {
  if (view.screen === 'phone') {
    const id = view.callId ?? (state === null ? null : (liveCall(state)?.id ?? null));
    return id === null ? null : { kind: 'call', term: `call:${id}`, id };
  }
  if (view.screen !== 'messages') return null;
  const id =
    view.conversationId ??
    state?.conversations.find(
      ({ participant, phoneNumber }) =>
        participant === texting.person && phoneNumber === texting.agentNumber,
    )?.id;
  return id === undefined ? null : { kind: 'thread', term: `conversation:${id}`, id };
}

/** The person's filter, narrowed to what is on the screen. */
export function narrowed(filter: string, scope: Scope | null): string {
  return scope === null ? filter : `${scope.term} ${filter}`.trim();
}
