import type { Account } from "../accounts/index.ts";
import {
  recordConsent,
  recordDeclaration,
  showIntakeForm,
  type IntakeDeps,
} from "../intake/index.ts";
import type { List } from "../lists/index.ts";
import type { Actor } from "../platform/index.ts";

/** What a service desk wrote down lately: two people who want the newsletter, two who want something no more. */
export async function fillIntake(
  deps: IntakeDeps,
  account: Account,
  actor: Actor,
  list: List,
): Promise<void> {
  await deps.db.account(account.id, async (tx) => {
    const { wordings } = await showIntakeForm(tx, "de");
    const consent = {
      channel: "phone" as const,
      lists: [list.publicId],
      declaredAt: deps.clock.now().toISOString(),
      agent: "I. Koch",
      ...(wordings[0] === undefined ? {} : { wordingId: wordings[0].id }),
    };
    await recordConsent(tx, deps, account.id, actor, {
      ...consent,
      email: "gerda.winter@mail.example",
      firstName: "Gerda",
      lastName: "Winter",
      script: "Leitfaden 4",
      readOut: true,
      note: "Rückruf nach der Beratung zur Baufinanzierung",
    });
    await recordConsent(tx, deps, account.id, actor, {
      ...consent,
      email: "h.sommer@mail.example",
      lastName: "Sommer",
      saveIncomplete: true,
    });
    await recordDeclaration(tx, deps, account.id, actor, {
      email: "kein.kunde@mail.example",
      scope: "advertising",
      channel: "phone",
      agent: "I. Koch",
      note: "Möchte keine Werbung mehr, weder per E-Mail noch per Post",
    });
    await recordDeclaration(tx, deps, account.id, actor, {
      email: "alte.adresse@mail.example",
      scope: "newsletters",
      channel: "fax",
      agent: "I. Koch",
    });
  });
}
