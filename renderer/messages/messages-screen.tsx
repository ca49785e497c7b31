import { MessageSquare, SquarePen } from 'lucide-react';
import { useEffect } from 'react';
import type { LiveConversation, LiveState } from '../../common/contract/index.ts';
import { classNames } from '../format/class-names.ts';
import { formatPhoneNumber } from '../format/phone-number.ts';
import { ListSearch } from '../search/list-search.tsx';
import { PartyCard } from '../softphone/party-card.tsx';
import { callerInitials, chooseCaller, useAgentNumber, usePhone } from '../state/callers.ts';
import { olderConversations } from '../state/history/history.ts';
import { agentById, conversationsByActivity } from '../state/selectors.ts';
import { unreadOf, useUnread } from '../state/unread/unread-store.ts';
import { showConversation, useView } from '../state/view-store.ts';
import { useServices } from '../state/window-context.tsx';
import { IconButton } from '../ui/button.tsx';
import { Avatar, Name, UnreadMark } from '../ui/labels.tsx';
import listRow from '../ui/list-row.module.css';
import { Moment } from '../ui/moment.tsx';
import { EmptyState, Sought } from '../ui/states.tsx';
import { VirtualList } from '../ui/virtual-list.tsx';
import { useFileDrop } from './composer/attach.ts';
import { Composer } from './composer/composer.tsx';
import { threadName, useLetter, writerIn } from './composer/letter.ts';
import { LineBar } from './line-bar.tsx';
import { type MessageLine, useMessageLine } from './message-line.ts';
import styles from './messages-screen.module.css';
import { Thread } from './thread.tsx';
import { VerificationTexts } from './verification-texts.tsx';

const THREADS = ['conversation', 'message'] as const;

/** The conversation between the chosen person and the chosen number, if there is one. */
function conversationBetween(
  state: LiveState,
  person: string,
  agentNumber: string | null,
  line: MessageLine,
): LiveConversation | null {
  return (
    state.conversations.find(
      (conversation) =>
        !conversation.isGroup &&
        conversation.line === line &&
        conversation.participant === person &&
        conversation.phoneNumber === agentNumber,
    ) ?? null
  );
}

/**
 * The shown thread: the one that was picked, otherwise the one between the chosen person and
 * number.
 */
function useShownConversation(state: LiveState): LiveConversation | null {
  const chosenId = useView((view) => view.conversationId);
  const person = usePhone((phone) => phone.callerNumber);
  const agentNumber = useAgentNumber(state);
  const line = useMessageLine((chosen) => chosen.line);
  return chosenId !== null
    ? (state.conversations.find((conversation) => conversation.id === chosenId) ?? null)
    : conversationBetween(state, person, agentNumber, line);
}

function open(conversation: LiveConversation): void {
  const { callerNumber } = usePhone.getState();
  chooseCaller(writerIn(conversation, callerNumber));
  usePhone.setState({ agentNumber: conversation.phoneNumber });
  useMessageLine.setState({ line: conversation.line });
  showConversation(conversation.id);
}

/** The left column of the messages: the participants and the threads. */
export function ConversationList(props: { state: LiveState }) {
  const { state } = props;
  const { control } = useServices();
  const shown = useShownConversation(state);
  const conversations = conversationsByActivity(state);
  return (
    <div className={styles.left}>
      <div className={styles.party}>
        <PartyCard state={state} verb="texts" />
        <VerificationTexts state={state} />
      </div>
      <header className={styles.listHead}>
        <h2>Conversations</h2>
        <IconButton
          label="Start with the person chosen above"
          onClick={() => showConversation(null)}
        >
          <SquarePen size={15} />
        </IconButton>
      </header>
      {conversations.length === 0 ? (
        <EmptyState icon={<MessageSquare size={20} />} title="No conversations yet">
          Text the agent: the thread appears here.
        </EmptyState>
      ) : (
        <ListSearch state={state} label="Search conversations" kinds={THREADS}>
          <VirtualList
            label="Conversations"
            className={styles.list}
            items={conversations}
            rowHeight={58}
            keyOf={(conversation) => conversation.id}
            onEndNear={() => void olderConversations.loadOlder(control)}
          >
            {(conversation) => (
              <Row
                state={state}
                conversation={conversation}
                shown={conversation.id === shown?.id}
              />
            )}
          </VirtualList>
        </ListSearch>
      )}
    </div>
  );
}

function Row(props: { state: LiveState; conversation: LiveConversation; shown: boolean }) {
  const { state, conversation, shown } = props;
  const seen = useUnread((store) => store.seen);
  const unread = unreadOf(state, seen).byThread.get(conversation.id) ?? 0;
  return (
    <button
      type="button"
      role="option"
      aria-selected={shown}
      className={classNames(listRow.row, styles.row, shown && listRow.shown)}
      onClick={() => open(conversation)}
    >
      <Avatar
        text={callerInitials(conversation.participant)}
        of={conversation.groupId ?? conversation.participant}
      />
      <span className={styles.text}>
        <span className={styles.who}>
          <Name>{threadName(conversation)}</Name>
          <small>
            {conversation.isGroup ? '' : `${formatPhoneNumber(conversation.participant)} · `}
            <Name>{agentById(state, conversation.agentId)?.name ?? conversation.phoneNumber}</Name>
          </small>
        </span>
        <small>
          {conversation.line === 'whatsapp' ? 'WhatsApp · ' : ''}
          {conversation.lastMessagePreview || 'Media'}
        </small>
      </span>
      <span className={styles.when}>
        <small>
          <Moment at={conversation.lastMessageAt} as="ago" />
        </small>
        <UnreadMark count={unread} label={unread === 1 ? '1 new text' : `${unread} new texts`} />
      </span>
    </button>
  );
}

/** The thread, and the field to write in. */
export function MessagesPane(props: { state: LiveState }) {
  const { state } = props;
  const shown = useShownConversation(state);
  const shownId = shown?.id ?? null;
  useEffect(() => {
    useView.setState({ shownConversationId: shownId });
    return () => useView.setState({ shownConversationId: null });
  }, [shownId]);
  const chosenId = useView((view) => view.conversationId);
  const letter = useLetter(state, shown);
  const drop = useFileDrop(letter.draft, letter.to === null);
  if (chosenId !== null && shownId !== chosenId) return <NoSuchThread id={chosenId} />;
  return (
    <div className={styles.middle} {...drop.handlers}>
      {drop.over ? <div className={styles.drop}>Drop to attach</div> : null}
      <Thread state={state} conversation={shown} />
      <LineBar state={state} conversation={shown} />
      <Composer state={state} conversation={shown} />
    </div>
  );
}

/** Searches the whole history for the thread before reporting it as gone. */
function NoSuchThread(props: { id: string }) {
  const isMissing = olderConversations.use(({ missing }) => missing.includes(props.id));
  return (
    <Sought
      what="thread"
      id={props.id}
      isMissing={isMissing}
      icon={<MessageSquare size={22} />}
      title="This thread is not here"
      gone="removed"
      onShowOthers={() => showConversation(null)}
    />
  );
}
