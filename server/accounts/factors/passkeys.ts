import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from "@simplewebauthn/server";
import type { Factor } from "./factor.ts";

type Json = Record<string, unknown>;

/** Ed25519, ES256 and RS256, which every device knows one of (COSE, RFC 9053). */
const ALGORITHMS = [-8, -7, -257];

/** WebAuthn speaks for one host: the one of the workplace. */
const partyOf = (publicUrl: string) => {
  const { hostname, origin } = new URL(publicUrl);
  return { rpID: hostname, origin };
};
const bytes = (buffer: Buffer): Uint8Array<ArrayBuffer> => new Uint8Array(buffer);
const named = (factors: readonly Factor[]) =>
  factors
    .filter((factor) => factor.credentialId !== null)
    .map((factor) => ({
      id: factor.credentialId!.toString("base64url"),
      transports: factor.transports,
    }));

/** What the browser needs to make a passkey; `challenge` is kept for the answer. */
export async function registrationOptions(
  publicUrl: string,
  person: { publicId: string; email: string; name: string; passkeys: readonly Factor[] },
): Promise<{ options: Json; challenge: string }> {
  const options = await generateRegistrationOptions({
    rpName: "Klarpost",
    rpID: partyOf(publicUrl).rpID,
    userName: person.email,
    userDisplayName: person.name,
    userID: bytes(Buffer.from(person.publicId)),
    excludeCredentials: named(person.passkeys),
    supportedAlgorithmIDs: ALGORITHMS,
    authenticatorSelection: { residentKey: "preferred", userVerification: "preferred" },
  });
  return { options: options as unknown as Json, challenge: options.challenge };
}

/** The public half of a new passkey, or undefined when the answer does not hold. */
export async function readRegistration(publicUrl: string, challenge: string, answer: Json) {
  const { rpID, origin } = partyOf(publicUrl);
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: answer as unknown as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpID,
      requireUserVerification: false,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!verified) return undefined;
    const { credential, credentialBackedUp } = registrationInfo;
    return {
      credentialId: Buffer.from(credential.id, "base64url"),
      publicKey: Buffer.from(credential.publicKey),
      signCount: credential.counter,
      transports: (credential.transports ?? []).map(String),
      synced: credentialBackedUp,
    };
  } catch {
    // Whatever is wrong with it came from outside.
    return undefined;
  }
}

/**
 * What the browser needs to use a passkey. As the only proof the device has to check the person (PIN, finger, face);
 * beside a password having it is enough.
 */
export async function authenticationOptions(
  publicUrl: string,
  input: { passkeys: readonly Factor[]; alone: boolean },
): Promise<{ options: Json; challenge: string }> {
  const options = await generateAuthenticationOptions({
    rpID: partyOf(publicUrl).rpID,
    allowCredentials: named(input.passkeys),
    userVerification: input.alone ? "required" : "preferred",
  });
  return { options: options as unknown as Json, challenge: options.challenge };
}

/** Id of the passkey that an answer claims to come from; undefined when it is no such answer. */
export function credentialIdOf(answer: Json): Buffer | undefined {
  const { id } = answer;
  return typeof id === "string" && /^[\w-]{1,1400}$/.test(id)
    ? Buffer.from(id, "base64url")
    : undefined;
}

/** The new count of signatures when the answer was made by this passkey for this challenge; undefined when not. */
export async function readAuthentication(
  publicUrl: string,
  input: { challenge: string; passkey: Factor; alone: boolean },
  answer: Json,
): Promise<number | undefined> {
  const { rpID, origin } = partyOf(publicUrl);
  const { passkey } = input;
  if (!passkey.credentialId || !passkey.publicKey) return undefined;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: answer as unknown as AuthenticationResponseJSON,
      expectedChallenge: input.challenge,
      expectedOrigin: origin,
      expectedRPID: rpID,
      requireUserVerification: input.alone,
      credential: {
        id: passkey.credentialId.toString("base64url"),
        publicKey: bytes(passkey.publicKey),
        counter: passkey.signCount,
      },
    });
    return verified ? authenticationInfo.newCounter : undefined;
  } catch {
    return undefined;
  }
}
