import { connect } from 'node:net';

/** The response on a separate connection. */
export interface RawAnswer {
  /** All bytes until the other side closed the connection. */
  readonly text: string;
  readonly status: number;
  /** By name in lower case; of repeated headers, the last one. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether the connection was reset instead of closed. */
  readonly wasReset: boolean;
}

/** Sends these bytes unchanged, and reads until the other side closes the connection. */
export function sendRaw(
  address: string,
  ...parts: readonly (string | Buffer)[]
): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(address);
    let text = '';
    let wasReset = false;
    const socket = connect(Number(port), hostname, () => {
      for (const part of parts) socket.write(part);
    });
    socket.setEncoding('utf8');
    socket.on('data', (chunk) => {
      text += String(chunk);
    });
    socket.on('error', () => {
      wasReset = true;
    });
    socket.on('close', () => resolve({ ...parsed(text), text, wasReset }));
  });
}

function parsed(text: string): Pick<RawAnswer, 'status' | 'headers' | 'body'> {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [line = '', ...lines] = head.split('\r\n');
  const headers = lines.map((each): [string, string] => {
    const colon = each.indexOf(':');
    return [each.slice(0, colon).toLowerCase(), each.slice(colon + 1).trim()];
  });
  return {
    status: Number(line.split(' ')[1]),
    headers: Object.fromEntries(headers),
    body: rest.join('\r\n\r\n'),
  };
}
