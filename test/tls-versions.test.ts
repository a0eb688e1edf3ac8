import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createServer, get as getHttps } from "node:https";
import { createServer as createPlainServer, type AddressInfo, type Socket } from "node:net";
import tls, { TLSSocket, type SecureContextOptions } from "node:tls";
import { join } from "node:path";
import { after, test } from "node:test";
import { askOutside } from "../server/content/outside-request.ts";
import { createApiCaller } from "../server/delivery/api/api-caller.ts";
import { lookAtRelay } from "../server/delivery/smtp/look-at-relay.ts";
import type { RelayEncryption } from "../server/delivery/smtp/relay.ts";
import { openImap } from "../server/mailboxes/open-imap.ts";
import { openPop3 } from "../server/mailboxes/open-pop3.ts";
import type { MailboxLogin } from "../server/mailboxes/session.ts";
import {
  createOutsideFetch,
  createOutsideGuard,
  createOwnAsker,
  createPoster,
} from "../server/platform/index.ts";
import { askRspamd } from "../server/reports/ask-rspamd.ts";
import { sendAll, testMessage } from "./support/smtp-harness.ts";
import { startSmtpSink } from "./support/smtp-sink.ts";
import { testCertificate } from "./support/tls-certificate.ts";

/** The runtime and its library allow the old versions here, so that only what the product itself asks for refuses. */
tls.DEFAULT_MIN_VERSION = "TLSv1";
tls.DEFAULT_CIPHERS = "DEFAULT@SECLEVEL=0";

const VERSION = /protocol[ _]version|unsupported[ _]protocol/i;
const privateHosts = ["localhost", "127.0.0.1"];
const guard = createOutsideGuard({ privateHosts });
const ca = testCertificate.cert;

const speaking = (version: "TLSv1" | "TLSv1.1" | "TLSv1.2") =>
  ({
    ...testCertificate,
    minVersion: "TLSv1",
    maxVersion: version,
    ciphers: "DEFAULT@SECLEVEL=0",
  }) satisfies SecureContextOptions;

let answered = 0;
const webServer = async (version: Parameters<typeof speaking>[0]) => {
  const server = createServer(speaking(version), (_request, response) => {
    answered += 1;
    response.end("{}");
  });
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `https://localhost:${(server.address() as AddressInfo).port}`;
};
const oldest = await webServer("TLSv1");
const old = await webServer("TLSv1.1");
const current = await webServer("TLSv1.2");

/** What a call ended with: the error's code and text. */
const endOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => "answered",
    (error: Error & { code?: string; cause?: Error & { code?: string } }) =>
      [error.code, error.message, error.cause?.code, error.cause?.message].join(" "),
  );

test("ORG-05: the servers of this file speak TLS 1.0 and 1.1 to whoever takes it", async () => {
  for (const [url, version] of [
    [oldest, "TLSv1"],
    [old, "TLSv1.1"],
    [current, "TLSv1.2"],
  ] as const) {
    const spoken = await new Promise((resolve, reject) => {
      getHttps(url, { ca, agent: false }, (response) => {
        resolve((response.socket as TLSSocket).getProtocol());
        response.destroy();
      }).on("error", reject);
    });
    assert.equal(spoken, version);
  }
});

/** Each function that asks an https address, as the product makes it. */
const requests: Record<string, (url: string) => Promise<unknown>> = {
  "link check and feeds": (url) =>
    askOutside(guard, new URL(url), {
      method: "GET",
      accept: "*/*",
      timeoutMs: 5_000,
      maxBytes: 100,
    }),
  "time stamps, webhooks and tokens": (url) =>
    createPoster({ privateHosts })(url, { body: Buffer.from("{}"), type: "application/json" }),
  "sign-on (OIDC)": (url) => createOutsideFetch({ privateHosts })(url, {}),
  "own addresses": (url) => createOwnAsker([url])(`${url}/health`),
  rspamd: (url) => askRspamd(new URL(url), Buffer.from("Subject: x\r\n\r\nx")),
};

test("ORG-05: no request leaves by TLS 1.0 or 1.1, whatever the runtime would take", async (t) => {
  for (const [name, ask] of Object.entries(requests))
    await t.test(name, async () => {
      const before = answered;
      assert.match(await endOf(ask(old)), VERSION);
      assert.match(await endOf(ask(oldest)), VERSION);
      // With 1.2 the way ends at the certificate, which nobody vouches for: the version was fine.
      assert.match(await endOf(ask(current)), /SELF_SIGNED/);
      assert.equal(answered, before);
    });
});

test("ORG-05: SND-04: a provider's interface is not called by TLS 1.0 or 1.1", async (t) => {
  const caller = createApiCaller({ guard, trusted: ca });
  t.after(() => caller.close());
  const call = (url: string) => caller.call({ method: "POST", url, headers: {}, body: null });
  for (const url of [oldest, old]) {
    const result = await call(url);
    assert.equal(result.kind, "notSent");
    assert.match(JSON.stringify(result), VERSION);
  }
  assert.equal((await call(current)).kind, "answer");
});

test("SND-04: a relay that knows TLS 1.1 at most gets no mail, no password and no clear text", async (t) => {
  const ways: [RelayEncryption, "starttls" | "tls"][] = [
    ["opportunistic", "starttls"],
    ["required", "starttls"],
    ["implicit", "tls"],
  ];
  for (const [encryption, offered] of ways) {
    const sinkOf = async (version: "TLSv1.1" | "TLSv1.2") => {
      const sink = await startSmtpSink({
        [offered]: speaking(version),
        auth: { user: "post", password: "geheim", mechanisms: ["PLAIN"] },
      });
      t.after(() => sink.close());
      return sink;
    };
    const relay = {
      encryption,
      host: "localhost",
      trustedCertificates: ca,
      credentials: { user: "post", password: "geheim" },
    };
    const sink = await sinkOf("TLSv1.1");
    const sending = sendAll(sink.port, [testMessage(1)], { relay });
    await sending.finished;
    assert.match(JSON.stringify(sending.last(1)), /notSent.*relay_unavailable/, encryption);
    assert.match(sending.failures.join("; "), VERSION, encryption);
    assert.equal(sink.messages.length, 0);
    assert.doesNotMatch(sink.commands.join("\n"), /AUTH|MAIL/, encryption);

    const look = await lookAtRelay({ ...relay, port: sink.port }, "test.example.com");
    assert.equal(look.failed?.stage, "tls", encryption);
    assert.match(look.failed?.detail ?? "", VERSION, encryption);

    const fine = await sinkOf("TLSv1.2");
    const sent = sendAll(fine.port, [testMessage(1)], { relay });
    await sent.finished;
    assert.equal(fine.accepted[0]?.encrypted, true, `${encryption} ${sent.failures.join()}`);
  }
});

/** A mailbox's server that offers encryption and says no more once it stands. */
async function mailboxServer(
  greeting: string,
  starttls: boolean,
): Promise<{ port: number; said: string[] }> {
  const said: string[] = [];
  const sockets = new Set<Socket>();
  const talk = (socket: Socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (data) => {
      const line = data.toString("latin1").trim();
      said.push(line);
      const tag = /^(\S+) CAPABILITY/.exec(line)?.[1];
      if (tag !== undefined) socket.write(`* CAPABILITY IMAP4rev1 STARTTLS\r\n${tag} OK\r\n`);
      const begin = /^(?:(\S+) STARTTLS|STLS)$/i.exec(line);
      if (!begin) return;
      socket.write(begin[1] === undefined ? "+OK\r\n" : `${begin[1]} OK\r\n`);
      socket.removeAllListeners("data");
      listen(new TLSSocket(socket, { isServer: true, ...speaking("TLSv1.1") }));
    });
  };
  const listen = (socket: TLSSocket) => {
    socket.on("error", () => undefined);
    socket.on("secure", () => said.push("secured"));
  };
  const server = createPlainServer((plain) => {
    sockets.add(plain);
    plain.on("error", () => undefined);
    if (!starttls) return listen(new TLSSocket(plain, { isServer: true, ...speaking("TLSv1.1") }));
    plain.write(greeting);
    talk(plain);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, said };
}

test("ORG-05: a mailbox is not read by TLS 1.1, and no password goes there", async () => {
  for (const [open, greeting] of [
    [openImap, "* OK\r\n"],
    [openPop3, "+OK\r\n"],
  ] as const)
    for (const mode of ["tls", "starttls"] as const) {
      const server = await mailboxServer(greeting, mode === "starttls");
      const login: MailboxLogin = {
        mailbox: {
          host: "localhost",
          port: server.port,
          tls: mode,
          username: "post",
          folder: "INBOX",
          doneFolder: null,
        },
        credential: { password: "geheim" },
        guard,
        ca,
      };
      await assert.rejects(open(login), { problem: "tls_failed" }, `${greeting} ${mode}`);
      assert.doesNotMatch(server.said.join("\n"), /secured|geheim|LOGIN|USER/);
    }
});

test("ORG-05: every file that opens a TLS connection names the least version", () => {
  const opens = /from "node:(?:https|tls)"/;
  const files = readdirSync("server", { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts"),
  );
  const found: string[] = [];
  for (const file of files) {
    const text = readFileSync(join("server", file), "utf8");
    const isType = !text
      .split("\n")
      .some((line) => opens.test(line) && !line.startsWith("import type"));
    if (isType) continue;
    found.push(file);
    // Each request, not only one of the file.
    const requested = text.match(/agent: false/g)?.length ?? 0;
    const named = text.match(/\.\.\.LEAST_TLS|minVersion: "TLSv1\.2"|\(LEAST_TLS\)/g)?.length ?? 0;
    assert.ok(named >= Math.max(1, requested), `${file}: ${named} of ${requested}`);
  }
  assert.ok(found.length >= 7, found.join());
});
