import { describe, expect, it } from 'vitest';
import { checkCircles } from '../../scripts/check/circles.ts';

const circlesIn = (files: Readonly<Record<string, readonly string[]>>) =>
  checkCircles(
    Object.entries(files).map(([path, imports]) => ({
      path,
      text: imports.map((specifier) => `import type { X } from '${specifier}';\n`).join(''),
    })),
  ).map(({ message }) => message);

describe('circles', () => {
  it('of files are found over however many steps, types too', () => {
    expect(
      circlesIn({
        'main/a.ts': ['./b.ts'],
        'main/b.ts': ['./c.ts'],
        'main/c.ts': ['./a.ts'],
        'main/d.ts': ['./a.ts'],
      }),
    ).toEqual(['files in a circle: main/a.ts, main/b.ts, main/c.ts']);
  });

  it('of folders beside each other are found, however deep the files are', () => {
    const [message, ...others] = circlesIn({
      'main/voice/listening/ear.ts': ['../speaking/voice.ts'],
      'main/voice/speaking/voice.ts': [],
      'main/voice/speaking/pieces/piece.ts': ['../../listening/line.ts'],
      'main/voice/listening/line.ts': [],
    });
    expect(message).toContain('folders in a circle: main/voice/listening, main/voice/speaking');
    expect(others).toEqual([]);
  });

  it('do not count a folder and what lies in it', () => {
    expect(
      circlesIn({
        'main/voice/call.ts': ['./listening/ear.ts'],
        'main/voice/listening/ear.ts': ['../log.ts'],
        'main/voice/log.ts': [],
      }),
    ).toEqual([]);
  });
});
