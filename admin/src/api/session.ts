import { createContext, useContext } from "react";
import type { Static } from "typebox";
import type {
  InvitationAcceptance,
  InvitationLook,
  Me,
  MyAccount,
  NewOwner,
  Permission,
} from "../../../contract/operators.ts";
import { chooseAccount, currentAccount } from "./account.ts";
import { api } from "./client.ts";
import { queryClient } from "./queries.ts";
import { sessionLeaving, sessionRenewed } from "./session-store.ts";

export type { Me, Permission };
/** An account this operator may work in. */
export type MeAccount = MyAccount;

export const ME_KEY = ["me"] as const;

/** Reads who is signed in; 401 when nobody is. */
export function fetchMe(signal?: AbortSignal): Promise<Me> {
  return api.get<Me>("/me", signal ? { signal } : {});
}

/** Signs in. The answer sets the session cookie; errors: `bad_credentials` (401), `too_many_requests` (429). */
export async function signIn(email: string, password: string): Promise<Me> {
  return welcome(await api.post<Me>("/session", { email, password }));
}

/** Signs out and forgets everything that was read. */
export async function signOut(): Promise<void> {
  sessionLeaving(true);
  try {
    await api.delete("/session");
  } catch (error) {
    sessionLeaving(false);
    throw error;
  }
  queryClient.clear();
  chooseAccount(undefined);
}

/** Creates the owner with the token of the one-time set-up link, and signs in. Error: `setup_link_invalid` (404). */
export async function setUpOwner(input: Static<typeof NewOwner>): Promise<void> {
  welcome(await api.post<Me>("/setup/owner", input));
}

/** Reads what an invitation says. Error: `invitation_invalid` (404). */
export function lookAtInvitation(token: string): Promise<Static<typeof InvitationLook>> {
  return api.get(`/invitation/${encodeURIComponent(token)}`);
}

/** Accepts an invitation and signs in. */
export async function acceptInvitation(input: Static<typeof InvitationAcceptance>): Promise<void> {
  welcome(await api.post<Me>("/invitation/accept", input));
}

/** Takes in who has just signed in. */
export function welcome(me: Me): Me {
  queryClient.setQueryData(ME_KEY, me);
  sessionRenewed();
  return me;
}

/** The account chosen in this tab, or the first one the operator may work in. */
export function chosenAccount(me: Me): MeAccount | undefined {
  return me.accounts.find((account) => account.id === currentAccount()) ?? me.accounts[0];
}

/** What a page may ask about the signed-in operator and the account worked in. */
export interface Session {
  me: Me;
  operator: Me["operator"];
  account: MeAccount;
  /** True when the operator's roles in this account include the permission ("lists.write"). */
  can(permission: Permission): boolean;
}

const SessionContext = createContext<Session | undefined>(undefined);
export const SessionProvider = SessionContext.Provider;

/** The session of the page. Only inside the workplace, not on the sign-in pages. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("useSession outside the workplace");
  return session;
}

/** `const can = useCan(); can("lists.write")` */
export function useCan(): (permission: Permission) => boolean {
  return useSession().can;
}

/** Builds the session for an account. */
export function createSession(me: Me, account: MeAccount): Session {
  const granted = new Set(account.permissions);
  return { me, operator: me.operator, account, can: (permission) => granted.has(permission) };
}

/** Keeps the language at the operator's record, for mails to them and other browsers. */
export function saveLocale(locale: "de" | "en"): Promise<void> {
  return api.patch("/me", { locale });
}
