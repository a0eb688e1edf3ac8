import assert from "node:assert/strict";
import { test } from "node:test";
import { TEST_PASSWORD } from "../../test/support/account.ts";
import { accountsHarness, cookieOf } from "../../test/support/accounts-harness.ts";
import { notKeptApart, permissionsOf, roles } from "./permissions.ts";

const harness = accountsHarness();
type Owner = Awaited<ReturnType<typeof harness.owner>>;
let people = 0;

/** Somebody who followed an invitation into these roles, with their own way of calling. */
async function joined(owner: Owner, roles: string[]) {
  const email = `person${++people}@rollen.example`;
  const invited = await owner.call("POST", "/operators", { email, roles });
  assert.equal(invited.status, 201, JSON.stringify(invited.body));
  const accepted = await harness.http.call("POST", "/api/v1/invitation/accept", {
    body: {
      token: invited.body.link.split("/").at(-1),
      name: `Person ${people}`,
      password: "Nebelhorn Suppe Leiter",
    },
  });
  const cookies = cookieOf(accepted);
  return {
    id: accepted.body.operator.id as string,
    me: accepted.body,
    call: (method: "GET" | "POST" | "PATCH" | "DELETE", path: string, body?: unknown) =>
      harness.http.call(method, `/api/v1${path}`, { cookies, body }),
  };
}

test("ORG-03: an own role is a part of its template, never more than its giver has, and keeps four eyes apart", async () => {
  const owner = await harness.owner();
  const make = (body: object) =>
    owner.call("POST", "/roles", { name: "Eigene", template: "marketer", ...body });
  const codes = [
    (await make({ permissions: ["privacy.manage"] })).body.code,
    (await make({ template: "owner", permissions: ["wordings.write", "wordings.approve"] })).body
      .code,
    (await make({ name: "Marketer", permissions: ["mailings.read"] })).body.code,
  ];
  assert.deepEqual(codes, ["role_beyond_template", "rights_kept_apart", "role_name_taken"]);
  const made = await make({ permissions: ["account.read", "mailings.read"] });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  assert.equal((await make({ permissions: ["mailings.read"] })).body.code, "role_name_taken");
  const { id } = made.body;

  const holder = await joined(owner, [id]);
  assert.deepEqual(holder.me.accounts[0].permissions.toSorted(), ["account.read", "mailings.read"]);
  assert.deepEqual(holder.me.accounts[0].ownRoles, [{ id, name: "Eigene" }]);
  assert.equal((await holder.call("GET", "/operators")).body.code, "permission_missing");
  await owner.call("PATCH", `/roles/${id}`, { permissions: ["account.read"] });
  const now = (await holder.call("GET", "/me")).body.accounts[0];
  assert.deepEqual(now.permissions, ["account.read"], "at once, without signing in again");

  const inUse = await owner.call("DELETE", `/roles/${id}`);
  assert.deepEqual([inUse.body.code, inUse.body.holders], ["role_in_use", [`Person ${people}`]]);
  for (const fixed of ["owner", "sales"]) {
    assert.equal((await owner.call("DELETE", `/roles/${fixed}`)).body.code, "role_fixed");
    assert.equal(
      (await owner.call("PATCH", `/roles/${fixed}`, { name: "Anders" })).body.code,
      "role_fixed",
    );
  }
  await owner.call("PATCH", `/operators/${holder.id}`, { roles: ["intake"] });
  assert.equal((await owner.call("DELETE", `/roles/${id}`)).status, 204);
  assert.equal(
    (await owner.call("PATCH", `/operators/${holder.id}`, { roles: [id] })).body.code,
    "role_unknown",
  );
});

test("ORG-03: nobody gives, takes or resets beyond their own rights; roles of another account do not exist", async () => {
  const owner = await harness.owner();
  const administrator = await joined(owner, ["administrator"]);
  const marketer = await joined(owner, ["marketer"]);
  const ownerId = (await owner.call("GET", "/me")).body.operator.id as string;
  const tries: [string, string, string, object?][] = [
    ["role_beyond_giver", "POST", "/operators", { email: "x@rollen.example", roles: ["marketer"] }],
    ["role_beyond_giver", "PATCH", `/operators/${administrator.id}`, { roles: ["owner"] }],
    [
      "role_beyond_giver",
      "POST",
      "/roles",
      { name: "Zu viel", template: "owner", permissions: ["contacts.read"] },
    ],
    ["member_beyond_giver", "PATCH", `/operators/${marketer.id}`, { roles: ["administrator"] }],
    ["member_beyond_giver", "DELETE", `/operators/${marketer.id}`],
    ["member_beyond_giver", "POST", `/operators/${marketer.id}/password-link`],
    ["member_beyond_giver", "POST", `/operators/${ownerId}/factor-reset`],
  ];
  for (const [code, method, path, body] of tries) {
    const answer = await administrator.call(method as "POST", path, body);
    assert.equal(answer.body.code, code, `${method} ${path}: ${JSON.stringify(answer.body)}`);
  }
  const invited = { email: "kollege@rollen.example", roles: ["administrator"] };
  assert.equal((await administrator.call("POST", "/operators", invited)).status, 201);
  const listed = (await administrator.call("GET", "/operators")).body.items as {
    id: string;
    changeable: boolean;
  }[];
  assert.equal(listed.find((one) => one.id === marketer.id)?.changeable, false);

  const other = await harness.owner();
  const theirs = await other.call("POST", "/roles", {
    name: "Fremd",
    template: "editor",
    permissions: ["mailings.read"],
  });
  for (const [method, body] of [
    ["PATCH", { name: "Meins" }],
    ["DELETE", undefined],
  ] as const)
    assert.equal((await owner.call(method, `/roles/${theirs.body.id}`, body)).status, 404);
  assert.equal(
    (await owner.call("PATCH", `/operators/${marketer.id}`, { roles: [theirs.body.id] })).body.code,
    "role_unknown",
  );
});

test("ORG-03: a role with own contacts only stands alone or beside intake; what a person sees is told", async () => {
  const owner = await harness.owner();
  const invite = (roles: string[]) =>
    owner.call("POST", "/operators", { email: "vertrieb@rollen.example", roles });
  assert.equal((await invite(["sales", "editor"])).body.code, "roles_not_together");
  const sales = await joined(owner, ["sales", "intake"]);
  assert.equal(sales.me.accounts[0].assignedOnly, true);
  const rights = (await owner.call("GET", `/operators/${sales.id}/rights`)).body;
  assert.deepEqual([rights.contacts.reach, rights.contacts.seen], ["assigned", 0]);
  assert.equal((await sales.call("GET", `/operators/${sales.id}/rights`)).status, 403);
  // However the database came to hold them together: the narrow one counts.
  assert.deepEqual([...permissionsOf(["sales", "editor"])], [...permissionsOf(["sales"])]);
  assert.equal(permissionsOf(["sales", "marketer"]).has("mailings.send"), true);
});

test("ORG-02: an invitation is valid as long as said, is sent once more, and ends with its successor", async () => {
  const owner = await harness.owner();
  const invited = (
    await owner.call("POST", "/operators", {
      email: "spaet@rollen.example",
      roles: ["editor"],
      days: 1,
    })
  ).body;
  const token = (link: string) => link.split("/").at(-1)!;
  const look = (link: string) => harness.http.call("GET", `/api/v1/invitation/${token(link)}`);
  assert.equal((await look(invited.link)).status, 200);
  harness.clock.advance(25 * 3_600_000);
  assert.equal((await look(invited.link)).body.code, "invitation_invalid");
  const cookies = cookieOf(
    await harness.http.call("POST", "/api/v1/session", {
      body: { email: owner.email, password: TEST_PASSWORD },
    }),
  );
  const call = (method: "GET" | "POST" | "DELETE", path: string, body?: unknown) =>
    harness.http.call(method, `/api/v1${path}`, { cookies, body });
  const open = (await call("GET", "/operators")).body.invitations;
  assert.equal(open.length, 1, "one that has run out can still be sent again");
  const again = (await call("POST", `/invitations/${open[0].id}/again`, { days: 3 })).body;
  assert.equal((await look(again.link)).status, 200);
  const third = (await call("POST", `/invitations/${again.invitation.id}/again`, {})).body;
  assert.equal((await look(again.link)).status, 404, "the old link ends");
  assert.equal((await call("DELETE", `/invitations/${third.invitation.id}`)).status, 204);
  assert.equal((await look(third.link)).status, 404);
});

test("ORG-03: no role of the product but the owner's holds two rights that four eyes keep apart", () => {
  for (const role of roles)
    assert.equal(notKeptApart(permissionsOf([role])).length === 0, role !== "owner", role);
});
