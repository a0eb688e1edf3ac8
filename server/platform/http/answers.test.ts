import assert from "node:assert/strict";
import { test } from "node:test";
import { Type } from "typebox";
import { testServer } from "../../../test/support/http.ts";
import type { Database } from "../database.ts";
import { publicRoute, route } from "./route.ts";

const Person = Type.Object({ id: Type.String() });
const person = { id: "p1", passwordHash: "geheim", account_id: 7 };

test("ORG-02: an answer holds what its description names, whatever a handler gives", async () => {
  const schemas = {
    plain: Person,
    items: Type.Object({ items: Type.Array(Person) }),
    nullable: Type.Object({ of: Type.Union([Person, Type.Null()]) }),
    either: Type.Union([
      Type.Object({ kind: Type.Literal("a"), of: Person }),
      Type.Object({ kind: Type.Literal("b"), at: Type.String() }),
    ]),
    both: Type.Intersect([Person, Type.Object({ name: Type.String() })]),
    named: Type.Object({ of: Type.Record(Type.String(), Person) }),
  };
  const given = {
    plain: person,
    items: { items: [person], owner: person },
    nullable: { of: person },
    either: { kind: "a", of: person, at: "geheim" },
    both: { ...person, name: "Anna" },
    named: { of: { x: person } },
  };
  const routes = (Object.keys(schemas) as (keyof typeof schemas)[]).map((name) =>
    route({
      method: "GET",
      path: `/api/v1/${name}`,
      permission: publicRoute,
      tag: "Test",
      summary: name,
      response: schemas[name],
      handle: async () => given[name],
    }),
  );
  const http = await testServer({
    db: {} as Database,
    routes,
    publicUrl: "https://post.example",
  });
  try {
    for (const { path } of routes) {
      const { statusCode, body } = await http.app.inject({ method: "GET", url: path });
      assert.equal(statusCode, 200, body);
      assert.match(body, /"(id|of)"/, path);
      assert.doesNotMatch(body, /geheim|passwordHash|account_id/, path);
    }
  } finally {
    await http.close();
  }
});
