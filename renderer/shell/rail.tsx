import {
  Hash,
  type LucideIcon,
  MessageSquare,
  Phone,
  Settings,
  UserRound,
  Webhook,
} from 'lucide-react';
import { classNames } from '../format/class-names.ts';
import { type Screen, showScreen, useView } from '../state/view-store.ts';
import styles from './rail.module.css';

export const SCREENS: readonly {
  readonly screen: Screen;
  readonly label: string;
  readonly icon: LucideIcon;
  /** Goes there behind a `g`. */
  readonly key: string;
}[] = [
  { screen: 'phone', label: 'Phone', icon: Phone, key: 'p' },
  { screen: 'messages', label: 'Messages', icon: MessageSquare, key: 'm' },
  { screen: 'webhooks', label: 'Webhooks', icon: Webhook, key: 'w' },
  { screen: 'agents', label: 'Agents', icon: UserRound, key: 'a' },
  { screen: 'numbers', label: 'Numbers', icon: Hash, key: 'n' },
  { screen: 'settings', label: 'Settings', icon: Settings, key: 's' },
];

/** The screens, one click away. */
export function Rail() {
  const current = useView((view) => view.screen);
  return (
    <nav className={styles.rail} aria-label="Screens">
      {SCREENS.map(({ screen, label, icon: Icon }) => (
        <button
          key={screen}
          type="button"
          aria-current={screen === current ? 'page' : undefined}
          className={classNames(
            styles.item,
            screen === current && styles.current,
            screen === 'settings' && styles.last,
          )}
          onClick={() => showScreen(screen)}
        >
          <Icon size={18} strokeWidth={1.7} />
          {label}
        </button>
      ))}
    </nav>
  );
}
