import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A way to an SMTP server that can be made slow, so that a test can act while mails are under way. */
export interface SlowRelay {
  port: number;
  /** Milliseconds that each answer of the server is held back. */
  delay: number;
  close(): Promise<void>;
}

export async function startSlowRelay(toPort: number): Promise<SlowRelay> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(toPort, "127.0.0.1");
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      socket.on("error", () => {
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.on("data", (bytes) => {
      setTimeout(() => near.writable && near.write(bytes), relay.delay);
    });
    far.on("end", () => setTimeout(() => near.end(), relay.delay));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const relay: SlowRelay = {
    port: (server.address() as AddressInfo).port,
    delay: 0,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return relay;
}
