import {
  Hash,
  type LucideIcon,
  MessageSquare,
  Phone,
  Settings,
  UserRound,
  Webhook,
} from 'lucide-react';
import type { LiveState } from '../../common/contract/index.ts';
import { classNames } from '../format/class-names.ts';
import { unreadOf, useUnread } from '../state/unread/unread-store.ts';
import { type Screen, showScreen, useView } from '../state/view-store.ts';
import { UnreadMark } from '../ui/labels.tsx';
import styles from './rail.module.css';

export const SCREENS: readonly {
  readonly screen: Screen;
  readonly label: string;
  readonly icon: LucideIcon;
  /** Pressed after `g`, it goes there. */
  readonly key: string;
}[] = [
  { screen: 'phone', label: 'Phone', icon: Phone, key: 'p' },
  { screen: 'messages', label: 'Messages', icon: MessageSquare, key: 'm' },
  { screen: 'webhooks', label: 'Webhooks', icon: Webhook, key: 'w' },
  { screen: 'agents', label: 'Agents', icon: UserRound, key: 'a' },
  { screen: 'numbers', label: 'Numbers', icon: Hash, key: 'n' },
  { screen: 'settings', label: 'Settings', icon: Settings, key: 's' },
];

/** Buttons for the screens. */
export function Rail(props: { state: LiveState }) {
  const current = useView((view) => view.screen);
  const seen = useUnread((store) => store.seen);
  const { texts, missedCalls } = unreadOf(props.state, seen);
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
          {screen === 'phone' ? (
            <UnreadMark
              className={styles.mark}
              count={missedCalls}
              label={missedCalls === 1 ? '1 missed call' : `${missedCalls} missed calls`}
            />
          ) : null}
          {screen === 'messages' ? (
            <UnreadMark
              className={styles.mark}
              count={texts}
              label={texts === 1 ? '1 new text' : `${texts} new texts`}
            />
          ) : null}
        </button>
      ))}
    </nav>
  );
}
