import type { FastifyInstance } from 'fastify';
import type { SchemaFault } from '../../common/contract/index.ts';
import { wellFormedJson } from '../../common/rules/well-formed-json.ts';

/**
 * The maximum nesting of JSON. Nothing real is nested more deeply, and it could exhaust the stack.
 */
const MAX_JSON_DEPTH = 100;

/** A body that is not JSON. Only routes that need a body reject it. */
export class UnreadableBody {
  readonly fault: SchemaFault;

  constructor(fault: SchemaFault) {
    this.fault = fault;
  }
}

/**
 * Parses bodies as real clients send them: an empty one counts as absent even with a JSON content
 * type (docs/reference/provider/basics.md#bodies), broken JSON is a 422, `__proto__` keys are
 * dropped, and lone surrogates are replaced.
 */
export function addBodyParsers(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser('remove', 'ignore');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    /^application\/([\w.-]+\+)?json/,
    { parseAs: 'string' },
    (request, text, done) => {
      const source = text.toString();
      if (source.trim() === '') return done(null, undefined);
      if (isTooDeep(source)) return done(null, unreadable('The JSON is nested too deeply'));
      parseJson(request, wellFormedJson(source), (error, body) =>
        done(null, error ? unreadable(`JSON decode error: ${error.message}`) : body),
      );
    },
  );
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, bytes, done) => {
    if (bytes.length === 0) return done(null, undefined);
    const sent = request.headers['content-type'] ?? 'no content type';
    done(null, unreadable(`Send JSON with "Content-Type: application/json" (got ${sent})`));
  });
}

function unreadable(message: string): UnreadableBody {
  return new UnreadableBody({ loc: ['body'], msg: message, type: 'json_invalid' });
}

function isTooDeep(source: string): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < source.length; i += 1) {
    const char = source[i];
    if (inString) {
      if (char === '\\') i += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') {
      inString = true;
    } else if (char === '{' || char === '[') {
      depth += 1;
      if (depth > MAX_JSON_DEPTH) return true;
    } else if (char === '}' || char === ']') {
      depth -= 1;
    }
  }
  return false;
}
