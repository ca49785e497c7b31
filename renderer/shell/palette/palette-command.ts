import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** Something the palette offers. */
export interface PaletteCommand {
  /** Its name within its group. */
  readonly id: string;
  readonly label: string;
  /** What it does, in a sentence; it is found by these words, too. */
  readonly about?: string | undefined;
  /** What tells it from others of the same name, such as a time. */
  readonly detail?: string | undefined;
  readonly icon: LucideIcon;
  /** The keys that do the same, one after another or together. */
  readonly keys?: readonly string[] | undefined;
  readonly tag?: ReactNode;
  /** The label is a name of the interface. */
  readonly mono?: boolean;
  readonly run: () => void;
}
