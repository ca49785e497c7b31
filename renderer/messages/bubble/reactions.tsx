import { Heart, Laugh, SmilePlus, ThumbsDown, ThumbsUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { type LiveMessage, TAPBACKS } from '../../../common/contract/index.ts';
import { callerName } from '../../state/callers.ts';
import { useRun } from '../../state/window-context.tsx';
import { Name, VisuallyHidden } from '../../ui/labels.tsx';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../../ui/overlays/menu.tsx';
import styles from './bubble.module.css';

type Tapback = (typeof TAPBACKS)[number];

interface TapbackLook {
  readonly mark: ReactNode;
  readonly name: string;
  /** Describes the reaction in the past tense. */
  readonly done: string;
}

const LOOKS: Readonly<Record<Tapback, TapbackLook>> = {
  love: { mark: <Heart size={13} />, name: 'Love', done: 'loved it' },
  like: { mark: <ThumbsUp size={13} />, name: 'Like', done: 'liked it' },
  dislike: { mark: <ThumbsDown size={13} />, name: 'Dislike', done: 'disliked it' },
  laugh: { mark: <Laugh size={13} />, name: 'Laugh', done: 'laughed at it' },
  emphasize: { mark: <b className={styles.mark}>!!</b>, name: 'Emphasize', done: 'emphasized it' },
  question: { mark: <b className={styles.mark}>?</b>, name: 'Question', done: 'questioned it' },
};
/** A few common ones. Any other emoji is allowed, too. */
const EMOJI = ['🎉', '🙏', '🔥', '👀'] as const;

function lookOf(reaction: string): TapbackLook | null {
  return TAPBACKS.some((tapback) => tapback === reaction) ? LOOKS[reaction as Tapback] : null;
}

/** The reactions to a message, and who gave them. */
export function Reactions(props: { message: LiveMessage; agentName: string }) {
  const { reactions } = props.message;
  if (reactions.length === 0) return null;
  return (
    <ul className={styles.reactions} aria-label="Reactions">
      {reactions.map(({ id, reactionType, direction, fromNumber }) => {
        const look = lookOf(reactionType);
        const who = direction === 'outbound' ? props.agentName : callerName(fromNumber);
        const done = look?.done ?? `reacted with ${reactionType}`;
        return (
          <li key={id} className={styles.reaction} title={`${who} ${done}`}>
            <span aria-hidden="true" className={styles.face}>
              {look?.mark ?? reactionType}
            </span>
            <Name>{who}</Name>
            <VisuallyHidden>{done}</VisuallyHidden>
          </li>
        );
      })}
    </ul>
  );
}

/**
 * A menu for the person's reaction. Renders nothing if the channel has no reactions, or for the
 * person's own messages.
 */
export function ReactMenu(props: { message: LiveMessage; as: string }) {
  const { message, as } = props;
  const run = useRun();
  if (!canReact(message, as)) return null;
  const mine = message.reactions.find(
    ({ direction, fromNumber }) => direction === 'inbound' && fromNumber === as,
  );
  const react = (reaction: string) =>
    void run('text.react', { messageId: message.id, from: as, reaction });
  return (
    <Menu
      trigger={
        <button type="button" className={styles.react} aria-label="React to it">
          <SmilePlus size={14} />
        </button>
      }
    >
      <MenuLabel>
        React as <Name>{callerName(as)}</Name>
      </MenuLabel>
      {TAPBACKS.map((tapback) => {
        const { mark, name } = LOOKS[tapback];
        return (
          <MenuItem
            key={tapback}
            icon={mark}
            selected={mine?.reactionType === tapback}
            onSelect={() => react(tapback)}
          >
            {name}
          </MenuItem>
        );
      })}
      <MenuSeparator />
      {EMOJI.map((emoji) => (
        <MenuItem key={emoji} selected={mine?.reactionType === emoji} onSelect={() => react(emoji)}>
          {emoji}
        </MenuItem>
      ))}
    </Menu>
  );
}

function canReact(
  message: Pick<LiveMessage, 'channel' | 'direction' | 'fromNumber' | 'status'>,
  as: string,
): boolean {
  const takes = message.channel === 'imessage' || message.channel === 'whatsapp';
  const others = message.direction === 'outbound' || message.fromNumber !== as;
  return takes && others && message.status !== 'failed';
}
