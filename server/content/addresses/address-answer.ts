export const addressStates = ["reachable", "moved", "not_found", "failed", "not_asked"] as const;
/** What came of asking an address. `failed`: no useful answer, which may be the fault of the moment. */
export type AddressState = (typeof addressStates)[number];

/** Why an address failed or was not asked. */
export const answerReasons = [
  "refused_here",
  "bad_port",
  "credentials",
  "unknown_host",
  "late",
  "certificate",
  "connection",
  "no_entry",
  "server_error",
  "redirects",
  "no_image",
] as const;
export type AnswerReason = (typeof answerReasons)[number];

export interface AddressAnswer {
  url: string;
  state: AddressState;
  status: number | null;
  reason: AnswerReason | "";
  /** Where the page has moved to for good. */
  finalUrl: string | null;
  mediaType: string | null;
  /** Of an image. */
  bytes: number | null;
  checkedAt: Date;
}

/** A link or image of a content, as its author wrote it. */
export interface ContentAddress {
  url: string;
  kind: "link" | "image";
  /** What a reader sees of it. */
  label: string;
}

export const ANSWER_LIMITS = {
  /** Addresses of one check. */
  addresses: 300,
  milliseconds: 8_000,
  redirects: 5,
  /** Of a page that does not answer HEAD. */
  pageBytes: 64 * 1024,
  imageBytes: 5 * 1024 * 1024,
  atOnce: 6,
  perHost: 2,
  /** An answer older than this says nothing any more, in milliseconds. */
  ageMs: 7 * 86_400_000,
} as const;
