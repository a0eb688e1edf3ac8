import assert from "node:assert/strict";
import type { WordingView } from "../../contract/consent.ts";
import { SAMPLE_HTML } from "./sending.ts";
import {
  BANK_SETTINGS,
  linkIn,
  mailingIs,
  mailTo,
  setUpOwner,
  visitor,
  type Api,
  type Place,
} from "./walk.ts";

/** An account that may begin: set up, with approved wordings, a list and a form for it. All through the API. */
export interface WalkAccount {
  owner: Api;
  list: string;
  form: { id: string; url: string; manageUrl: string };
}

export async function readyAccount(place: Place): Promise<WalkAccount> {
  const owner = await setUpOwner(place, "Musterbank");
  await owner.patch("/account", BANK_SETTINGS);
  await owner.post("/senders", {
    fromName: "Musterbank",
    fromAddress: "newsletter@musterbank.example",
    replyTo: "post@musterbank.example",
  });
  const { items } = (await owner.get("/wordings")) as { items: WordingView[] };
  for (const version of items.flatMap((one) => one.versions))
    if (!version.approvedAt) await owner.post(`/wording-versions/${version.id}/approve`);
  const { id: list } = await owner.post("/lists", {
    name: "Marktblick",
    topics: "Zinsen und Börse",
    frequency: "freitags",
    nameEn: "Market view",
    topicsEn: "interest rates",
    frequencyEn: "Fridays",
  });
  const form = await owner.post("/forms", {
    name: "Website",
    lists: [list],
    fields: { salutation: true, firstName: true, lastName: true },
    askTracking: true,
    locales: ["de", "en"],
  });
  return { owner, list, form };
}

/** Signs people up on the hosted page and presses the button of the mail each of them gets. */
export async function subscribe(
  { url }: Place,
  { owner, list, form }: WalkAccount,
  people: { email: string; tracking: boolean; headers?: Record<string, string> }[],
): Promise<void> {
  await Promise.all(
    people.map(async ({ email, tracking, headers }) => {
      const person = visitor(url, headers);
      const thanks = await person.signUp(form.url, { email, tracking, lists: [list] });
      assert.equal(thanks.status, 200, thanks.text.slice(0, 500));
      const landing = await person.get(linkIn(await mailTo(owner, email), /^\/b\//));
      assert.equal((await person.press(landing.text, /^\/b\//)).status, 200);
    }),
  );
}

/** Writes a mailing to the list and waits until it is sent. */
export async function sendMailing(
  { owner, list }: WalkAccount,
  name = "Marktblick",
): Promise<string> {
  const { id } = await owner.post("/mailings", {
    name,
    subject: `${name}: neue Konditionen`,
    html: SAMPLE_HTML,
    listIds: [list],
  });
  await owner.post(`/mailings/${id}/schedule`);
  await mailingIs(owner, id, "sent");
  return id;
}
