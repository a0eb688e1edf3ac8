import { audit } from "../accounts/index.ts";
import {
  addField,
  changeContacts,
  findAdviser,
  findOrCreateContact,
  insertNote,
  insertTag,
  type Contact,
} from "../contacts/index.ts";
import { searchPairs } from "../duplicates/index.ts";
import type { Actor, Keys, Tx } from "../platform/index.ts";
import { someDemoContacts, setDemoValues } from "./demo.store.ts";

interface Act {
  accountId: number;
  actor: Actor;
  now: Date;
}

const DAY_MS = 86_400_000;

/** Own fields, tags, notes, customers, an orphan and two cards of one person: what people have of their contacts. */
export async function fillContacts(tx: Tx, deps: { keys: Keys }, act: Act): Promise<void> {
  const people = await someDemoContacts(tx, 48);
  await fields(tx, act, people);
  await care(tx, act, people);
  await strays(tx, deps, act);
  await searchPairs(tx, act.accountId, act.now);
}

async function fields(tx: Tx, act: Act, people: Contact[]): Promise<void> {
  const shared = { audit, ...act };
  await addField(tx, shared, {
    key: "filiale",
    label: "Filiale",
    type: "choice",
    choices: ["Altstadt", "Bahnhof", "Nordpark"],
    purpose: "Einladungen und Ansprechpartner der eigenen Filiale",
    legalBasis: "legitimate_interest",
    retentionMonths: null,
    owner: "Vertrieb Privatkunden",
  });
  await addField(tx, shared, {
    key: "interessen",
    label: "Interessen",
    type: "choices",
    choices: ["Geldanlage", "Baufinanzierung", "Vorsorge", "Nachhaltigkeit"],
    purpose: "Themen im Newsletter, die die Person selbst gewählt hat",
    legalBasis: "consent",
    retentionMonths: 24,
    owner: "Marketing",
  });
  await addField(tx, shared, {
    key: "geburtstag",
    label: "Geburtstag",
    type: "date",
    withoutYear: true,
    purpose: "Glückwunsch am Geburtstag, ohne Jahr",
    legalBasis: "consent",
    retentionMonths: 36,
    owner: "Marketing",
  });
  const at = new Date(act.now.getTime() - 40 * DAY_MS).toISOString();
  const branches = ["Altstadt", "Bahnhof", "Nordpark"];
  await setDemoValues(
    tx,
    people.map((one, no) => ({
      id: one.id,
      custom: {
        filiale: branches[no % 3]!,
        ...(no % 2 === 0 && { interessen: '["Geldanlage","Vorsorge"]' }),
        ...(no % 5 === 0 && { geburtstag: `--${String((no % 12) + 1).padStart(2, "0")}-14` }),
        // Came with an old file, and nobody said what for.
        ...(no % 9 === 0 && { alte_kundennummer: String(48_211 + no) }),
      },
    })),
    { source: "form", at },
  );
}

async function care(tx: Tx, act: Act, people: Contact[]): Promise<void> {
  const { accountId, now } = act;
  const bulk = { audit, ...act };
  const ids = people.map((one) => one.id);
  for (const [name, colour, from, to] of [
    ["Anlegerabend", "petrol", 0, 16],
    ["Presse", "violet", 14, 19],
    ["Stammkunde", "amber", 6, 30],
  ] as const) {
    const tag = await insertTag(tx, accountId, { name, colour }, now);
    if (tag) await changeContacts(tx, bulk, { do: "tag", tag: tag.publicId }, ids.slice(from, to));
  }
  await changeContacts(tx, bulk, { do: "stage", stage: "customer" }, ids.slice(4, 30));
  await changeContacts(tx, bulk, { do: "stage", stage: "prospect" }, ids.slice(30, 40));
  const me = act.actor.operatorId && (await findAdviser(tx, act.actor.operatorId));
  if (me)
    await changeContacts(tx, bulk, { do: "responsible", responsible: me.publicId }, [
      ...ids.slice(0, 9),
      ...ids.slice(30, 35),
    ]);
  const [first, second] = people;
  const note = (contactId: number, text: string, daysAgo: number) =>
    insertNote(tx, accountId, {
      contactId,
      text,
      authorId: act.actor.operatorId ?? null,
      authorName: act.actor.name,
      at: new Date(now.getTime() - daysAgo * DAY_MS),
    });
  if (first) {
    await note(first.id, "Kommt zum Anlegerabend, bringt ihren Mann mit.", 12);
    await note(first.id, "Möchte nur vormittags angerufen werden.", 3);
  }
  if (second) await note(second.id, "Hat nach den Unterlagen zur Vorsorge gefragt.", 5);
}

/** Two cards of one person, and somebody nothing holds here. */
async function strays(tx: Tx, deps: { keys: Keys }, act: Act): Promise<void> {
  const add = (email: string, firstName: string, lastName: string, company: string) =>
    findOrCreateContact(tx, deps, act.accountId, {
      email,
      emailNormalised: email,
      fields: { firstName, lastName, company },
      source: "Visitenkarte, Messe Herbst",
      at: new Date(act.now.getTime() - 20 * DAY_MS),
    });
  await add("jana.albers@albers-bau.example", "Jana", "Albers", "Albers Bau GmbH");
  await add("j.albers@albers-bau.example", "Jana", "Albers", "Albers Bau GmbH");
  await add("info@kontor-nord.example", "", "", "Kontor Nord");
}
