/** Sees to the programs the tests use beside Node.js: a browser, a mail server, an older PostgreSQL. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";

const POLICY = "/usr/sbin/policy-rc.d";
const OLDEST = 15;
const NEWEST = 18;

const firstOf = (paths) => paths.find((path) => existsSync(path));

/** The programs' folder of the oldest supported PostgreSQL server here, as { version, bin }, if any. */
export function findOlderPostgres() {
  const versions = existsSync("/usr/lib/postgresql")
    ? readdirSync("/usr/lib/postgresql").map(Number)
    : [];
  const places = versions.map((version) => ({
    version,
    bin: `/usr/lib/postgresql/${version}/bin`,
  }));
  for (let version = OLDEST; version <= NEWEST; version++) {
    for (const prefix of ["/opt/homebrew", "/usr/local"])
      places.push({ version, bin: `${prefix}/opt/postgresql@${version}/bin` });
    places.push({ version, bin: `/usr/pgsql-${version}/bin` });
  }
  return places
    .filter(
      ({ version, bin }) => version >= OLDEST && version <= NEWEST && existsSync(`${bin}/initdb`),
    )
    .sort((a, b) => a.version - b.version)[0];
}

const TOOLS = [
  {
    need: "browser",
    found: () =>
      firstOf([
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app",
      ]),
    packages: ["chromium", "fonts-liberation"],
    without: "browser tests are skipped: there is no Chromium",
  },
  {
    need: "mailServer",
    found: () => firstOf(["/usr/sbin/postfix"]),
    packages: ["postfix"],
    without: "tests against Postfix are skipped: it is not installed",
  },
  {
    need: "mailboxServer",
    found: () =>
      existsSync("/usr/lib/dovecot/pop3") ? firstOf(["/usr/lib/dovecot/imap"]) : undefined,
    packages: ["dovecot-imapd", "dovecot-pop3d"],
    without: "tests against Dovecot are skipped: it is not installed",
  },
  {
    need: "signatureVerifier",
    found: () => firstOf(["/usr/sbin/opendkim"]),
    packages: ["opendkim"],
    without: "tests against opendkim are skipped: it is not installed",
  },
  {
    need: "database",
    found: findOlderPostgres,
    packages: ["postgresql"],
    without: `the second run on PostgreSQL ${OLDEST} is left out: no server from ${OLDEST} to ${NEWEST} is installed`,
  },
];

function apt(args, input) {
  const { status, stdout, stderr } = spawnSync(args[0], args.slice(1), {
    input,
    encoding: "utf8",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    timeout: 10 * 60_000,
  });
  return { done: status === 0, said: `${stdout ?? ""}${stderr ?? ""}`.trim() };
}

/** Installs Debian packages without starting any service of theirs. Returns what went wrong, if anything. */
function installPackages(packages) {
  const guard = !existsSync(POLICY);
  if (guard) writeFileSync(POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    if (packages.includes("postfix")) {
      apt(["debconf-set-selections"], "postfix postfix/main_mailer_type select No configuration\n");
    }
    apt(["apt-get", "update"]);
    const { done, said } = apt([
      "apt-get",
      "install",
      "-y",
      "--no-install-recommends",
      ...packages,
    ]);
    return done ? undefined : said.split("\n").slice(-3).join(" ");
  } finally {
    if (guard) rmSync(POLICY, { force: true });
  }
}

/**
 * Installs what is missing where the system allows it (root on Debian or Ubuntu). `needs` names what the
 * chosen tests use. Returns a sentence for each thing that cannot be tried here.
 */
export function ensureTestTools(needs) {
  const missing = () => TOOLS.filter((tool) => needs.has(tool.need) && tool.found() === undefined);
  const wanted = missing();
  if (wanted.length === 0) return [];
  const isAllowed = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  let why = "";
  if (isAllowed) {
    const packages = wanted.flatMap((tool) => tool.packages);
    console.log(`Installing for the tests: ${packages.join(" ")} …`);
    const problem = installPackages(packages);
    if (problem !== undefined) why = ` (${problem})`;
  }
  return missing().map((tool) => tool.without + why);
}
