/** Elements that are left out with all that is in them. */
const UNSPOKEN_ELEMENTS = ['tool_call', 'function_call', 'thinking', 'think'];

/** Tool-call and XML-like markup is not spoken (behaviour.md 3.2). */
export function stripMarkup(text: string): string {
  return UNSPOKEN_ELEMENTS.reduce(withoutElement, text)
    .replace(/<\/?[a-z][\w:-]*(\s[^<>]*)?\/?>/gi, ' ')
    .replace(/[ \t]{2,}/g, ' ');
}

/** One walk over the text: an expression for whole elements would take quadratic time. */
function withoutElement(text: string, name: string): string {
  const opening = new RegExp(`<${name}(?:\\s[^<>]*)?>`, 'gi');
  const closing = new RegExp(`</${name}>`, 'gi');
  let kept = '';
  let from = 0;
  for (let open = opening.exec(text); open; open = opening.exec(text)) {
    closing.lastIndex = opening.lastIndex;
    if (!closing.test(text)) break;
    kept += `${text.slice(from, open.index)} `;
    from = closing.lastIndex;
    opening.lastIndex = from;
  }
  return kept + text.slice(from);
}
