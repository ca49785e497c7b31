import { Link, Moon, Search, Sun } from 'lucide-react';
import { memo } from 'react';
import type { LiveState } from '../../common/contract/index.ts';
import { sameWithoutTraffic } from '../state/connection/without-traffic.ts';
import { useLive } from '../state/live-store.ts';
import { useView } from '../state/view-store.ts';
import { useServices } from '../state/window-context.tsx';
import { IconButton } from '../ui/button.tsx';
import { CopyChip } from '../ui/copy.tsx';
import { Dot, Kbd, Mono } from '../ui/labels.tsx';
import { maskSecret } from '../ui/secrets/mask-secret.ts';
import { chooseTheme, useTheme } from '../ui/theme.ts';
import { useCopyLink } from './address/use-copy-link.ts';
import { ClockChip } from './clock-chip.tsx';
import styles from './top-bar.module.css';

/** The bar at the top of every screen. */
export const TopBar = memo(function TopBar(props: { state: LiveState }) {
  const { workspace } = props.state;
  const { isMac } = useServices();
  const connection = useLive((live) => live.connection);
  const copyLink = useCopyLink();
  const paletteKeys = isMac ? '⌘K' : 'Ctrl K';
  return (
    <header className={styles.bar}>
      <span className={styles.name}>AgentPhone</span>
      <CopyChip text={workspace.apiUrl} label="Copy the API address">
        <Dot tone={connection === 'open' ? 'ok' : 'bad'} />
        <b className={styles.address}>
          <Mono>{workspace.apiUrl}</Mono>
        </b>
      </CopyChip>
      <span className={styles.key}>
        <CopyChip text={workspace.apiKey} label="Copy the API key">
          <Mono>{maskSecret(workspace.apiKey)}</Mono>
        </CopyChip>
      </span>
      <span className={styles.gap} />
      <ClockChip clock={props.state.clock} />
      <IconButton label="Copy the link to what is shown (Y)" onClick={copyLink}>
        <Link size={15} />
      </IconButton>
      <ThemeButton />
      <button
        type="button"
        className={styles.search}
        onClick={() => useView.setState({ paletteOpen: true })}
      >
        <Search size={14} />
        <span>Search or run a command</span> <Kbd>{paletteKeys}</Kbd>
      </button>
    </header>
  );
}, sameWithoutTraffic);

function ThemeButton() {
  const choice = useTheme((store) => store.choice);
  const dark =
    choice === 'dark' ||
    (choice === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  return (
    <IconButton
      label={dark ? 'Light theme' : 'Dark theme'}
      onClick={() => chooseTheme(dark ? 'light' : 'dark')}
    >
      {dark ? <Sun size={15} /> : <Moon size={15} />}
    </IconButton>
  );
}
