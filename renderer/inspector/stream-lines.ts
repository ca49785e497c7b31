import type { CallEvent } from '../../common/contract/index.ts';

/** One line of a streamed answer. */
export interface StreamLine {
  readonly text: string;
  readonly interim: boolean;
  /** Milliseconds after the request was sent. */
  readonly afterMs: number | null;
  /** When it was heard, in milliseconds after the request was sent. */
  readonly heardFromMs: number | null;
  readonly heardToMs: number | null;
}

/** The lines of one delivery, read from the log of its call. */
export function streamLinesOf(
  events: readonly CallEvent[],
  deliveryId: string,
): readonly StreamLine[] {
  const sent = events.find(
    (event) => event.type === 'request.sent' && event.data.deliveryId === deliveryId,
  );
  if (sent === undefined) return [];
  const ofTurn = events.filter((event) => event.turn === sent.turn);
  const after = (event: CallEvent | undefined) =>
    event === undefined ? null : (event.atUs - sent.atUs) / 1_000;
  return ofTurn.flatMap((event): StreamLine[] => {
    if (event.type !== 'response.line') return [];
    const pieces = ofTurn.flatMap((other) =>
      other.type === 'piece.queued' && other.data.lines.includes(event.data.line)
        ? [other.data.piece]
        : [],
    );
    const started = ofTurn.find(
      (other) => other.type === 'playout.started' && pieces.includes(other.data.piece),
    );
    const ended = ofTurn.findLast(
      (other) =>
        (other.type === 'playout.ended' || other.type === 'playout.cut') &&
        pieces.includes(other.data.piece),
    );
    return [
      {
        text: event.data.text,
        interim: event.data.interim,
        afterMs: after(event),
        heardFromMs: after(started),
        heardToMs: after(ended),
      },
    ];
  });
}
