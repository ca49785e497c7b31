import { describe, expect, it } from 'vitest';
import { shownTab } from '../../../../renderer/inspector/detail/delivery-tabs.tsx';

const tabs = (...names: Parameters<typeof shownTab>[0][number]['value'][]) =>
  names.map((value) => ({ value, label: value, content: value }));

describe('the tab that is shown of a delivery', () => {
  it('is the chosen one where the delivery has it', () => {
    expect(shownTab(tabs('request', 'answer', 'why'), 'why')).toBe('why');
  });

  it('is the answer where it does not', () => {
    expect(shownTab(tabs('request', 'answer'), 'signature')).toBe('answer');
  });

  it('is the request where there is no answer yet', () => {
    expect(shownTab(tabs('request', 'attempts', 'why'), 'timing')).toBe('request');
    // An exchange has no attempts to show either.
    expect(shownTab(tabs('request'), 'attempts')).toBe('request');
  });
});
