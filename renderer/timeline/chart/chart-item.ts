import type { PartOwner, TimelinePart } from '../../../common/contract/index.ts';
import type { RowName } from './chart-rows.ts';

/** An item on a row, in call time. `endMs` is null while it continues. */
export interface ChartItem {
  readonly id: string;
  readonly row: RowName;
  readonly kind:
    | 'speech'
    | 'noise'
    | 'stall'
    | 'partial'
    | 'final'
    | 'keys'
    | 'part'
    | 'request'
    | 'failedRequest'
    | 'tool'
    | 'failedTool'
    | 'line'
    | 'synthesis'
    | 'played'
    | 'silence'
    | 'deadAir'
    | 'cut'
    | 'warning';
  readonly turn: number;
  readonly startMs: number;
  readonly endMs: number | null;
  /** The text drawn beside or inside it. */
  readonly label: string;
  /** The complete text. */
  readonly text: string;
  /** The words given to the voice, if they differ from the text. */
  readonly saidAs?: string | undefined;
  readonly part?: TimelinePart;
  /** When the headers arrived, for requests. */
  readonly headersMs?: number;
  /** The sound that was made of it. */
  readonly spoken?: { readonly fromMs: number; readonly toMs: number | null } | undefined;
  readonly deliveryId?: string | null;
  /** Whose work it is, if the row does not determine that. */
  readonly owner?: PartOwner;
}
