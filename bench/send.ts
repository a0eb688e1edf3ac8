import { spawn, spawnSync } from "node:child_process";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { runCounts } from "../server/delivery/index.ts";
import { rows, sql } from "../server/platform/index.ts";
import { generateDkimKey } from "../server/delivery/dkim.ts";
import { durableDatabase } from "../test/support/durable-database.ts";
import { seedNewsletter } from "../test/support/newsletter.ts";
import { eventually, prepareNewsletter, sendingParts } from "../test/support/sending.ts";

/**
 * `npm run bench:send`: the whole path (gate at hand-over, personal rendering, tokens, marks and outcomes durable) into
 * Postfix' smtp-sink, in turn with smtp-source on the same sink. A 30 kB newsletter with 30 links. Prints a table and,
 * as its last line, one JSON object.
 */
const { values } = parseArgs({
  options: { people: { type: "string" }, rounds: { type: "string" }, only: { type: "string" } },
});
const people = Number(values.people ?? 10_000);
const rounds = Number(values.rounds ?? 3);
const SINK_PORT = 12_525;

const sinkProgram = ["/usr/sbin/smtp-sink", "/usr/bin/smtp-sink"].find((path) => existsSync(path));
const sourceProgram = ["/usr/sbin/smtp-source", "/usr/bin/smtp-source"].find((path) =>
  existsSync(path),
);
if (!sinkProgram || !sourceProgram) {
  process.stdout.write("smtp-sink and smtp-source are needed (Debian package postfix).\n");
  process.exit(1);
}

const paragraph =
  "Liebe Leserinnen und Leser, über die schönen Gärten, größere Flüsse und grüne Wälder lässt sich viel erzählen. ";
const block = (no: number) =>
  `<table role="presentation" width="600" align="center" style="border-collapse:collapse;border:1px solid #dddddd"><tr><td style="font-family:Arial,sans-serif;font-size:16px;line-height:24px"><h2>Artikel ${no} für {{ contact.last_name }}</h2><p>${paragraph.repeat(3)}</p><p><a href="https://www.musterbank.example/artikel/${no}">Weiterlesen ${no}</a></p></td></tr></table>\n`;
const html = `<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Newsletter</title></head><body><h1>Newsletter</h1><p>{{ contact.salutation_line }},</p>${Array.from({ length: 30 }, (_unused, at) => block(at + 1)).join("")}{{ footer }}</body></html>`;

interface Measured {
  rate: number;
  /** Microseconds of this process's own time for a mail. */
  cpu: number;
  /** Most memory of this process in the first and the second half of the run, megabytes. */
  memory: [number, number];
}

async function ours(algorithms: readonly ("rsa" | "ed25519")[]): Promise<Measured> {
  const database = await durableDatabase();
  try {
    const parts = sendingParts(database.db);
    const seeded = await seedNewsletter(database.db, parts.keys, {
      people,
      granted: Math.floor(people / 3),
      domain: "bench.example",
    });
    for (const algorithm of algorithms) {
      const { privateKeyPem } = await generateDkimKey(`${algorithm}-sha256`);
      const sealed = parts.keys.seal("dkim/musterbank.example", Buffer.from(privateKeyPem));
      await database.db.account(seeded.accountId, (tx) =>
        rows(
          tx,
          sql`insert into dkim_keys (account_id, domain, signing_domain, selector, algorithm, private_key_sealed, public_key) values (${seeded.accountId}, 'musterbank.example', 'musterbank.example', ${`bench-${algorithm}`}, ${algorithm}, ${sealed}, '')`,
        ),
      );
    }
    const mailing = await prepareNewsletter(parts, seeded, { people, html });
    const dispatcher = parts.dispatcher(SINK_PORT);
    const cpu = process.cpuUsage();
    const started = performance.now();
    const memory: Measured["memory"] = [0, 0];
    let open = people;
    const watch = setInterval(() => {
      const half = open > people / 2 ? 0 : 1;
      memory[half] = Math.max(memory[half], Math.round(process.memoryUsage.rss() / 1e6));
    }, 100);
    dispatcher.start();
    const counts = () =>
      database.db.account(seeded.accountId, (tx) =>
        runCounts(tx, seeded.accountId, mailing.runId!),
      );
    await eventually(
      "all mails left",
      async () => (open = (await counts()).open) === 0,
      Math.max(600_000, people * 2),
    );
    clearInterval(watch);
    const seconds = (performance.now() - started) / 1000;
    const used = process.cpuUsage(cpu);
    await dispatcher.stop();
    await parts.close();
    const final = await counts();
    if (final.accepted !== people)
      throw new Error(`Not everything was accepted: ${JSON.stringify(final)}`);
    return { rate: people / seconds, cpu: (used.user + used.system) / people, memory };
  } finally {
    await database.close();
  }
}

function source(): Measured {
  const started = performance.now();
  const result = spawnSync(
    sourceProgram!,
    [
      "-d",
      "-s",
      "10",
      "-m",
      String(people),
      "-l",
      "30148",
      "-f",
      "post@musterbank.example",
      "-t",
      "person@bench.example",
      `127.0.0.1:${SINK_PORT}`,
    ],
    { stdio: "inherit" },
  );
  if (result.status !== 0) throw new Error("smtp-source failed.");
  return { rate: people / ((performance.now() - started) / 1000), cpu: Number.NaN, memory: [0, 0] };
}

const median = (list: number[]): number | undefined =>
  list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];

const sink = spawn(sinkProgram, ["-u", "nobody", `127.0.0.1:${SINK_PORT}`, "512"], {
  stdio: "ignore",
  cwd: tmpdir(),
});
try {
  await new Promise((resolve) => setTimeout(resolve, 500));
  const all: [name: string, run: () => Measured | Promise<Measured>][] = [
    ["smtp-source", source],
    ["Klarpost, unsigned", () => ours([])],
    ["Klarpost, RSA-2048", () => ours(["rsa"])],
    ["Klarpost, RSA and Ed25519", () => ours(["rsa", "ed25519"])],
  ];
  const variants = all.filter(
    ([name]) => name === "smtp-source" || name.includes(values.only ?? "Klarpost"),
  );
  const results = new Map<string, Measured[]>();
  for (let round = 0; round < rounds; round++)
    for (const [name, run] of variants)
      results.set(name, [...(results.get(name) ?? []), await run()]);
  const rate = (name: string): number =>
    median((results.get(name) ?? []).map((each) => each.rate)) ?? Number.NaN;
  const yardstick = rate("smtp-source");
  process.stdout.write(
    `${cpus()[0]?.model ?? "?"}, ${availableParallelism()} cores, Node.js ${process.version}, durable writes, ${people} mails, median of ${rounds}\n`,
  );
  for (const [name, list] of results)
    process.stdout.write(
      `${name.padEnd(28)}${Math.round(rate(name)).toString().padStart(7)} mails/s  ${(rate(name) / yardstick).toFixed(2)} ×  ${Math.round(median(list.map((each) => each.cpu)) ?? Number.NaN)} µs of this process, ${list.at(-1)!.memory.join(" then ")} MB\n`,
    );
  const ratio = (name: string): number => Number((rate(name) / yardstick).toFixed(3));
  process.stdout.write(
    `${JSON.stringify({ bench: "send", value: Math.round(rate("Klarpost, unsigned")), limit: Math.round(yardstick), ratio: ratio("Klarpost, unsigned"), rsa: ratio("Klarpost, RSA-2048"), both: ratio("Klarpost, RSA and Ed25519") })}\n`,
  );
} finally {
  sink.kill();
}
