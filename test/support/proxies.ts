import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { once } from "node:events";

/** A proxy of the tests: SOCKS5 or CONNECT, with user and password where they are given. */
export interface TestProxy {
  port: number;
  /** `host:port` of every way it opened. */
  opened: string[];
  close(): Promise<void>;
}

export async function startProxy(
  kind: "socks5" | "http",
  account?: { user: string; password: string },
): Promise<TestProxy> {
  const opened: string[] = [];
  const sockets = new Set<Socket>();
  const bridge = (near: Socket, host: string, port: number, welcome: string | Buffer) => {
    opened.push(`${host}:${port}`);
    const far = connect(port, host === "relay.test" ? "127.0.0.1" : host);
    sockets.add(far);
    far.on("error", () => near.destroy());
    far.once("connect", () => {
      near.write(welcome);
      near.pipe(far).pipe(near);
    });
    near.on("close", () => far.destroy());
  };
  const server = createServer((near) => {
    sockets.add(near);
    near.on("error", () => near.destroy());
    if (kind === "http") talkHttp(near, account, bridge);
    else void talkSocks(near, account, bridge);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    opened,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Account = { user: string; password: string } | undefined;
type Bridge = (near: Socket, host: string, port: number, welcome: string | Buffer) => void;

function talkHttp(near: Socket, account: Account, bridge: Bridge): void {
  near.once("data", (data: Buffer) => {
    const head = data.toString("latin1");
    const [, host = "", port = ""] = /^CONNECT ([^:]+):(\d+) HTTP\/1\.1\r\n/.exec(head) ?? [];
    const basic =
      account && Buffer.from(`${account.user}:${account.password}`, "utf8").toString("base64");
    if (basic !== undefined && !head.includes(`Proxy-Authorization: Basic ${basic}\r\n`)) {
      near.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    } else bridge(near, host, Number(port), "HTTP/1.1 200 OK\r\n\r\n");
  });
}

/** RFC 1928 and 1929, as far as the tests need them. */
async function talkSocks(near: Socket, account: Account, bridge: Bridge): Promise<void> {
  const next = async () => ((await once(near, "data")) as [Buffer])[0];
  await next();
  near.write(Buffer.from([5, account ? 2 : 0]));
  if (account) {
    const said = await next();
    const user = said.subarray(2, 2 + said[1]!).toString();
    const password = said.subarray(3 + said[1]!).toString();
    const good = user === account.user && password === account.password;
    near.write(Buffer.from([1, good ? 0 : 1]));
    if (!good) {
      near.end();
      return;
    }
  }
  const request = await next();
  const isName = request[3] === 3;
  const host = isName
    ? request.subarray(5, 5 + request[4]!).toString()
    : [...request.subarray(4, 8)].join(".");
  bridge(
    near,
    host,
    request.readUInt16BE(request.length - 2),
    Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
  );
}
