import type { CallEvent } from '../../../common/contract/index.ts';

/** One line of a streamed answer. */
export interface StreamLine {
  readonly text: string;
  readonly interim: boolean;
  /** Milliseconds after the request was sent. */
  readonly afterMs: number | null;
  /** When it began to be heard, in milliseconds after the request was sent. */
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
    const spans = pieces.flatMap((piece) => spanOf(ofTurn, piece));
    return [
      {
        text: event.data.text,
        interim: event.data.interim,
        afterMs: after(event),
        heardFromMs: after(spans[0]?.started),
        heardToMs: after(spans.at(-1)?.ended),
      },
    ];
  });
}

/** When a piece was heard. It may have begun more than once, because a pause can take it back. */
function spanOf(events: readonly CallEvent[], piece: number) {
  const ofPiece = events.filter(({ data }) => 'piece' in data && data.piece === piece);
  const started = ofPiece.findLast(({ type }) => type === 'playout.started');
  const ended = ofPiece.findLast(({ type }) => type === 'playout.ended' || type === 'playout.cut');
  const unheard =
    ended?.type === 'playout.cut' && ended.data.playedMs === 0 && ended.data.heardText === '';
  return started === undefined || unheard ? [] : [{ started, ended }];
}
