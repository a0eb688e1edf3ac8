import { spawn, type ChildProcess } from "node:child_process";
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port.ts";
import { testCertificate } from "./tls-certificate.ts";

/** Unpacked by scripts/lib/test-tools.mjs, because Debian installs one mail server only. */
const UNPACKED = join(import.meta.dirname, "../../node_modules/.cache/debian/exim");
const BINARY = join(UNPACKED, "usr/sbin/exim4");
/** The daemon's own user; any that exists will do in a folder of the test's. */
const NOBODY = 65_534;

export interface Exim {
  port: number;
  /** What lies in the queue: sender, recipient, header and body with CRLF. */
  mails(): { from: string; to: string; content: string }[];
  log(): string;
  stop(): Promise<void>;
}

/** Why no Exim can be started here; undefined when it can. */
export function whyNoExim(): string | undefined {
  if (!existsSync(BINARY)) return "Exim is not unpacked; npm test does it on Debian as root";
  if (userInfo().uid !== 0) return "Exim starts as root only, and drops its rights then";
  if (libraries() === undefined) return "libnss-wrapper is not unpacked";
  return undefined;
}

/** An Exim of the test's own, which takes mail for `domain` and keeps it in its queue. `gone@` it refuses. */
export async function startExim(domain: string): Promise<Exim> {
  const folder = mkdtempSync(join(tmpdir(), "klarpost-exim-"));
  const port = await freePort();
  for (const name of ["", "spool", "log"]) {
    if (name !== "") mkdirSync(join(folder, name));
    chownSync(join(folder, name), NOBODY, NOBODY);
  }
  const user = `x:${NOBODY}:${NOBODY}:x:/nonexistent:/usr/sbin/nologin`;
  writeFileSync(join(folder, "passwd"), `root:x:0:0:root:/root:/bin/sh\nDebian-exim:${user}\n`);
  writeFileSync(join(folder, "group"), `root:x:0:\nmail:x:8:\nDebian-exim:x:${NOBODY}:\n`);
  writeFileSync(join(folder, "tls.pem"), testCertificate.key + testCertificate.cert);
  chownSync(join(folder, "tls.pem"), NOBODY, NOBODY);
  const config = join(folder, "exim.conf");
  writeFileSync(config, configOf(folder, domain));
  const lib = libraries()!;
  const daemon = spawn(BINARY, ["-C", config, "-bdf", "-oX", `127.0.0.1.${port}`], {
    stdio: "ignore",
    env: {
      PATH: "/usr/sbin:/usr/bin",
      LD_LIBRARY_PATH: lib,
      LD_PRELOAD: join(lib, "libnss_wrapper.so"),
      NSS_WRAPPER_PASSWD: join(folder, "passwd"),
      NSS_WRAPPER_GROUP: join(folder, "group"),
    },
  });
  const log = () =>
    ["mainlog", "rejectlog", "paniclog"]
      .map((name) => readIfThere(join(folder, "log", name)))
      .join("");
  const stop = async () => {
    await end(daemon);
    rmSync(folder, { recursive: true, force: true });
  };
  for (let attempt = 0; !log().includes("daemon started"); attempt++) {
    if (attempt < 100 && daemon.exitCode === null) await sleep(50);
    else {
      const said = log();
      await stop();
      throw new Error(`Exim did not start:\n${said}`);
    }
  }
  return { port, log, stop, mails: () => mailsIn(join(folder, "spool/input")) };
}

function configOf(folder: string, domain: string): string {
  return `primary_hostname = mta.example
spool_directory = ${folder}/spool
log_file_path = ${folder}/log/%slog
pid_file_path = ${folder}/exim.pid
keep_environment =
queue_only
host_lookup =
rfc1413_hosts =
local_interfaces = 127.0.0.1
tls_certificate = ${folder}/tls.pem
tls_advertise_hosts = *
chunking_advertise_hosts = *
smtputf8_advertise_hosts = *
smtp_accept_max_per_connection = 0
acl_smtp_rcpt = rcpt
acl_smtp_data = accept
begin acl
rcpt:
  deny local_parts = gone
       message = 5.1.1 no such user
  accept domains = ${domain}
begin routers
begin transports
`;
}

/** Files of the queue (Exim's specification, chapter 56): envelope and header in -H, the body in -D. */
function mailsIn(queue: string): { from: string; to: string; content: string }[] {
  if (!existsSync(queue)) return [];
  return readdirSync(queue)
    .filter((name) => name.endsWith("-H"))
    .map((name) => {
      const head = readFileSync(join(queue, name), "latin1");
      const body = readFileSync(join(queue, name.replace(/-H$/, "-D")), "latin1");
      const [envelope = ""] = head.split("\n\n", 1);
      const lines = envelope.split("\n");
      let headers = "";
      for (let at = envelope.length + 2; at < head.length;) {
        const [, length = "0", flag] = /^(\d{3,})(.) /.exec(head.slice(at, at + 12)) ?? [];
        const start = at + length.length + 2;
        if (flag === undefined) break;
        if (flag !== "*") headers += head.slice(start, start + Number(length));
        at = start + Number(length);
      }
      const text = `${headers}\n${body.slice(body.indexOf("\n") + 1)}`;
      return {
        from: lines[2]?.slice(1, -1) ?? "",
        to: lines.at(-1) ?? "",
        content: text.replaceAll("\n", "\r\n"),
      };
    });
}

function libraries(): string | undefined {
  const folder = join(UNPACKED, "usr/lib");
  const found = existsSync(folder)
    ? readdirSync(folder).find((name) => existsSync(join(folder, name, "libnss_wrapper.so")))
    : undefined;
  return found === undefined ? undefined : join(folder, found);
}

async function end(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return;
  const ended = new Promise((resolve) => daemon.once("exit", resolve));
  daemon.kill("SIGTERM");
  await ended;
}

function readIfThere(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}
