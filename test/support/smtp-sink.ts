import { closeSync, openSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { parseArgs } from "node:util";
import {
  type Shared,
  type SinkMessage,
  type SinkOptions,
  SinkSession,
} from "./smtp-sink-session.ts";

export type { SinkContext, SinkFault, SinkMessage, SinkOptions } from "./smtp-sink-session.ts";

/**
 * A receiver for tests: takes mails, remembers them, and misbehaves where it is told to. Can run as
 * a process of its own: `node test/support/smtp-sink.ts --port 2525 --log accepted.txt`.
 */
export type SmtpSink = {
  port: number;
  /** Everything whose final dot arrived, accepted or not. */
  messages: SinkMessage[];
  readonly accepted: SinkMessage[];
  /** How many mails were accepted, kept or not. */
  readonly count: number;
  /** Commands as they came, over all connections. */
  commands: string[];
  /** Contents whose final dot never came. */
  readonly unfinished: number;
  readonly connections: number;
  setFault(fault: SinkOptions["fault"]): void;
  close(): Promise<void>;
};

export async function startSmtpSink(options: SinkOptions = {}): Promise<SmtpSink> {
  const log = options.log === undefined ? undefined : openSync(options.log, "a");
  const shared: Shared = {
    options,
    fault: options.fault,
    log,
    messages: [],
    commands: [],
    connections: 0,
    count: 0,
    unfinished: 0,
  };
  const sockets = new Set<Socket>();
  const accept = (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    shared.connections += 1;
    new SinkSession(shared, socket, shared.connections);
  };
  const server: Server = options.tls ? createTlsServer(options.tls, accept) : createServer(accept);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, options.host ?? "127.0.0.1", resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    messages: shared.messages,
    commands: shared.commands,
    get accepted() {
      return shared.messages.filter((message) => message.code >= 200 && message.code < 300);
    },
    get count() {
      return shared.count;
    },
    get unfinished() {
      return shared.unfinished;
    },
    get connections() {
      return shared.connections;
    },
    setFault(fault) {
      shared.fault = fault;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      if (log !== undefined) closeSync(log);
    },
  };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "2525" },
      log: { type: "string" },
      delay: { type: "string" },
      "close-after": { type: "string" },
      /** Extensions, separated by commas. */
      offers: { type: "string" },
    },
  });
  const sink = await startSmtpSink({
    port: Number(values.port),
    keep: false,
    ...(values.log === undefined ? {} : { log: values.log }),
    ...(values.offers === undefined ? {} : { offers: values.offers.split(",") }),
    ...(values.delay === undefined ? {} : { delay: Number(values.delay) }),
    ...(values["close-after"] === undefined ? {} : { closeAfter: Number(values["close-after"]) }),
  });
  console.log(JSON.stringify({ port: sink.port }));
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      console.log(JSON.stringify({ accepted: sink.count, connections: sink.connections }));
      void sink.close();
    });
  }
}
