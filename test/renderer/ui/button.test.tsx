import type { MouseEvent, ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it, vi } from 'vitest';
import { Button } from '../../../renderer/ui/button.tsx';

/** Presses a button as React does, and tells whether the browser would go on to submit its form. */
function press(button: ReactElement<{ onClick?: (event: MouseEvent) => void }>): boolean {
  let isPrevented = false;
  const preventDefault = () => {
    isPrevented = true;
  };
  button.props.onClick?.({ preventDefault } as unknown as MouseEvent);
  return !isPrevented;
}

describe('a button whose work is under way', () => {
  it('is disabled in words alone, so that the focus stays on it', () => {
    const markup = renderToStaticMarkup(<Button busy>Check it</Button>);
    expect(markup).toContain('aria-disabled="true"');
    expect(markup).not.toMatch(/ disabled/);
  });

  it('ignores a press, and submits no form', () => {
    const onClick = vi.fn();
    expect(press(Button({ busy: true, onClick }))).toBe(false);
    expect(press(Button({ busy: true, type: 'submit' }))).toBe(false);
    expect(onClick).not.toHaveBeenCalled();
  });

  it('is pressed and submits again when the work is done', () => {
    const onClick = vi.fn();
    expect(press(Button({ busy: false, type: 'submit', onClick }))).toBe(true);
    expect(onClick).toHaveBeenCalledOnce();
    expect(renderToStaticMarkup(<Button busy={false}>Check it</Button>)).not.toContain('disabled');
  });

  it('is disabled as usual for any other reason', () => {
    expect(renderToStaticMarkup(<Button disabled>Check it</Button>)).toMatch(/ disabled/);
  });
});
