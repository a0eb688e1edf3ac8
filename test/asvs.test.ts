import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "..");
const FILE = "docs/privacy/asvs.csv";

/** Sections of OWASP ASVS 5.0.0; the level of each requirement in its order. */
const LEVELS: Record<string, string> = {
  "1.1": "22",
  "1.2": "1111122223",
  "1.3": "112222222223",
  "1.4": "222",
  "1.5": "123",
  "2.1": "122",
  "2.2": "112",
  "2.3": "12223",
  "2.4": "23",
  "3.1": "3",
  "3.2": "113",
  "3.3": "12223",
  "3.4": "11222233",
  "3.5": "11122333",
  "3.6": "3",
  "3.7": "22333",
  "4.1": "12233",
  "4.2": "23333",
  "4.3": "22",
  "4.4": "1222",
  "5.1": "2",
  "5.2": "112333",
  "5.3": "113",
  "5.4": "222",
  "6.1": "122",
  "6.2": "111111112222",
  "6.3": "11223333",
  "6.4": "112233",
  "6.5": "22222333",
  "6.6": "2223",
  "6.7": "33",
  "6.8": "2222",
  "7.1": "222",
  "7.2": "1111",
  "7.3": "22",
  "7.4": "11222",
  "7.5": "223",
  "7.6": "22",
  "8.1": "1233",
  "8.2": "1123",
  "8.3": "133",
  "8.4": "23",
  "9.1": "111",
  "9.2": "1222",
  "10.1": "22",
  "10.2": "223",
  "10.3": "22223",
  "10.4": "1111122222233333",
  "10.5": "22222",
  "10.6": "22",
  "10.7": "222",
  "11.1": "2233",
  "11.2": "22233",
  "11.3": "11233",
  "11.4": "1222",
  "11.5": "23",
  "11.6": "23",
  "11.7": "33",
  "12.1": "12233",
  "12.2": "11",
  "12.3": "22223",
  "13.1": "2333",
  "13.2": "222223",
  "13.3": "2233",
  "13.4": "1222233",
  "14.1": "22",
  "14.2": "12223333",
  "14.3": "122",
  "15.1": "12233",
  "15.2": "12233",
  "15.3": "1222222",
  "15.4": "3333",
  "16.1": "2",
  "16.2": "22222",
  "16.3": "2222",
  "16.4": "222",
  "16.5": "2223",
  "17.1": "23",
  "17.2": "22223333",
  "17.3": "22",
};
/** Of level 3, what is looked at as well. */
const CHOSEN =
  "1.2.10 1.3.12 1.5.3 3.4.7 3.4.8 4.1.4 5.2.5 6.3.8 8.3.2 14.2.7 14.2.8 15.1.5 15.2.5 15.4.2 16.5.4".split(
    " ",
  );
/** Fewer characters of a name would be found in many. */
const LEAST = 20;

interface Row {
  id: string;
  level: string;
  state: string;
  proof: string;
}

const ROW = /^(\d+\.\d+\.\d+),([123]),"[^"]+",(test|design|n\. a\.|open),"([^"]*)"$/;

function readRows(text: string): Row[] {
  const [head, ...lines] = text.trimEnd().split("\n");
  assert.equal(head, "id,level,subject,state,proof");
  return lines.map((line) => {
    const [, id, level, state, proof] = ROW.exec(line) ?? assert.fail(`not a row: ${line}`);
    return { id: id!, level: level!, state: state!, proof: proof! };
  });
}

/** What a row promises and does not keep; nothing when all is well. */
function brokenPromises({ id, state, proof }: Row, names: readonly string[]): string[] {
  if (state === "test")
    return proof
      .split(" ; ")
      .filter((words) => words.length < LEAST || !names.some((name) => name.includes(words)))
      .map((words) => `${id}: no test is called “${words}”`);
  if (state === "design") {
    const [path = "", sentence = ""] = proof.split(/: (.*)/s);
    return existsSync(join(root, path)) && sentence.length >= LEAST
      ? []
      : [`${id}: “${path}” is not there or says nothing`];
  }
  return proof.trim() === "" ? [`${id}: no reason`] : [];
}

const wanted = Object.entries(LEVELS).flatMap(([section, levels]) =>
  [...levels]
    .map((level, at) => ({ id: `${section}.${at + 1}`, level }))
    .filter(({ id, level }) => level !== "3" || CHOSEN.includes(id)),
);
const names = globSync("{server,test}/**/*.test.ts", { cwd: root })
  .flatMap((path) => [
    ...readFileSync(join(root, path), "utf8").matchAll(
      /\b(?:test|it|describe)\(\s*(["`])(.*?)\1/gs,
    ),
  ])
  .map((match) => match[2]!);

test("ORG-20: each requirement of ASVS 5.0 up to level 2 names tests, a place, a reason or what is missing", (t) => {
  // 345 requirements, 70 of level 1 and 183 of level 2.
  const all = Object.values(LEVELS).join("");
  assert.deepEqual(
    ["1", "2", "3"].map((level) => all.split(level).length - 1),
    [70, 183, 92],
  );
  const rows = readRows(readFileSync(join(root, FILE), "utf8"));
  assert.deepEqual(
    rows.map(({ id, level }) => ({ id, level })),
    wanted,
  );
  assert.deepEqual(
    rows.flatMap((row) => brokenPromises(row, names)),
    [],
  );
  const count = (state: string) => rows.filter((row) => row.state === state).length;
  const counts = `${count("test")} by tests, ${count("design")} by design, ${count("n. a.")} do not apply, ${count("open")} open`;
  t.diagnostic(counts);
  for (const { id, proof } of rows.filter(({ state }) => state === "open"))
    t.diagnostic(`open ${id}: ${proof}`);
  const told = readFileSync(join(root, "SECURITY.md"), "utf8");
  assert.ok(told.includes(counts), `SECURITY.md tells other figures than: ${counts}`);
});

test("the check finds a made-up test, a missing file and an empty reason", () => {
  const row = (state: string, proof: string): Row => ({ id: "1.1.1", level: "2", state, proof });
  const known = ["ORG-20: a name that is long enough to be found"];
  for (const [state, good, ...bad] of [
    ["test", "a name that is long enough", "a name that nobody gave a test", "a name"],
    [
      "design",
      "SECURITY.md: says what is meant by a weakness",
      "SECURED.md: says what is meant by a weakness",
      "SECURITY.md",
    ],
    ["n. a.", "No LDAP.", " "],
    ["open", "Nothing measures it.", ""],
  ] as const) {
    assert.deepEqual(brokenPromises(row(state, good), known), [], state);
    for (const proof of bad)
      assert.equal(brokenPromises(row(state, proof), known).length, 1, proof);
  }
  assert.throws(() => readRows('id,level,subject,state,proof\n1.1.1,2,"x",done,"y"'), /not a row/);
});
