import type { TimelineTurn } from '../../../common/contract/index.ts';
import type { Waveform } from '../../../common/rules/sound/waveform.ts';
import type { Span } from '../../state/timeline-store.ts';
import type { ChartModel } from './chart-model.ts';
import type { ChartScale } from './chart-view.ts';
import type { ChartColours } from './colours.ts';
/** Everything that one picture of the chart depends on. */
export interface Scene {
  readonly model: ChartModel;
  readonly turn: TimelineTurn;
  readonly scale: ChartScale;
  readonly zeroMs: number;
  readonly waveform: Waveform | null;
  readonly colours: ChartColours;
  readonly widthPx: number;
  readonly budgetMs: number;
  readonly silenceBudgetMs: number;
  readonly selectedId: string | null;
  readonly hoverId: string | null;
  readonly cursorMs: number | null;
  readonly nowMs: number | null;
  readonly measure: Span | null;
  /** The current end of the conversation, for items that are still open. */
  readonly headMs: number;
  /** Whether that end moves on by itself, as time passes. */
  readonly headMoves: boolean;
}
