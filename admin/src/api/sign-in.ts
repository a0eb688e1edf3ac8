import type {
  FactorAdded,
  FactorAnswer,
  FactorKind,
  NewTotp,
  ProofAnswer,
  SignInWays,
} from "../../../contract/sign-in.ts";
import { api } from "./client.ts";
import { ApiError } from "./error.ts";
import { welcome, type Me } from "./session.ts";

type Json = Record<string, unknown>;

/** What the sign-in page offers beside address and password. */
export const fetchWays = (): Promise<SignInWays> => api.get("/session/ways");

/** The kinds of factors that would finish this sign-in; undefined for any other failure. */
export function factorsAsked(error: unknown): FactorKind[] | undefined {
  if (!(error instanceof ApiError) || error.code !== "second_factor_needed") return undefined;
  const { methods } = error.problem;
  return Array.isArray(methods) ? (methods as FactorKind[]) : [];
}

/** Gives the second factor of the sign-in under way. */
export async function giveFactor(answer: FactorAnswer): Promise<void> {
  welcome(await api.post<Me>("/session/factor", answer));
}

/** Gives a passkey as second factor. */
export async function givePasskey(): Promise<void> {
  await giveFactor({ passkey: await usePasskeyFor("/session/factor/passkey-options") });
}

/** Signs in with a passkey alone. */
export async function signInWithPasskey(): Promise<void> {
  const passkey = await usePasskeyFor("/session/passkey-options");
  welcome(await api.post<Me>("/session/passkey", { passkey }));
}

/** Sends the browser to the house's sign-on; `back` is where to go on after it. */
export async function goToProvider(back: string, fresh = false): Promise<void> {
  const { url } = await api.post<{ url: string }>("/session/provider", { fresh });
  sessionStorage.setItem(BACK, back);
  window.location.assign(url);
}
const BACK = "klarpost.back";

/** Signs in with what the sign-on answered. Gives where to go on. */
export async function finishProvider(query: string): Promise<void> {
  welcome(await api.post<Me>("/session/provider/return", { query }));
}

/** Where the person wanted to go before the sign-on. */
export const backAfterProvider = (): string | undefined =>
  sessionStorage.getItem(BACK) ?? undefined;

// A forgotten password

export const askForPassword = (email: string): Promise<void> =>
  api.post("/password-links", { email });
export const lookAtPasswordLink = (token: string): Promise<void> =>
  api.get(`/password-links/${encodeURIComponent(token)}`);
export const setNewPassword = (token: string, password: string): Promise<void> =>
  api.post("/password", { token, password });

// One's own factors

export const beginTotp = (): Promise<NewTotp> => api.post("/me/factors/totp");
export const confirmTotp = (input: {
  id: string;
  code: string;
  name: string;
}): Promise<FactorAdded> => api.post("/me/factors/totp/confirm", input);

/** Makes a passkey on this device and keeps its public half. */
export async function addPasskey(name: string): Promise<FactorAdded> {
  const { options } = await api.post<{ options: Json }>("/me/factors/passkey-options");
  const { startRegistration } = await import("@simplewebauthn/browser");
  const passkey = await startRegistration({ optionsJSON: options as never });
  return api.post("/me/factors/passkey", { name, passkey });
}

/** Proves to be there, for acts that ask for it. */
export const giveProof = (answer: ProofAnswer): Promise<void> => api.post("/me/proof", answer);
export async function proveByPasskey(): Promise<void> {
  await giveProof({ passkey: await usePasskeyFor("/me/proof/passkey-options") });
}

/** True where the browser can keep passkeys: on https and on this machine, under a name. */
export const passkeysWork = (): boolean =>
  window.isSecureContext &&
  "PublicKeyCredential" in window &&
  !/^[\d.]+$|:/.test(window.location.hostname);

/** True when the person closed the browser's dialog, or it took too long: nothing to complain about. */
export const isPasskeyCancelled = (error: unknown): boolean =>
  error instanceof Error && ["NotAllowedError", "AbortError"].includes(error.name);

async function usePasskeyFor(path: string): Promise<Json> {
  const { options } = await api.post<{ options: Json }>(path);
  const { startAuthentication } = await import("@simplewebauthn/browser");
  return (await startAuthentication({ optionsJSON: options as never })) as unknown as Json;
}
