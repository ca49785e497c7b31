import type { Page } from '@playwright/test';

/** WCAG 2.2, 2.5.8. */
const LEAST_TARGET_PX = 24;

/** What is too small to hit, beside the window, or under something else. Words inside a sentence are let be. */
export function geometryFaults(page: Page): Promise<string[]> {
  return page.evaluate((leastPx) => {
    const faults: string[] = [];
    const name = (element: Element) => {
      const words = element.getAttribute('aria-label') ?? element.textContent ?? '';
      return `${element.tagName.toLowerCase()} "${words.trim().slice(0, 40)}"`;
    };
    const over = document.documentElement.scrollWidth - window.innerWidth;
    if (over > 0) faults.push(`the page is ${over} px too wide`);
    const below = document.documentElement.scrollHeight - window.innerHeight;
    if (below > 0) faults.push(`the page is ${below} px too high`);
    const front = [...document.querySelectorAll('[role="dialog"]')].at(-1) ?? document.body;
    const controls = front.querySelectorAll<HTMLElement>(
      'button, input:not([type="range"], [type="file"]), textarea, [role="tab"], [role="radio"], [role="option"], [role="treeitem"]',
    );
    for (const control of controls) {
      if (!control.checkVisibility({ visibilityProperty: true })) continue;
      const box = control.getBoundingClientRect();
      if (box.width < 2 || box.height < 2 || control.closest('[aria-hidden="true"]')) continue;
      const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      if (!inSight(control, at)) continue;
      // The lines of a tree are gone through with the arrow keys, and lie close like lines of text.
      const isInText =
        getComputedStyle(control).display === 'inline' || control.closest('[role="tree"]') !== null;
      const before = getComputedStyle(control, '::before');
      const grownPx = before.position === 'absolute' ? -2 * Number.parseFloat(before.top) || 0 : 0;
      if (!isInText && Math.min(box.width, box.height) + grownPx < leastPx - 0.5) {
        faults.push(`${name(control)} is ${Math.round(box.width)} × ${Math.round(box.height)} px`);
      }
      const hit = document.elementFromPoint(at.x, at.y);
      // What stands still over the rest covers it for a while only: a bar, a call that rings.
      const isBar =
        hit !== null &&
        (getComputedStyle(hit.closest('footer') ?? hit).position === 'sticky' ||
          hit.closest('[aria-label^="Incoming call"]') !== null);
      if (!isBar && (hit === null || !(control.contains(hit) || hit.contains(control)))) {
        faults.push(`${name(control)} is under ${hit === null ? 'nothing' : name(hit)}`);
      }
      for (let part = control.parentElement; part !== null; part = part.parentElement) {
        const { overflowX, textOverflow } = getComputedStyle(part);
        const room = part.getBoundingClientRect();
        if (overflowX !== 'hidden' || textOverflow === 'ellipsis') continue;
        if (box.right > room.right + 1 || box.left < room.left - 1) {
          faults.push(`${name(control)} is cut off at the side`);
          break;
        }
      }
    }
    return faults;

    /** What is scrolled away is reached by scrolling. */
    function inSight(element: Element, at: { x: number; y: number }): boolean {
      if (at.y < 0 || at.y > window.innerHeight) return false;
      for (let part = element.parentElement; part !== null; part = part.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(part);
        if (!/auto|scroll/.test(overflowX + overflowY)) continue;
        const room = part.getBoundingClientRect();
        if (at.y < room.top || at.y > room.bottom || at.x < room.left || at.x > room.right) {
          return false;
        }
      }
      return true;
    }
  }, LEAST_TARGET_PX);
}
