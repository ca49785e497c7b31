import type { Notice } from './markup-rule.ts';
import type { NoticeKind } from './unspoken.ts';

/** How many characters of the left-out text are quoted. */
const QUOTED = 50;

interface Pending {
  readonly kind: NoticeKind;
  written: string;
  /** Where in the text it goes on. */
  from: number;
  told: boolean;
}

/** What was left out of a turn: the first of each kind, quoted with what follows it. */
export class NoticeList {
  readonly #notices: Pending[] = [];
  #over = false;

  /** @param end where in the text it ends */
  add(kind: NoticeKind, written: string, end: number): void {
    if (this.#notices.some((notice) => notice.kind === kind)) return;
    this.#notices.push({ kind, written, from: end, told: false });
  }

  /** The text up to `count` is dealt with and will be dropped. */
  follow(text: string, count: number): void {
    for (const notice of this.#notices) {
      if (!isWhole(notice)) notice.written += text.slice(notice.from, count);
      notice.from = 0;
    }
  }

  /** Nothing follows any more. */
  close(): void {
    this.#over = true;
  }

  /** Those that were not taken yet and are quoted in full. */
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
