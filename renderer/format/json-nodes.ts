/**
 * JSON as a tree that keeps what parsing loses: numbers of any length, the order of keys, and
 * duplicate keys.
 */
export interface JsonNode {
  readonly kind: 'object' | 'array' | 'string' | 'number' | 'word';
  /** As in the text; only the brackets for objects and arrays. */
  readonly text: string;
  /** As in the text, with its quotes; null in arrays and at the top. */
  readonly key: string | null;
  /** Its path: `$.data.items[2]`. */
  readonly path: string;
  readonly children: readonly JsonNode[];
}

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[[\]{}:,]/g;
const PLAIN_KEY = /^[A-Za-z_$][\w$]*$/;

interface Open {
  readonly node: JsonNode & { readonly children: JsonNode[] };
  key: string | null;
}

/** The tree of a text; null when it is not JSON. Deep nesting costs no stack. */
export function jsonNodes(text: string): JsonNode | null {
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  const open: Open[] = [];
  let root: JsonNode | null = null;
  const put = (node: JsonNode) => {
    const parent = open.at(-1);
    if (parent === undefined) root = node;
    else parent.node.children.push(node);
  };
  for (const [token] of text.matchAll(TOKEN)) {
    const parent = open.at(-1);
    if (token === ',' || token === ':') continue;
    if (token === '}' || token === ']') {
      open.pop();
      continue;
    }
    if (parent?.node.kind === 'object' && parent.key === null) {
      parent.key = token;
      continue;
    }
    const key = parent?.key ?? null;
    const path = pathIn(parent, key);
    if (parent !== undefined) parent.key = null;
    const isOpening = token === '{' || token === '[';
    const node = { kind: kindOf(token), text: isOpening ? '' : token, key, path, children: [] };
    put(node);
    if (isOpening) open.push({ node, key: null });
  }
  return root;
}

function kindOf(token: string): JsonNode['kind'] {
  if (token === '{') return 'object';
  if (token === '[') return 'array';
  if (token.startsWith('"')) return 'string';
  return /^[-\d]/.test(token) ? 'number' : 'word';
}

function pathIn(parent: Open | undefined, key: string | null): string {
  if (parent === undefined) return '$';
  const { node } = parent;
  if (key === null) return `${node.path}[${node.children.length}]`;
  const name = key.slice(1, -1);
  return PLAIN_KEY.test(name) ? `${node.path}.${name}` : `${node.path}[${key}]`;
}
