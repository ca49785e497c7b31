import { partMs } from '../../common/rules/timeline/timeline-parts.ts';
import type { ChartItem } from './chart/chart-item.ts';
import styles from './hover-card.module.css';
import { PartCard } from './part-card.tsx';

const CARD_PX = 300;

/** Describes the item under the pointer. */
export function HoverCard(props: {
  item: ChartItem;
  totalMs: number | null;
  xPx: number;
  widthPx: number;
}) {
  const { item, totalMs, xPx, widthPx } = props;
  const left = Math.max(4, Math.min(widthPx - CARD_PX - 4, xPx - CARD_PX / 2));
  const low =
    item.row === 'tool' || item.row === 'stream' || item.row === 'speech' || item.row === 'webhook';
  const below = item.row === 'vad' || item.row === 'words' || item.row === 'caller';
  return (
    <div
      className={styles.card}
      style={{
        left,
        ...(below
          ? { top: 90 }
          : { bottom: low ? 120 : item.row === 'wait' || item.row === 'lens' ? 20 : 84 }),
      }}
      role="tooltip"
    >
      {item.part === undefined ? (
        <>
          <span className={styles.text}>{item.text}</span>
          {item.saidAs === undefined ? null : (
            <span className={styles.text}>{capitalised(item.saidAs)}</span>
          )}
          <span className={styles.hint}>{hintOf(item)}</span>
        </>
      ) : (
        <PartCard part={item.part} ms={partMs(item.part)} totalMs={totalMs} />
      )}
    </div>
  );
}

function capitalised(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function hintOf(item: ChartItem): string | null {
  switch (item.kind) {
    case 'line':
      return item.spoken === undefined
        ? 'Nothing of it was heard.'
        : `${item.owner === 'model' ? 'The model said' : 'Your server sent'} it. Click to see the sound it became.`;
    case 'synthesis':
      return 'Owner: speech engine. To shorten it: make the first sentence short.';
    case 'request':
      return item.owner === 'model'
        ? 'Owner: the model. Dark: until its headers.'
        : 'Owner: your server. Dark: until its headers. Click to see the request.';
    case 'tool':
      if (item.owner === 'us') return 'Owner: AgentPhone, it is built in.';
      return `Owner: your server. To shorten it: answer faster, or have the model speak first.${item.deliveryId ? ' Click to see the request.' : ''}`;
    case 'failedRequest':
    case 'failedTool':
    case 'warning':
    case 'silence':
      return item.deliveryId ? 'Click to see the request.' : null;
    case 'deadAir':
      return 'Owner: who had no more words. A holding phrase covers no more than its own length.';
    case 'played':
      return 'Click, then press space to hear it.';
    case 'speech':
      return 'As the voice activity detection heard it.';
    case 'keys':
      return 'No webhook is told of keys: the service documents none for them.';
    case 'noise':
    case 'stall':
    case 'partial':
    case 'final':
    case 'part':
    case 'cut':
      return null;
  }
}
