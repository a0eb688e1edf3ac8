import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port.ts";
import { testCertificate } from "./tls-certificate.ts";

const POSTCONF = "/usr/sbin/postconf";
/** Parts a receiving Postfix is made of; everything that would send further is left out. */
const SERVICES = `
pickup    unix  n  -  n  60    1  pickup
cleanup   unix  n  -  n  -     0  cleanup
qmgr      unix  n  -  n  300   1  qmgr
tlsmgr    unix  -  -  n  1000? 1  tlsmgr
rewrite   unix  -  -  n  -     -  trivial-rewrite
bounce    unix  -  -  n  -     0  bounce
defer     unix  -  -  n  -     0  bounce
trace     unix  -  -  n  -     0  bounce
verify    unix  -  -  n  -     1  verify
flush     unix  n  -  n  1000? 0  flush
proxymap  unix  -  -  n  -     -  proxymap
error     unix  -  -  n  -     -  error
retry     unix  -  -  n  -     -  error
virtual   unix  -  n  n  -     -  virtual
anvil     unix  -  -  n  -     1  anvil
postlog   unix-dgram n  -  n  -  1  postlogd
`;

/** A mail as it lies in the mailbox, with what Postfix put before it. */
export interface StoredMail {
  content: Buffer;
  /** Envelope sender, from Return-Path. */
  envelopeFrom: string;
  /** Envelope recipient, from X-Original-To. */
  to: string;
}

export interface Postfix {
  port: number;
  mails(): StoredMail[];
  log(): string;
  stop(): Promise<void>;
}

/** Why no Postfix can be started here; undefined when it can. */
export function whyNoPostfix(): string | undefined {
  if (!existsSync("/usr/sbin/postfix") || !existsSync(POSTCONF))
    return "Postfix is not installed: apt-get install postfix";
  if (process.getuid?.() !== 0) return "Postfix starts as root only, and drops its rights then";
  if (userOf("postfix") === undefined) return "there is no user named postfix";
  return undefined;
}

/**
 * A Postfix of the test's own: configuration, queue, mailbox and log in a temporary folder, listening on loopback.
 * Takes mail for `domain` and files all of it as a maildir; with `inbound`, it also passes mail for that domain on, as
 * docs/operate/inbound.md says. The machine's own Postfix is neither read nor touched.
 */
export async function startPostfix(
  domain: string,
  inbound?: { domain: string; port: number },
): Promise<Postfix> {
  const user = userOf("postfix")!;
  const folder = mkdtempSync(join(tmpdir(), "klarpost-postfix-"));
  chownSync(folder, user.uid, user.gid);
  const [config, queue, data, box] = ["etc", "queue", "data", "mail"].map((name) => {
    const path = join(folder, name);
    mkdirSync(path);
    return path;
  }) as [string, string, string, string];
  for (const path of [data, box]) chownSync(path, user.uid, user.gid);
  const port = await freePort();
  const settings = [
    ...settingsOf({ folder, config, queue, data, box, domain, user }),
    ...(inbound === undefined ? [] : inboundSettings(inbound)),
  ];
  writeFileSync(join(folder, "tls.pem"), testCertificate.key + testCertificate.cert);
  writeFileSync(join(config, "main.cf"), `${settings.join("\n")}\n`);
  writeFileSync(
    join(config, "master.cf"),
    `127.0.0.1:${port} inet n - n - - smtpd${SERVICES}${inbound === undefined ? "" : "smtp unix - - n - - smtp\n"}`,
  );
  queueFolders(queue, user);
  const daemons = spawnSync(POSTCONF, ["-d", "-h", "daemon_directory"], { encoding: "utf8" });
  const master = spawn(join(daemons.stdout.trim(), "master"), ["-c", config, "-d"], {
    stdio: "ignore",
  });
  const log = () => readIfThere(join(folder, "mail.log"));
  try {
    await answering(port, master, log);
  } catch (error) {
    await end(master);
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return {
    port,
    log,
    mails: () => mailsIn(join(box, "all", "new")),
    async stop() {
      await end(master);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The lines of docs/operate/inbound.md. */
function inboundSettings({ domain, port }: { domain: string; port: number }): string[] {
  const page = readFileSync(join(import.meta.dirname, "../../docs/operate/inbound.md"), "utf8");
  const lines = /# \/etc\/postfix\/main\.cf\n([\s\S]*?)```/.exec(page)![1]!;
  return lines
    .replaceAll("in.example.org", domain)
    .replaceAll("2525", String(port))
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
}

function settingsOf(at: {
  folder: string;
  config: string;
  queue: string;
  data: string;
  box: string;
  domain: string;
  user: { uid: number; gid: number };
}): string[] {
  return [
    "compatibility_level = 3.6",
    `config_directory = ${at.config}`,
    `queue_directory = ${at.queue}`,
    `data_directory = ${at.data}`,
    `maillog_file = ${join(at.folder, "mail.log")}`,
    `maillog_file_prefixes = ${at.folder}`,
    "mail_owner = postfix",
    "setgid_group = postdrop",
    "myhostname = mta.example",
    "mydestination =",
    "inet_interfaces = loopback-only",
    "inet_protocols = ipv4",
    "mynetworks = 127.0.0.0/8",
    "alias_maps =",
    "alias_database =",
    "local_recipient_maps =",
    `virtual_mailbox_domains = ${at.domain}`,
    `virtual_mailbox_base = ${at.box}`,
    "virtual_mailbox_maps = static:all/",
    "virtual_minimum_uid = 1",
    `virtual_uid_maps = static:${at.user.uid}`,
    `virtual_gid_maps = static:${at.user.gid}`,
    "default_transport = error",
    "relay_transport = error",
    "smtpd_recipient_restrictions = permit_mynetworks, reject",
    "smtpd_tls_security_level = may",
    `smtpd_tls_chain_files = ${join(at.folder, "tls.pem")}`,
    "smtpd_tls_received_header = yes",
    "smtpd_tls_loglevel = 1",
    "smtputf8_enable = yes",
  ];
}

/** The folders that `postfix start` would make (postfix-files), with their owners and modes. */
function queueFolders(queue: string, user: { uid: number; gid: number }): void {
  const postdrop = Number(
    spawnSync("getent", ["group", "postdrop"], { encoding: "utf8" }).stdout.split(":")[2],
  );
  for (const name of [
    "active",
    "bounce",
    "corrupt",
    "defer",
    "deferred",
    "flush",
    "hold",
    "incoming",
    "private",
    "saved",
    "trace",
  ]) {
    mkdirSync(join(queue, name), { mode: 0o700 });
    chownSync(join(queue, name), user.uid, user.gid);
  }
  mkdirSync(join(queue, "pid"));
  for (const name of ["maildrop", "public"]) {
    mkdirSync(join(queue, name), { mode: 0o730 });
    chownSync(join(queue, name), user.uid, postdrop);
  }
}

function userOf(name: string): { uid: number; gid: number } | undefined {
  const { status, stdout } = spawnSync("getent", ["passwd", name], { encoding: "utf8" });
  if (status !== 0) return undefined;
  const [, , uid, gid] = stdout.split(":");
  return { uid: Number(uid), gid: Number(gid) };
}

function mailsIn(folder: string): StoredMail[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => {
      const content = readFileSync(join(folder, name));
      const head = content.subarray(0, 4000).toString("latin1");
      return {
        content,
        envelopeFrom: /^Return-Path: <(.*)>$/m.exec(head)?.[1] ?? "",
        to: /^X-Original-To: (.*)$/m.exec(head)?.[1] ?? "",
      };
    });
}

async function answering(port: number, master: ChildProcess, log: () => string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (master.exitCode !== null) break;
    const greeting = await greetingOf(port);
    if (greeting.startsWith("220")) return;
    await sleep(100);
  }
  throw new Error(`Postfix did not answer:\n${log()}`);
}

function greetingOf(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.setTimeout(2000, () => socket.destroy());
    socket.once("data", (bytes) => {
      resolve(bytes.toString("latin1"));
      socket.end("QUIT\r\n");
    });
    socket.once("error", () => resolve(""));
    socket.once("close", () => resolve(""));
  });
}

/** The master takes its children along. */
async function end(master: ChildProcess): Promise<void> {
  if (master.exitCode !== null || master.signalCode !== null) return;
  const ended = new Promise((resolve) => master.once("exit", resolve));
  master.kill("SIGTERM");
  await ended;
}

function readIfThere(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}
