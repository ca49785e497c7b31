import { ApiError } from '../../../common/contract/index.ts';

/**
 * Parses `POST /v1/messages*`: a method, a path in which `*` stands for anything, or both. Query
 * strings are ignored. An empty text matches everything.
 *
 * @throws `VALIDATION_ERROR` if it is neither
 */
export function apiMatcher(match: string): (method: string, path: string) => boolean {
  const found = /^\s*(?:([A-Za-z]+)(?=\s|$))?\s*(\/\S*)?\s*$/.exec(match);
  if (!found) {
    const message = `"${match}" is neither a method nor a path. Write for example "POST /v1/messages*".`;
    throw new ApiError('VALIDATION_ERROR', message, {
      details: [{ field: 'match', message, type: 'match_unreadable' }],
    });
  }
  const [, wantedMethod, wantedPath] = found;
  const pattern = wantedPath === undefined ? null : pathPattern(wantedPath);
  return (method, path) => {
    if (wantedMethod && method.toUpperCase() !== wantedMethod.toUpperCase()) return false;
    return pattern === null || pattern.test(path.split('?', 1)[0] ?? '');
  };
}

function pathPattern(path: string): RegExp {
  const parts = path.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}
