import type { IncomingMessage } from 'node:http';
import { ApiError, LIVE_SUBPROTOCOL } from '../../common/contract/index.ts';
import { isLoopbackHost } from '../../common/rules/loopback-host.ts';
import type { ControlAccess, Visitor } from './access/control-access.ts';

/**
 * Decides who may use the control port. Every request counts as hostile until it has passed all
 * three checks.
 */
export class ControlGuard {
  readonly #access: Pick<ControlAccess, 'recognise'>;
  readonly #developmentOrigin: string | null;

  /** @param developmentOrigin the window's dev server, during development */
  constructor(access: Pick<ControlAccess, 'recognise'>, developmentOrigin: string | null) {
    this.#access = access;
    this.#developmentOrigin = developmentOrigin;
  }

  /** Prevents DNS rebinding. @throws `HOST_NOT_ALLOWED` */
  checkHost(request: IncomingMessage): void {
    if (!isLoopbackHost(request.headers.host)) throw new ApiError('HOST_NOT_ALLOWED');
  }

  /** Refuses pages of other origins; programs send no Origin. @throws `ORIGIN_NOT_ALLOWED` */
  checkOrigin(request: IncomingMessage): void {
    const { origin, host } = request.headers;
    if (origin === undefined || origin === `http://${host}`) return;
    if (this.#developmentOrigin !== null && origin === this.#developmentOrigin) return;
    throw new ApiError('ORIGIN_NOT_ALLOWED');
  }

  /** @throws `CONTROL_TOKEN_REQUIRED` */
  checkBearer(request: IncomingMessage): Visitor {
    return this.#recognise(/^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]);
  }

  /**
   * WebSockets carry the token as a subprotocol, because browsers cannot set headers on them.
   *
   * @throws `CONTROL_TOKEN_REQUIRED`
   */
  checkSubprotocols(request: IncomingMessage): Visitor {
    const offered = (request.headers['sec-websocket-protocol'] ?? '')
      .split(',')
      .map((protocol) => protocol.trim());
    const token = offered.find((protocol) => protocol.startsWith('token.'))?.slice(6);
    if (!offered.includes(LIVE_SUBPROTOCOL)) throw new ApiError('CONTROL_TOKEN_REQUIRED');
    return this.#recognise(token && Buffer.from(token, 'base64url').toString());
  }

  #recognise(sent: string | undefined): Visitor {
    const visitor = sent ? this.#access.recognise(sent) : null;
    if (visitor === null) throw new ApiError('CONTROL_TOKEN_REQUIRED');
    return visitor;
  }
}
