import { Notification } from 'electron';
import type { CallView } from '../../common/contract/index.ts';
import { ringsHere } from '../../common/rules/phone/rings-here.ts';

/** What a notice can do about a call that rings; a face of the operations registry. */
export interface RingNoticeActions {
  /** Whether a person looks at the window, where the call is shown anyway. */
  isWindowFocused(): boolean;
  /** Whether there is a window, which rings by itself. */
  hasWindow(): boolean;
  showWindow(): void;
  answer(callId: string): void;
  decline(callId: string): void;
}

/** In the order of the buttons, where the system shows any. */
const BUTTONS = ['Answer', 'Decline'] as const;

/** Tells on the desktop of calls that ring while the person looks at something else. */
export class RingNotices {
  readonly #actions: RingNoticeActions;
  /** Those of calls that ring now; null for one that began to ring under the person's eyes. */
  readonly #notices = new Map<string, Notification | null>();

  constructor(actions: RingNoticeActions) {
    this.#actions = actions;
  }

  /** @param calls those that have not ended */
  show(calls: readonly CallView[]): void {
    const ringing = calls.filter(ringsHere);
    for (const [callId, notice] of this.#notices) {
      if (ringing.some(({ id }) => id === callId)) continue;
      notice?.close();
      this.#notices.delete(callId);
    }
    for (const call of ringing) {
      if (!this.#notices.has(call.id)) this.#notices.set(call.id, this.#noticeOf(call));
    }
  }

  #noticeOf(call: CallView): Notification | null {
    const { isWindowFocused, hasWindow, showWindow, answer, decline } = this.#actions;
    if (isWindowFocused() || !Notification.isSupported()) return null;
    const notice = new Notification({
      title: `${call.from} is calling`,
      body: `For ${call.to}`,
      silent: hasWindow(),
      timeoutType: 'never',
      actions: BUTTONS.map((text) => ({ type: 'button', text })),
    });
    notice.on('click', showWindow);
    notice.on('action', (_event, index) => {
      if (BUTTONS[index] === 'Decline') return decline(call.id);
      showWindow();
      answer(call.id);
    });
    notice.show();
    return notice;
  }
}
