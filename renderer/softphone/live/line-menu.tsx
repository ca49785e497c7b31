import type { ReactNode } from 'react';
import type { CallLine } from '../../../common/contract/index.ts';
import { CALL_LINES } from '../../../common/contract/lists/call-lines.ts';
import { Menu, MenuItem, MenuLabel } from '../../ui/overlays/menu.tsx';

/** The name of a line, for menus. */
export function lineInWords(line: CallLine): string {
  return line.charAt(0).toUpperCase() + line.slice(1);
}

/** How a line sounds. */
const SOUNDS: Readonly<Record<string, string>> = {
  clear: 'As it was spoken',
  telephone: 'Narrow, as the network carries it',
};

/** The menu of all lines in the contract. */
export function LineMenu(props: {
  trigger: ReactNode;
  line: CallLine | null;
  onChoose(line: CallLine): void;
  /** Without this, the choice cannot be left to the settings. */
  onForget?(): void;
}) {
  return (
    <Menu trigger={props.trigger} align="end">
      <MenuLabel>How the line sounds</MenuLabel>
      {props.onForget === undefined ? null : (
        <MenuItem selected={props.line === null} onSelect={props.onForget}>
          Default
        </MenuItem>
      )}
      {CALL_LINES.map((line) => (
        <MenuItem key={line} selected={line === props.line} onSelect={() => props.onChoose(line)}>
          {lineInWords(line)}
          {SOUNDS[line] === undefined ? null : <small>{SOUNDS[line]}</small>}
        </MenuItem>
      ))}
    </Menu>
  );
}
