/** Sees to the programs the tests use beside Node.js: a browser, a mail server, an older PostgreSQL. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./runtime.mjs";

const POLICY = "/usr/sbin/policy-rc.d";
const OLDEST = 15;
const NEWEST = 18;

/** Where packages lie that are unpacked beside the system, because installing them would remove others. */
const UNPACKED = join(root, "node_modules/.cache/debian");

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

/** Debian's Chromium without its windows first: the same pages for two thirds of the processor time. */
const HEADLESS = "chromium-headless-shell";
/** Browsers for tests, drills and pictures, the best first. */
export const findBrowser = () =>
  firstOf([
    `/usr/bin/${HEADLESS}`,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
  ]);

const TOOLS = [
  {
    need: "browser",
    found: findBrowser,
    packages: [HEADLESS, "fonts-liberation"],
    // Where the distribution does not have it.
    otherwise: { [HEADLESS]: "chromium" },
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
    need: "exim",
    found: () => firstOf([join(UNPACKED, "exim/usr/sbin/exim4")]),
    // Two mail servers cannot be installed at the same time.
    unpacked: { folder: "exim", packages: ["exim4-daemon-light", "libnss-wrapper"] },
    packages: [],
    without: "tests against Exim are skipped: it could not be unpacked",
  },
  {
    need: "opensmtpd",
    found: () => firstOf([join(UNPACKED, "opensmtpd/usr/sbin/smtpd")]),
    unpacked: { folder: "opensmtpd", packages: ["opensmtpd"], hasOwnRoot: true },
    packages: [],
    without: "tests against OpenSMTPD are skipped: it could not be unpacked",
  },
  {
    need: "database",
    found: findOlderPostgres,
    packages: ["postgresql"],
    without: `the second run on PostgreSQL ${OLDEST} is left out: no server from ${OLDEST} to ${NEWEST} is installed`,
  },
];

function apt(args, input, cwd) {
  const { status, stdout, stderr } = spawnSync(args[0], args.slice(1), {
    input,
    cwd,
    encoding: "utf8",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    timeout: 10 * 60_000,
  });
  return { done: status === 0, said: `${stdout ?? ""}${stderr ?? ""}`.trim() };
}

/** The package, or what stands in for it where the distribution does not have it. */
const available = (name) => {
  const other = TOOLS.find((tool) => tool.otherwise?.[name])?.otherwise[name];
  return other === undefined || apt(["apt-cache", "show", name]).done ? name : other;
};

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
      ...packages.map(available),
    ]);
    return done ? undefined : said.split("\n").slice(-3).join(" ");
  } finally {
    if (guard) rmSync(POLICY, { force: true });
  }
}

/** The libraries that packages need, and those that these need. */
function librariesOf(packages) {
  const unwanted = ["recommends", "suggests", "conflicts", "breaks", "replaces", "enhances"];
  const { said } = apt([
    "apt-cache",
    "depends",
    "--recurse",
    ...unwanted.map((relation) => `--no-${relation}`),
    ...packages,
  ]);
  const needs = new Map();
  for (const block of said.split(/\n(?=\S)/)) {
    const [name = "", ...lines] = block.split("\n");
    needs.set(
      name,
      lines.flatMap((line) => /Depends: (z?lib[\w.+-]+)$/.exec(line)?.[1] ?? []),
    );
  }
  const found = new Set(packages);
  for (const name of found) {
    for (const library of needs.get(name) ?? []) {
      if (!library.endsWith("-perl")) found.add(library);
    }
  }
  return [...found].filter((name) => !packages.includes(name));
}

/** Downloads packages with the libraries they name, and unpacks them. Nothing of the system changes. */
function unpackPackages({ folder, packages, hasOwnRoot = false }) {
  // The system's own goes with its loader; a root folder of its own needs both.
  const libraries = librariesOf(packages).filter((name) => hasOwnRoot || name !== "libc6");
  const downloads = mkdtempSync(join(tmpdir(), "klarpost-packages-"));
  try {
    const target = join(UNPACKED, folder);
    const { done, said } = apt(
      ["apt-get", "download", ...new Set([...packages, ...libraries])],
      undefined,
      downloads,
    );
    if (!done) return said.split("\n").slice(-1).join(" ");
    mkdirSync(target, { recursive: true });
    for (const file of readdirSync(downloads)) {
      apt(["dpkg-deb", "-x", join(downloads, file), target]);
    }
    // Who is root already needs no bit for it, and the loader ignores its settings where it is set.
    const exim = join(target, "usr/sbin/exim4");
    if (existsSync(exim)) chmodSync(exim, 0o755);
    return undefined;
  } finally {
    rmSync(downloads, { recursive: true, force: true });
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
    const unpacked = wanted.flatMap((tool) => tool.unpacked ?? []);
    const named = [...packages, ...unpacked.flatMap((each) => each.packages)];
    console.log(`Installing for the tests: ${named.join(" ")} …`);
    const problems = [
      packages.length === 0 ? undefined : installPackages(packages),
      ...unpacked.map(unpackPackages),
    ].filter((problem) => problem !== undefined);
    if (problems.length > 0) why = ` (${problems.join("; ")})`;
  }
  return missing().map((tool) => tool.without + why);
}
