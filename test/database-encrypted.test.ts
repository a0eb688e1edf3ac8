import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigError, readConfig } from "../server/config.ts";

/** What a start says of a DATABASE_URL; nothing when it is taken. */
function problemsOf(databaseUrl: string, more: NodeJS.ProcessEnv = {}): string[] {
  try {
    readConfig({
      DATABASE_URL: databaseUrl,
      SECRET_KEY: Buffer.alloc(32, 7).toString("base64"),
      PLACES: "db.bank.example=DE",
      ...more,
    });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

test("ASVS 12.3.1: a database on another machine is refused without TLS, unless the operator says so", () => {
  const remote = "postgresql://u:geheim@db.bank.example/klarpost";
  for (const open of [
    remote,
    "postgres://db/klarpost",
    "postgres://u@10.0.0.7/klarpost",
    "postgres://u@[fd00::7]/klarpost",
    "postgres://localhost/klarpost?host=10.0.0.7",
    `${remote}?sslmode=prefer`,
    `${remote}?sslmode=allow`,
    `${remote}?ssl=0`,
  ]) {
    const [problem = "", ...others] = problemsOf(open);
    assert.match(problem, /^DATABASE_URL: .*not be encrypted.*sslmode=verify-full/, open);
    assert.doesNotMatch(problem, /geheim/);
    assert.deepEqual(others, []);
  }
  for (const taken of [
    `${remote}?sslmode=verify-full`,
    `${remote}?sslmode=require`,
    `${remote}?sslmode=disable`,
    `${remote}?ssl=true`,
    "postgres://u@127.0.0.1:5433/klarpost",
    "postgres://u@[::1]/klarpost",
    "postgres://localhost/klarpost?host=%2Fvar%2Frun%2Fpostgresql",
    "postgres://u@%2Fvar%2Frun%2Fpostgresql/klarpost",
  ])
    assert.deepEqual(problemsOf(taken), [], taken);
  assert.deepEqual(problemsOf(remote, { PGSSLMODE: "verify-full" }), []);
});
