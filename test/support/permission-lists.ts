import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { permissions } from "../../server/accounts/permissions.ts";
import { publicRoute, signedIn, type RouteSpec } from "../../server/platform/index.ts";
import { nameOf } from "./access-matrix.ts";

/** Not what this test asks about: they end the session that asks, or wait for the network. */
export const OWN_SESSION = new Set(["DELETE /api/v1/session", "DELETE /api/v1/sessions"]);
export const SLOW = new Set(["POST /api/v1/checks/run", "POST /api/v1/account/go-live"]);

/** Routes that change something or write a log although they need a right to read only: looks, rehearsals, and what is read as a file. */
const READS_BY_POST = new Set([
  "POST /api/v1/evidence-exports",
  "POST /api/v1/evidence-exports/:id/cancel",
  "POST /api/v1/second-person/evidence/:id/confirm",
  "POST /api/v1/second-person/evidence/:id/refuse",
  "POST /api/v1/second-person/evidence/:id/withdraw",
  "POST /api/v1/wordings/check",
  "POST /api/v1/checks/run",
  "POST /api/v1/forms/preview",
  "POST /api/v1/mailings/:id/preview",
  "POST /api/v1/mailings/:id/report/refresh",
  "POST /api/v1/segments/count",
  "POST /api/v1/segments/sample",
  "POST /api/v1/transactional-templates/preview",
]);
const PUBLIC_API = new Set([
  "POST /api/v1/session",
  "DELETE /api/v1/session",
  "GET /api/v1/session/ways",
  "POST /api/v1/session/factor",
  "POST /api/v1/session/factor/passkey-options",
  "POST /api/v1/session/passkey",
  "POST /api/v1/session/passkey-options",
  "POST /api/v1/session/provider",
  "POST /api/v1/session/provider/return",
  "POST /api/v1/password-links",
  "GET /api/v1/password-links/:token",
  "GET /api/v1/portable-data.schema.json",
  "POST /api/v1/password",
  "GET /api/v1/setup",
  "POST /api/v1/setup/owner",
  // Its address is the secret; proven in relays/take-report.test.ts.
  "POST /api/v1/hooks/relays/:token",
  "GET /api/v1/invitation/:token",
  "POST /api/v1/invitation/accept",
  "GET /api/v1/forms/:id/challenge",
  "GET /api/v1/forms/:id/texts",
  "POST /api/v1/forms/:id/submissions",
]);

/** Each route names a right that exists, and the one that was chosen for it. */
export function checkNames(all: readonly RouteSpec[]): void {
  for (const spec of all) {
    assert.ok(
      [publicRoute, signedIn, ...permissions].includes(spec.permission),
      `${nameOf(spec)}: ${spec.permission}`,
    );
    if (spec.method !== "GET" && spec.permission.endsWith(".read"))
      assert.ok(READS_BY_POST.has(nameOf(spec)), `${nameOf(spec)}: ${spec.permission}`);
  }
  // The matrix asks each route for the right it names; that it names the one it should is said here a second time.
  const named = all.map(
    (spec) =>
      `${spec.permission} ${nameOf(spec)}${spec.proof ? ` proof: ${spec.proof}` : ""}${spec.byPerson ? " by a person" : ""}`,
  );
  const written = readFileSync(join(import.meta.dirname, "route-rights.txt"), "utf8");
  assert.deepEqual(
    named.toSorted(),
    written.trimEnd().split("\n"),
    "who may call what: test/support/route-rights.txt is changed with the route, on purpose",
  );
  const open = all
    .filter((spec) => spec.path.startsWith("/api/v1/"))
    .filter((spec) => spec.permission === publicRoute)
    .map(nameOf);
  assert.deepEqual(open.toSorted(), [...PUBLIC_API].toSorted());
}
