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

export const SCREENS: readonly { screen: Screen; label: string; icon: LucideIcon }[] = [
  { screen: 'phone', label: 'Phone', icon: Phone },
  { screen: 'messages', label: 'Messages', icon: MessageSquare },
  { screen: 'webhooks', label: 'Webhooks', icon: Webhook },
  { screen: 'agents', label: 'Agents', icon: UserRound },
  { screen: 'numbers', label: 'Numbers', icon: Hash },
  { screen: 'settings', label: 'Settings', icon: Settings },
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
