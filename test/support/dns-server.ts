import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import { once } from "node:events";
import { AUTHENTIC_DATA, type Answer, decode, encode, RECURSION_AVAILABLE } from "dns-packet";

/** A name server of the tests that knows what it is told; says what it was asked. */
export interface DnsServer {
  /** `127.0.0.1:port`. */
  at: string;
  asked: string[];
  close(): Promise<void>;
}

const SERVER_FAILURE = 2;
const NO_SUCH_NAME = 3;
const TRUNCATED = 0x0200;

/**
 * @param records by name; other names do not exist
 * @param options.secure answers as if DNSSEC had proven them
 * @param options.broken names for which it fails; `long`: names whose answers need TCP
 */
export async function startDnsServer(
  records: Record<string, Partial<Record<"A" | "AAAA" | "MX" | "TXT" | "TLSA", unknown[]>>>,
  options: { secure?: boolean; broken?: readonly string[]; long?: readonly string[] } = {},
): Promise<DnsServer> {
  const asked: string[] = [];
  const answer = (query: Buffer, overTcp: boolean): Buffer => {
    const packet = decode(query);
    const question = packet.questions![0]!;
    const name = question.name.toLowerCase();
    if (!overTcp) asked.push(`${name} ${question.type}`);
    const known = records[name];
    const list = known?.[question.type as "A"] ?? [];
    const isLong = options.long?.includes(name) === true && !overTcp;
    const code = options.broken?.includes(name)
      ? SERVER_FAILURE
      : known === undefined
        ? NO_SUCH_NAME
        : 0;
    const answers = list.map(
      (data) => ({ name: question.name, type: question.type, ttl: 60, data }) as unknown as Answer,
    );
    return encode({
      type: "response",
      id: packet.id,
      flags:
        RECURSION_AVAILABLE |
        code |
        (options.secure ? AUTHENTIC_DATA : 0) |
        (isLong ? TRUNCATED : 0),
      questions: [question],
      answers: code === 0 && !isLong ? answers : [],
    });
  };
  const tcp = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.once("data", (data: Buffer) => {
      const reply = answer(data.subarray(2), true);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(reply.length);
      socket.end(Buffer.concat([length, reply]));
    });
  }).listen(0, "127.0.0.1");
  await once(tcp, "listening");
  const { port } = tcp.address() as { port: number };
  const udp = createSocket("udp4");
  udp.on("message", (query, from) => udp.send(answer(query, false), from.port, from.address));
  udp.bind(port, "127.0.0.1");
  await once(udp, "listening");
  return {
    at: `127.0.0.1:${port}`,
    asked,
    async close() {
      udp.close();
      await new Promise((resolve) => tcp.close(resolve));
    },
  };
}
