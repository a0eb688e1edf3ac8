import { consentPersonalData } from "../../server/consent/index.ts";
import { addressHash, findByAddress, type Contact } from "../../server/contacts/index.ts";
import { contactsPersonalData } from "../../server/contacts/index.ts";
import { deliveryPersonalData } from "../../server/delivery/index.ts";
import {
  createLinkTokens,
  listsPersonalData,
  type LinkPurpose,
  type List,
} from "../../server/lists/index.ts";
import type { Database, RouteSpec } from "../../server/platform/index.ts";
import {
  preferenceRoutes,
  preferencesPersonalData,
  type PreferenceDeps,
} from "../../server/preferences/index.ts";
import { copyDataSubject } from "../../server/privacy/copy/copy-data-subject.ts";
import { eraseDataSubject } from "../../server/privacy/erase-data-subject.ts";
import { makePaper } from "../../server/reports/pdf-paper.ts";
import { recordedEvents } from "../../server/reports/recorded-events.ts";
import { requestPorts, requestsPersonalData } from "../../server/requests/index.ts";
import { preferencePorts, signupPersonalData, type SignupDeps } from "../../server/signup/index.ts";
import { suppressionPersonalData } from "../../server/suppression/index.ts";
import { trackingPersonalData } from "../../server/tracking/index.ts";
import { hiddenFields, signupWorld } from "./signup.ts";

export type PreferenceWorld = Awaited<ReturnType<typeof preferenceWorld>>;

/** The world of `signupWorld` with everything people change their minds with, wired as the product does. */
export async function preferenceWorld(
  db: Database,
  more: (deps: PreferenceDeps) => RouteSpec[] = () => [],
) {
  let deps!: PreferenceDeps;
  const world = await signupWorld(db, {
    routes: (signup) => {
      deps = preferenceDeps(signup);
      return [...preferenceRoutes(deps), ...more(deps)];
    },
  });
  const { accountId, inAccount, browse } = world;
  const tokens = createLinkTokens(world.keys);
  const nonceOf = (page: string) => /name="nonce" value="([^"]+)"/.exec(page)![1]!;
  return {
    ...world,
    preferences: deps,
    /** Signs up and confirms, on the pages. */
    async subscribe(
      email: string,
      options: { lists?: List[]; tracking?: boolean; name?: string } = {},
    ) {
      await world.signUp({
        email,
        ...(options.lists === undefined ? {} : { lists: options.lists }),
        ...(options.tracking === undefined ? {} : { tracking: options.tracking }),
        ...(options.name === undefined ? {} : { fields: { firstName: options.name } }),
      });
      const link = (await world.lastMail(email)).links.find((each) => each.includes("/b/"))!;
      await browse.post(link, { nonce: nonceOf((await browse.get(link)).text) });
    },
    contactOf: async (email: string): Promise<Contact> =>
      (await inAccount((tx) => findByAddress(tx, email)))[0]!,
    /** The link of a newsletter to this address, written now. */
    async link(purpose: LinkPurpose, email: string, list: List = world.lists[0]!): Promise<string> {
      const [contact] = await inAccount((tx) => findByAddress(tx, email));
      const token = tokens.make(purpose, {
        accountId,
        listId: list.id,
        contactId: contact?.id ?? 0,
        addressHash: addressHash(world.keys, accountId, email),
        mailingId: 7,
        issuedAt: world.clock.now(),
      });
      return `/${{ unsubscribe: "u", manage: "v", question: "q", objection: "o" }[purpose]}/${token}`;
    },
    /** Asks for a link at the tab "Verwalten" and gives its path. */
    async freshLink(email: string): Promise<string> {
      const tab = `/f/${world.form.publicId}/verwalten`;
      const hidden = hiddenFields((await browse.get(tab)).text);
      world.clock.advance(5000);
      await browse.post(tab, { ...hidden, email });
      const mail = await world.lastMail(email);
      const link = mail.links.find((each) => each.includes("/z/"))!;
      return link.slice(link.indexOf("/z/"));
    },
  };
}

/** Everything stored about recipients; operators and their invitations are of no concern here. */
export function preferenceDeps(signup: SignupDeps): PreferenceDeps {
  const map = [
    requestsPersonalData(signup),
    trackingPersonalData,
    deliveryPersonalData,
    signupPersonalData,
    preferencesPersonalData,
    listsPersonalData,
    consentPersonalData(signup),
    suppressionPersonalData,
    contactsPersonalData,
  ];
  const privacy = { db: signup.db, clock: signup.clock, log: signup.log, map, makePaper };
  return {
    ...signup,
    ...preferencePorts(signup),
    links: createLinkTokens(signup.keys),
    personalEvents: recordedEvents,
    copyDataSubject: copyDataSubject(privacy),
    eraseDataSubject: eraseDataSubject(privacy),
    requests: requestPorts(signup),
  };
}
