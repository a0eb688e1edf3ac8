import type { SearchAnswer } from "../../contract/directory.ts";
import { displayName, findContactsById, fold, searchContacts } from "../contacts/index.ts";
import { allLists } from "../lists/index.ts";
import { listMailings } from "../mailings/index.ts";
import type { Tx } from "../platform/index.ts";

/** For the command palette: a third of the answer for each kind of thing, more where others find less. */
export async function searchAccount(
  tx: Tx,
  text: string,
  limit: number,
  may: (permission: string) => boolean,
): Promise<SearchAnswer> {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return { items: [] };
  const folded = fold(wanted);
  const found = [
    may("contacts.read") ? await contacts(tx, wanted, folded, limit) : [],
    may("mailings.read") ? await mailings(tx, wanted, limit) : [],
    may("lists.read") ? await lists(tx, folded, limit) : [],
  ];
  const share = Math.max(1, Math.floor(limit / 3));
  const first = found.flatMap((items) => items.slice(0, share));
  const rest = found.flatMap((items) => items.slice(share));
  const chosen = new Set([...first, ...rest].slice(0, limit));
  return { items: found.flat().filter((item) => chosen.has(item)) };
}

type Item = SearchAnswer["items"][number];

async function contacts(tx: Tx, text: string, folded: string, limit: number): Promise<Item[]> {
  const ids = await searchContacts(tx, text, folded, limit);
  return (await findContactsById(tx, ids)).slice(0, limit).map((contact) => ({
    kind: "contact",
    id: contact.publicId,
    title: displayName(contact),
    subtitle: contact.email,
  }));
}

async function mailings(tx: Tx, text: string, limit: number): Promise<Item[]> {
  return (await listMailings(tx, { q: text, limit })).map((mailing) => ({
    kind: "mailing",
    id: mailing.publicId,
    title: mailing.name,
    subtitle: mailing.subject || null,
  }));
}

async function lists(tx: Tx, folded: string, limit: number): Promise<Item[]> {
  return (await allLists(tx, { archived: false }))
    .filter((list) => fold(`${list.name} ${list.nameEn}`).includes(folded))
    .slice(0, limit)
    .map((list) => ({
      kind: "list",
      id: list.publicId,
      title: list.name,
      subtitle: list.topics || null,
    }));
}
