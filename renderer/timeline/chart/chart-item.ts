import type { PartOwner, TimelinePart } from '../../../common/contract/index.ts';
import type { RowName } from './chart-rows.ts';

/** One thing on a row, in call time. `endMs` null: it still goes on. */
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
  /** Drawn beside or inside it. */
  readonly label: string;
  /** The whole of it, to read. */
  readonly text: string;
  /** How its words were given to the voice, where they were put in others. */
  readonly saidAs?: string | undefined;
  readonly part?: TimelinePart;
  /** When the headers came, for requests. */
  readonly headersMs?: number;
  /** The sound that it became. */
  readonly spoken?: { readonly fromMs: number; readonly toMs: number | null } | undefined;
  readonly deliveryId?: string | null;
  /** Whose work it is, where the row does not tell. */
  readonly owner?: PartOwner;
}
