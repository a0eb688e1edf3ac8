import { createHash, randomBytes, verify, X509Certificate } from "node:crypto";
import { createRequire } from "node:module";
import type * as cms from "@peculiar/asn1-cms";
import type * as schema from "@peculiar/asn1-schema";
import type * as tsp from "@peculiar/asn1-tsp";
import type * as x509 from "@peculiar/asn1-x509";

// These packages share a register of types. Required, all of them find the same one; imported, some would load their
// ECMAScript build beside the other and not know each other's types.
const load = createRequire(import.meta.url);
const { ContentInfo, SignedData } = load("@peculiar/asn1-cms") as typeof cms;
const { AsnConvert, OctetString } = load("@peculiar/asn1-schema") as typeof schema;
const { AlgorithmIdentifier } = load("@peculiar/asn1-x509") as typeof x509;
const {
  id_ct_tstInfo,
  MessageImprint,
  PKIStatus,
  TimeStampReq,
  TimeStampReqVersion,
  TimeStampResp,
  TSTInfo,
} = load("@peculiar/asn1-tsp") as typeof tsp;

const SHA256 = "2.16.840.1.101.3.4.2.1";
const MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
const TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
const HASHES: Readonly<Record<string, string>> = {
  [SHA256]: "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
};

/** A question to a time stamp service, and what its answer must fit. */
export interface TimestampQuestion {
  hash: Buffer;
  nonce: Buffer;
  /** DER, to be posted as application/timestamp-query. */
  request: Buffer;
}

/** Asks for the time of a text: its SHA-256, a fresh nonce, the service's certificate (RFC 3161 section 2.4.1). */
export function askForTimestamp(text: string): TimestampQuestion {
  const hash = createHash("sha256").update(text, "utf8").digest();
  const nonce = randomBytes(16);
  // An ASN.1 integer: positive, and not padded with zeros.
  nonce[0] = (nonce[0]! & 0x3f) | 0x40;
  const request = AsnConvert.serialize(
    new TimeStampReq({
      version: TimeStampReqVersion.v1,
      messageImprint: new MessageImprint({
        hashAlgorithm: new AlgorithmIdentifier({ algorithm: SHA256, parameters: null }),
        hashedMessage: new OctetString(hash),
      }),
      nonce: bytesOf(nonce),
      certReq: true,
    }),
  );
  return { hash, nonce, request: Buffer.from(request) };
}

/**
 * Reads a service's answer: granted, for our hash and our nonce, signed by a certificate for time stamps that it
 * carries. Whom that certificate belongs to, and whether that is a trust service, the answer alone cannot say.
 * @throws Error that says what does not fit
 */
export function readTimestamp(
  answer: Buffer,
  question: Pick<TimestampQuestion, "hash" | "nonce">,
): { token: Buffer; at: Date; by: string } {
  const response = parse(answer, TimeStampResp, "answer");
  const { status } = response.status;
  if (status !== PKIStatus.granted && status !== PKIStatus.grantedWithMods)
    throw new Error(`The service refused (status ${status}).`);
  if (!response.timeStampToken) throw new Error("The answer holds no time stamp.");
  const token = Buffer.from(AsnConvert.serialize(response.timeStampToken));
  const signed = parse(
    Buffer.from(parse(token, ContentInfo, "time stamp").content),
    SignedData,
    "signed data",
  );
  const content = signed.encapContentInfo.eContent?.single;
  if (signed.encapContentInfo.eContentType !== id_ct_tstInfo || !content)
    throw new Error("The answer is no time stamp.");
  const info = parse(Buffer.from(content.buffer), TSTInfo, "time stamp");
  const { hashAlgorithm, hashedMessage } = info.messageImprint;
  if (
    hashAlgorithm.algorithm !== SHA256 ||
    !Buffer.from(hashedMessage.buffer).equals(question.hash)
  )
    throw new Error("The time stamp is for something else.");
  if (!info.nonce || !Buffer.from(info.nonce).equals(question.nonce))
    throw new Error("The time stamp answers another question.");
  const by = checkSignature(signed, Buffer.from(content.buffer));
  return { token, at: info.genTime, by };
}

/** The subject of the certificate that signed; throws when none of those in the answer did. */
function checkSignature(signed: cms.SignedData, content: Buffer): string {
  const signer = signed.signerInfos[0];
  const hash = signer && HASHES[signer.digestAlgorithm.algorithm];
  if (!signer?.signedAttrs || !hash) throw new Error("The time stamp has no signature we know.");
  const digest = signer.signedAttrs.find((one) => one.attrType === MESSAGE_DIGEST)?.attrValues[0];
  const expected = createHash(hash).update(content).digest();
  // An octet string: tag, length, value.
  if (!digest || !Buffer.from(digest).subarray(2).equals(expected))
    throw new Error("The time stamp was altered.");
  const certificates = (signed.certificates ?? []).flatMap(({ certificate }) =>
    certificate ? new X509Certificate(Buffer.from(AsnConvert.serialize(certificate))) : [],
  );
  const owner = certificates.find((one) => isSignedBy(signer, hash, one));
  if (!owner) throw new Error("The signature of the time stamp does not fit.");
  if (!owner.keyUsage?.includes(TIME_STAMPING))
    throw new Error("The certificate of the service is not for time stamps.");
  return owner.subject.replaceAll("\n", ", ");
}

function isSignedBy(signer: cms.SignerInfo, hash: string, certificate: X509Certificate): boolean {
  // What is signed is the DER set of the attributes, which stands in the message under another tag (RFC 5652 section 5.4).
  const parts = signer.signedAttrs!.map((one) => Buffer.from(AsnConvert.serialize(one)));
  const attributes = Buffer.concat([setHeader(parts), ...parts]);
  const { publicKey } = certificate;
  const ownHash = ["ed25519", "ed448"].includes(publicKey.asymmetricKeyType ?? "") ? null : hash;
  try {
    return verify(ownHash, attributes, publicKey, Buffer.from(signer.signature.buffer));
  } catch {
    return false;
  }
}

/** Tag and length of a DER set with these members. */
function setHeader(members: Buffer[]): Buffer {
  const length = members.reduce((sum, member) => sum + member.length, 0);
  if (length < 0x80) return Buffer.from([0x31, length]);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  const digits = bytes.subarray(bytes.findIndex((byte) => byte !== 0));
  return Buffer.concat([Buffer.from([0x31, 0x80 | digits.length]), digits]);
}

function parse<T>(bytes: Buffer, type: new () => T, what: string): T {
  try {
    return AsnConvert.parse(bytesOf(bytes), type);
  } catch {
    throw new Error(`The ${what} cannot be read.`);
  }
}

function bytesOf(buffer: Buffer): ArrayBuffer {
  return Uint8Array.from(buffer).buffer;
}
