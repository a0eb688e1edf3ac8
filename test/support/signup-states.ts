import { addressHash, findByAddress, setRestricted } from "../../server/contacts/index.ts";
import { insertSuppression } from "../../server/suppression/index.ts";
import type { SignupWorld } from "./signup.ts";

/** Everything that can be known of an address that signs up. */
export const STATES = [
  "new",
  "waiting",
  "confirmed",
  "unsubscribed",
  "objected",
  "blacklisted",
  "notMe",
  "restricted",
] as const;
export type AddressState = (typeof STATES)[number];

/** One address in each state, all of the same length, for the first list of the world. */
export async function addressesInEveryState(
  world: SignupWorld,
  name = "adr",
): Promise<Record<AddressState, string>> {
  const addresses = Object.fromEntries(
    STATES.map((state, index) => [state, `${name}-${index}@leser.example`]),
  ) as Record<AddressState, string>;
  const { lists, accountId, clock, inAccount, browse } = world;
  const linkOf = async (email: string, way: "b" | "n"): Promise<string> =>
    (await world.lastMail(email)).links.find((link) => link.includes(`/${way}/`))!;
  const press = async (link: string): Promise<void> => {
    const nonce = /name="nonce" value="([^"]+)"/.exec((await browse.get(link)).text)![1]!;
    await browse.post(link, { nonce });
  };
  const suppress = (
    email: string,
    scope: "list_address" | "account_address" | "blacklist",
  ): Promise<unknown> =>
    inAccount((tx) =>
      insertSuppression(tx, accountId, {
        scope,
        emailNormalised: email,
        addressHash: addressHash(world.keys, accountId, email),
        ...(scope === "list_address" ? { listId: lists[0]!.id } : {}),
        reason: "test",
        origin: "operator",
        at: clock.now(),
      }),
    );
  await world.signUp({ email: addresses.waiting });
  await world.signUp({ email: addresses.confirmed });
  await press(await linkOf(addresses.confirmed, "b"));
  await world.signUp({ email: addresses.notMe });
  await press(await linkOf(addresses.notMe, "n"));
  await world.signUp({ email: addresses.unsubscribed });
  await press(await linkOf(addresses.unsubscribed, "b"));
  await world.signUp({ email: addresses.restricted });
  await press(await linkOf(addresses.restricted, "b"));
  await inAccount(async (tx) => {
    const [contact] = await findByAddress(tx, addresses.restricted);
    await setRestricted(tx, contact!.id, clock.now());
  });
  await suppress(addresses.unsubscribed, "list_address");
  await suppress(addresses.objected, "account_address");
  await suppress(addresses.blacklisted, "blacklist");
  return addresses;
}
