import { INSPECTOR_KEYS } from '../../inspector/inspector-keys.ts';
import { TALK_KEY } from '../../softphone/microphone/talk-key.ts';
import { ringKeyList } from '../../softphone/ringing/ring-keys.ts';
import { TIMELINE_KEYS } from '../../timeline/use-timeline-keys.ts';
import type { KeyGroup } from '../../ui/keys/key-list.tsx';
import { SCREENS } from '../rail.tsx';

/** Every key of the window. Each feature describes its own. */
export function keyGroups(isMac: boolean): readonly KeyGroup[] {
  const command = isMac ? '⌘' : 'Ctrl';
  return [
    {
      title: 'Everywhere',
      when: 'Single letters work while nobody types',
      keys: [
        { keys: [command, 'K'], does: 'Search, or run a command' },
        ...SCREENS.map(({ label, key }) => ({ keys: ['g', key], does: label })),
        { keys: isMac ? ['⌘', '['] : ['Alt', '←'], does: 'Back to what was shown before' },
        { keys: isMac ? ['⌘', ']'] : ['Alt', '→'], does: 'Forward again' },
        { keys: ['y'], does: 'Copy the link to what is shown' },
        { keys: ['?'], does: 'This list' },
      ],
    },
    { title: 'A call rings', when: 'From anywhere', keys: ringKeyList(isMac) },
    {
      title: 'A call goes on',
      when: 'With the microphone as push-to-talk',
      keys: [{ keys: [TALK_KEY], does: 'Held: speak' }],
    },
    {
      title: 'Between panes',
      when: 'On the line between two of them',
      keys: [
        { keys: ['←', '→', '↑', '↓'], does: 'Move it; with Shift in large steps' },
        { keys: ['Home', 'End'], does: 'As small or as large as it gets' },
        { keys: ['Enter'], does: 'Back to the usual size, as a double click does' },
      ],
    },
    {
      title: 'Timeline',
      when: 'On a call, with the focus there or nowhere',
      keys: TIMELINE_KEYS,
    },
    {
      title: 'Webhooks',
      when: 'With the focus there; on the Webhooks screen also with it nowhere',
      keys: INSPECTOR_KEYS,
    },
    {
      title: 'Writing',
      when: 'In a text, a line to say, a form',
      keys: [
        { keys: ['Enter'], does: 'Send it' },
        { keys: ['Shift', 'Enter'], does: 'A new line' },
        { keys: ['Esc'], does: 'Close what is open in front' },
      ],
    },
  ];
}
