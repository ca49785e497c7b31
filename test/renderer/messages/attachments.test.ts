import { expect, test } from 'vitest';
import {
  type Attachment,
  MOST_ATTACHMENTS,
  MOST_BYTES,
  withFiles,
} from '../../../renderer/messages/composer/attachments.ts';
import { writerIn } from '../../../renderer/messages/composer/letter.ts';
import { conversation } from '../state/live-fixtures.ts';

const file = (name: string, size: number) => ({ name, size, type: 'image/png' }) as File;
const namesOf = (attachments: readonly Attachment[]) =>
  attachments.map((one) => (one.kind === 'file' ? one.file.name : one.url));

test('files go with a text up to the limits, and each that does not is named', () => {
  const before: Attachment[] = [{ kind: 'address', id: 'a', url: 'https://example.com/a.jpg' }];
  const { attachments, refusals } = withFiles(before, [
    file('a.png', 1),
    file('empty.png', 0),
    file('film.png', MOST_BYTES + 1),
    file('full.png', MOST_BYTES),
  ]);
  expect(namesOf(attachments)).toEqual(['https://example.com/a.jpg', 'a.png', 'full.png']);
  expect(refusals).toEqual([
    'empty.png is empty.',
    'film.png has 21.0 MB; at most 20 MB go with a text.',
  ]);
});

test('there are no more of them than a text takes', () => {
  const many = Array.from({ length: MOST_ATTACHMENTS + 2 }, (_, n) => file(`${n}.png`, 1));
  const { attachments, refusals } = withFiles([], many);
  expect(new Set(attachments.map(({ id }) => id)).size).toBe(MOST_ATTACHMENTS);
  expect(refusals).toEqual(['At most 20 attachments go with a text: 2 left out.']);
});

test('in a group somebody of it writes', () => {
  const [ada, bob] = ['+12025550147', '+13125550162'];
  const group = conversation({
    isGroup: true,
    groupId: 'grp_a',
    participant: 'grp_a',
    participants: [
      { identifier: ada, name: null },
      { identifier: bob, name: null },
    ],
  });
  expect(writerIn(group, bob)).toBe(bob);
  expect(writerIn(group, '+16465550123')).toBe(ada);
  expect(writerIn(conversation({ participant: ada }), bob)).toBe(ada);
  expect(writerIn(null, bob)).toBe(bob);
});
