import { expect, test } from 'vitest';
import { kindOfType, ownMedia } from '../../../renderer/messages/media-kinds.ts';

const API = 'http://127.0.0.1:4747';
const NAME = 'a1'.repeat(20);

test('what lies here is found under any name and port of this machine', () => {
  const picture = { name: `${NAME}.png`, kind: 'picture' };
  for (const host of [
    '127.0.0.1:4747',
    '127.0.0.1:9',
    'localhost:4747',
    '[::1]:4747',
    'app.localhost',
  ]) {
    expect(ownMedia(`http://${host}/media/${NAME}.png`, API)).toEqual(picture);
  }
  const inContainer = 'http://host.docker.internal:4747';
  expect(ownMedia(`${inContainer}/media/${NAME}.png`, inContainer)).toEqual(picture);
});

test.each([
  `https://example.com/media/${NAME}.png`,
  `http://localhost.example.com/media/${NAME}.png`,
  `http://127.0.0.1.example.com/media/${NAME}.png`,
  `http://127.0.0.1:4747@example.com/media/${NAME}.png`,
  `ftp://127.0.0.1/media/${NAME}.png`,
  `${API}/media/short.png`,
  `${API}/media/../media/x/${NAME}.png`,
  `${API}/v1/media/${NAME}.png`,
  'data:image/png;base64,AAAA',
  'javascript:alert(1)',
  'no address',
])('nothing else is asked for: %s', (address) => {
  expect(ownMedia(address, API)).toBeNull();
});

test.each([
  ['webp', 'picture'],
  ['m4a', 'sound'],
  ['mp4', 'film'],
  ['heic', 'file'],
  ['svg', 'file'],
  ['bin', 'file'],
  ['pdf', 'file'],
])('a .%s is shown as a %s', (ending, kind) => {
  expect(ownMedia(`${API}/media/${NAME}.${ending}`, API)?.kind).toBe(kind);
});

test('of a file the type says it, never of something that may hold scripts', () => {
  expect(kindOfType('image/PNG; charset=x')).toBe('picture');
  expect(kindOfType('image/svg+xml')).toBe('file');
  expect(kindOfType('text/html')).toBe('file');
  expect(kindOfType('')).toBe('file');
});
