import type { LiveState } from '../../../common/contract/index.ts';
import { Inspector } from '../../inspector/inspector.tsx';
import { ConversationList, MessagesPane } from '../../messages/messages-screen.tsx';
import { WorkScreen } from './work-screen.tsx';

/** The threads, the shown one, and the webhooks of its texts. */
export function MessagesScreen(props: { state: LiveState }) {
  return (
    <WorkScreen
      name="messages"
      list={{ label: 'Threads', content: <ConversationList state={props.state} /> }}
      talk={{ label: 'Thread', content: <MessagesPane state={props.state} /> }}
      webhooks={{ label: 'Webhooks', content: <Inspector /> }}
    />
  );
}
