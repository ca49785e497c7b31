import type { Notice } from './markup-rule.ts';
import type { NoticeKind } from './unspoken.ts';

/** How many characters of the removed text to quote. */
const QUOTED = 50;

interface Pending {
  readonly kind: NoticeKind;
  written: string;
  /** Where the text continues after it. */
  from: number;
  told: boolean;
}

/** What was removed from a turn: the first of each kind, quoted together with the text after it. */
export class NoticeList {
  readonly #notices: Pending[] = [];
  #over = false;

  /** @param end where in the text it ends */
  add(kind: NoticeKind, written: string, end: number): void {
    if (this.#notices.some((notice) => notice.kind === kind)) return;
    this.#notices.push({ kind, written, from: end, told: false });
  }

  /** The text before `count` has been processed and will be dropped. */
  follow(text: string, count: number): void {
    for (const notice of this.#notices) {
      if (!isWhole(notice)) notice.written += text.slice(notice.from, count);
      notice.from = 0;
    }
  }

  /** No more text follows. */
  close(): void {
    this.#over = true;
  }

  /** The notices that are complete and were not taken before. */
  take(): Notice[] {
    const ready = this.#notices.filter((notice) => !notice.told && (this.#over || isWhole(notice)));
    return ready.map((notice) => {
      notice.told = true;
      return { kind: notice.kind, written: excerpt(notice.written) };
    });
  }
}

function isWhole({ written }: Pending): boolean {
  return written.length > QUOTED || written.trimStart().includes('\n');
}

function excerpt(written: string): string {
  const [line = ''] = written.trim().split('\n');
  return line.length > QUOTED ? `${line.slice(0, QUOTED)}…` : line;
}
