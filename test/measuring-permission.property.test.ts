import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import {
  type Command,
  PEOPLE_COMMANDS,
  permissionWorld,
  type PermissionWorld,
} from "./support/permission-model.ts";
import { isThorough } from "./support/thorough.ts";

/** Mailings with their people, each of whom lives through commands of their own: a hundred sequences in all, and three hundred in the thorough drill. */
const RUNS = isThorough ? 6 : 2;
const GROUPS = 50;

const AGREE = [0, 1].map((who) => ({
  act: "yes" as const,
  who,
  mailing: 0,
  link: 0,
  hours: 0,
})) as [Command, Command];

let world: PermissionWorld;
before(async () => {
  world = await permissionWorld();
});
after(() => world?.close());

const seed = Number(process.env["FC_SEED"] ?? Math.floor(Math.random() * 2 ** 31));

test("TRK-01 TRK-20: no sequence of settings, consents, imports, withdrawals, erasures, mailings, keys and times records a person without permission at rendering and at arrival", async () => {
  console.log(`seed ${seed}`);
  const command = fc.record({
    act: fc.oneof(
      ...Object.entries(PEOPLE_COMMANDS).map(([act, weight]) => ({
        weight,
        arbitrary: fc.constant(act as keyof typeof PEOPLE_COMMANDS),
      })),
    ),
    who: fc.nat(2),
    mailing: fc.nat(1),
    link: fc.nat(2),
    hours: fc.constantFrom(0, 1, 30, 13 * 24, 15 * 24),
  });
  const commands = fc.array(command, { maxLength: 7, size: "max" });
  // Most begin with a yes, or there would be nothing to guard.
  const beginning = fc.oneof(
    { weight: 3, arbitrary: commands.map((more) => [AGREE[0], AGREE[1], ...more]) },
    { weight: 1, arbitrary: commands },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        levels: fc.tuple(
          fc.constantFrom("none", "clicks_only", "shared"),
          fc.constantFrom("none", "clicks_only", "shared"),
        ),
        groups: fc.array(fc.tuple(beginning, commands, commands), {
          minLength: 1,
          maxLength: GROUPS,
          size: "max",
        }),
      }),
      async (story) => {
        assert.deepEqual(await world.live(story), []);
      },
    ),
    { seed, numRuns: RUNS, endOnFailure: false, interruptAfterTimeLimit: 240_000 },
  );
  console.log(JSON.stringify(world.totals));
  const { sequences, stored, refused } = world.totals;
  assert.ok(stored * 5 > sequences && refused * 5 > sequences, "both happened often");
});
