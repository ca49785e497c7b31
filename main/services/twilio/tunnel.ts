export interface OpenTunnel {
  /** The public origin, without a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

/** Opens tunnels from the internet to a port of this computer. */
export interface TunnelMaker {
  open(request: {
    readonly port: number;
    readonly authToken: string;
    /** One of the user's own; null takes what they give. */
    readonly domain: string | null;
    /** Told when the connection breaks, and when it is there again. */
    readonly onConnected: (connected: boolean) => void;
  }): Promise<OpenTunnel>;
}

/** ngrok's own agent, in this process. Loaded when it is first wanted: it is a native module. */
export const ngrokTunnels: TunnelMaker = {
  async open({ port, authToken, domain, onConnected }) {
    const { default: ngrok } = await import('@ngrok/ngrok');
    const listener = await ngrok.forward({
      addr: `127.0.0.1:${port}`,
      authtoken: authToken,
      onStatusChange: (status) => onConnected(status === 'connected'),
      ...(domain === null ? {} : { domain }),
    });
    const url = listener.url();
    if (url === null) {
      await listener.close();
      throw new Error('the tunnel has no address');
    }
    return { url: url.replace(/\/$/, ''), close: () => listener.close() };
  },
};
