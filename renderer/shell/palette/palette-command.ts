import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** An entry of the palette. */
export interface PaletteCommand {
  /** Unique within its group. */
  readonly id: string;
  readonly label: string;
  /** A sentence about what it does. It is also found by these words. */
  readonly about?: string | undefined;
  /** Distinguishes it from others of the same name, for example a time. */
  readonly detail?: ReactNode;
  readonly icon: LucideIcon;
  /** The keys with the same effect, to be pressed one after another or together. */
  readonly keys?: readonly string[] | undefined;
  readonly tag?: ReactNode;
  /** The label is a name from the API. */
  readonly mono?: boolean;
  readonly run: () => void;
}
