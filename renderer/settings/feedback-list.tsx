import { useOperation } from '../state/use-operation.ts';
import { Tag } from '../ui/labels.tsx';
import { Moment } from '../ui/moment.tsx';
import { Group, Row } from '../ui/settings-list.tsx';

const SHOWN = 5;
const LONGEST = 300;

/** What clients sent to `POST /v1/feedback`; nothing if there was none. */
export function FeedbackList() {
  const { data } = useOperation('feedback.list', { limit: SHOWN });
  if (data === null || data.total === 0) return null;
  const more = data.total - data.items.length;
  return (
    <Group title="Feedback">
      {data.items.map((feedback) => (
        <Row
          key={feedback.id}
          name={shortened(feedback.note)}
          hint={<Moment at={feedback.created_at} as="ago" />}
        >
          <Tag>{feedback.category}</Tag>
          {feedback.tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </Row>
      ))}
      {more === 0 ? null : (
        <Row name={`And ${more} more`} hint="feedback.list has all of it.">
          {null}
        </Row>
      )}
    </Group>
  );
}

function shortened(note: string): string {
  return note.length > LONGEST ? `${note.slice(0, LONGEST)}…` : note;
}
