import { Clock, Link, Moon, Search, Snowflake, Sun } from 'lucide-react';
import type { LiveState } from '../../common/contract/index.ts';
import { formatClockTime, formatDayTime } from '../format/time-format.ts';
import { CLOCK_STEPS } from '../settings/clock-steps.ts';
import { useLive } from '../state/live-store.ts';
import { useView } from '../state/view-store.ts';
import { productNowMs, useWallNowMs } from '../state/window-clock.ts';
import { useRun, useServices } from '../state/window-context.tsx';
import { IconButton } from '../ui/button.tsx';
import { CopyChip } from '../ui/copy.tsx';
import { Chip, Dot, Kbd, Mono, Num, VisuallyHidden } from '../ui/labels.tsx';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../ui/overlays/menu.tsx';
import { maskSecret } from '../ui/secrets/mask-secret.ts';
import { chooseTheme, useTheme } from '../ui/theme.ts';
import { useCopyLink } from './address/use-copy-link.ts';
import styles from './top-bar.module.css';

/** What is where, on every screen. */
export function TopBar(props: { state: LiveState }) {
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
      <ClockChip state={props.state} />
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
}

function ClockChip(props: { state: LiveState }) {
  const { clock } = props.state;
  const run = useRun();
  const moved = Math.abs(clock.offsetMs) >= 1_000;
  const nowMs = useWallNowMs(1_000, clock.mode === 'real' && moved);
  const frozen = clock.mode === 'frozen';
  const now = new Date(productNowMs(clock, nowMs)).toISOString();
  return (
    <Menu
      align="end"
      trigger={
        <Chip onClick={() => undefined}>
          <VisuallyHidden>Clock:</VisuallyHidden>
          {frozen ? <Snowflake size={13} /> : <Clock size={13} />}
          <b className={styles.clock}>
            {frozen ? (
              <Num>Frozen {formatClockTime(now)}</Num>
            ) : moved ? (
              <Num>{formatDayTime(now)}</Num>
            ) : (
              'Real time'
            )}
          </b>
        </Chip>
      }
    >
      <MenuLabel>Product clock: {formatDayTime(now)}</MenuLabel>
      <MenuItem onSelect={() => void run(frozen ? 'clock.resume' : 'clock.freeze', {})}>
        {frozen ? 'Let it run' : 'Freeze'}
      </MenuItem>
      <MenuSeparator />
      <MenuLabel>Move forward, running what is due</MenuLabel>
      {CLOCK_STEPS.map(({ by, label }) => (
        <MenuItem key={by} onSelect={() => void run('clock.advance', { by })}>
          {label}
        </MenuItem>
      ))}
    </Menu>
  );
}

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
